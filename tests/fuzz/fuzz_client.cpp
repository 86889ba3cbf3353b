// SPDX-License-Identifier: BSD-2-Clause
// Whatever a server says while calls of the C library wait: nothing but what they lend is read or written.
#include "clientcore/capi/client.h"
#include "clientcore/wire/frame_writer.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <semaphore>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace rumpscope;

/// A server may have any signal raised; the fuzzer wants to live.
extern "C" int raise(int)
{
    return 0;
}

namespace {

/// Memory as a call lends it, between memory that it does not.
struct Lent
{
    std::array<std::uint64_t, 8> before;
    std::array<char, 64> buffer;
    std::array<std::uint64_t, 8> behind;
};
constexpr std::uint64_t kCanary = 0x5ec7e75ec7e75ec7;

/// The other side of the connection, on a thread of its own: says what it is told, then hangs up, and reads
/// whatever comes.
class Server
{
public:
    Server()
    {
        std::thread([this] { run(); }).detach();
    }
    void serve(int fd, wire::ByteView bytes)
    {
        m_fd = fd;
        m_bytes = bytes;
        m_begin.release();
    }
    void awaitEnd() { m_end.acquire(); }

private:
    void run()
    {
        wire::FrameWriter hello;
        hello.handshakeReply(0);
        for (;;) {
            m_begin.acquire();
            (void)::send(m_fd, hello.bytes().data(), hello.bytes().size(), MSG_NOSIGNAL);
            (void)::send(m_fd, m_bytes.data(), m_bytes.size(), MSG_NOSIGNAL);
            ::shutdown(m_fd, SHUT_WR);
            while (::recv(m_fd, m_away.data(), m_away.size(), 0) > 0)
                continue;
            ::close(m_fd);
            m_end.release();
        }
    }

    std::binary_semaphore m_begin{0};
    std::binary_semaphore m_end{0};
    int m_fd = -1;
    wire::ByteView m_bytes;
    std::array<char, 1U << 20> m_away;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return 0;
    static Server &server = *new Server; // for as long as the program runs
    server.serve(ends[1], std::as_bytes(std::span(data + 1, size - 1)));
    static Lent lent;
    lent.before.fill(kCanary);
    lent.buffer.fill('\0');
    lent.behind.fill(kCanary);
    {
        capi::Settings settings;
        settings.quiet = true;
        settings.guard = data[0] % 2 == 0 ? capi::Guard::Strict : capi::Guard::Zeros;
        capi::Client client;
        client.configure(transport::ServerUrl::parse("unix:///nowhere").value(), settings);
        if (client.takeOver(ends[0]) == 0) {
            std::array<std::int64_t, 2> values{};
            const auto address = reinterpret_cast<std::uint64_t>(lent.buffer.data());
            const std::array<std::uint64_t, 3> words{3, address, lent.buffer.size()};
            const std::array<std::uint64_t, 3> path{address, 0, 0};
            const auto bytes = std::as_bytes(std::span(words));
            for (int i = 0; i < 3; ++i) {
                (void)client.syscall(3, bytes, values.data());                          // read
                (void)client.syscall(4, bytes, values.data());                          // write
                (void)client.syscall(5, std::as_bytes(std::span(path)), values.data()); // open
            }
            wire::Cookie cookie;
            (void)client.prefork(cookie);
        }
    }
    server.awaitEnd();
    for (const std::uint64_t word : lent.before)
        if (word != kCanary)
            std::abort();
    for (const std::uint64_t word : lent.behind)
        if (word != kCanary)
            std::abort();
    return 0;
}
