// SPDX-License-Identifier: GPL-3.0-or-later
// The least a client can do: one blocking socket, one thread, no checks that cost.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace rumpscope::bench {

/// A guest that calls without arguments. Throws std::runtime_error when something goes wrong.
class BareClient
{
public:
    explicit BareClient(const std::string &url);
    BareClient(const BareClient &) = delete;
    BareClient &operator=(const BareClient &) = delete;
    ~BareClient();

    /// One request, one answer.
    void call(std::uint32_t number);
    /// The same with the thread's signals held back while it sends: the least that keeps handlers, which may
    /// call, away from half a frame.
    void guardedCall(std::uint32_t number);
    /// `total` calls, `atOnce` of them under way all the time, by this one thread.
    void pipeline(std::uint32_t number, int atOnce, int total);
    /// Its socket; what is under way there is for whoever uses it to know.
    [[nodiscard]] int fd() const { return m_socket; }

private:
    void greet();
    void send(const void *bytes, std::size_t size);
    void receive(std::size_t size);
    void request(std::uint32_t number);

    int m_socket = -1;
    std::uint64_t m_reqno = 1;
    std::array<std::byte, 24> m_request{}; ///< a header is all there is to it
    std::array<std::byte, 128> m_answer{};
};

} // namespace rumpscope::bench
