// SPDX-License-Identifier: BSD-2-Clause
// A client of the C library's runtime inside the test, and the kernels it meets.
#pragma once

#include "clientcore/capi/client.h"
#include "tests/support/server/scripted_server.h"

#include <initializer_list>

namespace rumpscope::test {

/// What a call returned.
struct Result
{
    int error = 0;
    std::int64_t value = 0;
    friend bool operator==(const Result &, const Result &) = default;
};

class Guest
{
public:
    explicit Guest(const transport::ServerUrl &url, capi::Settings settings = {}, retry::Policy retry = {});

    /// Errno of the beginning; 0 if there is a process.
    [[nodiscard]] int began() const { return m_began; }
    /// Any thread, and handlers.
    Result call(int number, std::initializer_list<std::uint64_t> words = {});
    [[nodiscard]] capi::Client &client() { return m_client; }

private:
    capi::Client m_client;
    int m_began = 0;
};

[[nodiscard]] std::uint64_t addressOf(const void *memory);

/// Of a script: banner and GUEST.
void welcome(Peer &peer);

inline constexpr int kGetpid = 20;
inline constexpr int kLseek = 199;

} // namespace rumpscope::test
