// SPDX-License-Identifier: GPL-3.0-or-later
// A client of the plainest kind under the generated wrappers: it gives the kernel whatever it asks for, and
// notes how that compares with what lend() says the call lends.
#pragma once

#include "clientcore/capi/lending.h"

#include <string>
#include <vector>

namespace rumpscope::test {

/// One copy the kernel asked for while a call ran.
struct WatchedCopy
{
    capi::Access access;
    std::uintptr_t address;
    std::size_t length;
    bool lent; ///< lend() names it
};

/// What happened in the last call.
struct WatchedCall
{
    std::uint32_t number = 0;
    std::int32_t error = 0;
    bool known = true; ///< to the catalog
    std::vector<WatchedCopy> copies;
    std::vector<capi::Range> lent;

    /// A sentence a copy that was not lent; nothing if there was none.
    [[nodiscard]] std::string refusals() const;
    /// A sentence for every lent byte range the kernel did not use as a whole, in every direction lent;
    /// strings count as used once they were read.
    [[nodiscard]] std::string unused() const;
};

/// Connects as a guest; while it lives, rumpclient_syscall of this program goes to that server. One at a
/// time, one thread. Waits of more than 20 s end the program's patience: std::runtime_error.
class WatchedClient
{
public:
    explicit WatchedClient(const std::string &url);
    WatchedClient(const WatchedClient &) = delete;
    WatchedClient &operator=(const WatchedClient &) = delete;
    ~WatchedClient();

    int call(int number, const void *arguments, std::size_t size, std::int64_t *values);
    [[nodiscard]] const WatchedCall &last() const { return m_last; }
    /// Every refusal since the beginning, calls before the last one too.
    [[nodiscard]] const std::string &allRefusals() const { return m_refusals; }
    /// Ranges of asynchronous operations that are not over yet.
    [[nodiscard]] std::size_t kept() const { return m_kept.size(); }
    [[nodiscard]] static WatchedClient *current();

private:
    void send(std::uint64_t reqno, int kind, int type, std::uint32_t word, const void *payload,
              std::size_t size);
    void receive(void *into, std::size_t size);
    bool serveOne(std::uint64_t reqno, std::int32_t &error, std::int64_t *values);
    void serveCopy(std::uint64_t reqno, int type, std::vector<std::byte> &payload);
    void note(capi::Access access, std::uintptr_t address, std::size_t length);
    void dropFinished(std::uintptr_t address, std::span<const std::byte> data);

    int m_socket = -1;
    std::uint64_t m_reqno = 0;
    capi::LentRanges m_lent;
    std::vector<capi::Range> m_kept; ///< lent until an operation is done, and anonymous maps
    WatchedCall m_last;
    std::string m_refusals;
};

} // namespace rumpscope::test
