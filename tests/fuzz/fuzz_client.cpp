// SPDX-License-Identifier: BSD-2-Clause
// Whatever a server says while calls of the C library wait: nothing but what they lend is read or written.
#include "clientcore/capi/client.h"
#include "clientcore/wire/frame_writer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <sys/single_threaded.h>
#include <sys/socket.h>
#include <sys/time.h>
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
Lent lent;

std::uint64_t addressOf(const void *memory)
{
    return reinterpret_cast<std::uint64_t>(memory);
}

/// Frames as a server would send them, of the numbers and the addresses that are of interest: bytes alone
/// would hardly ever come to name what is lent, or lies beside it.
wire::Bytes frames(wire::ByteView recipe)
{
    constexpr std::size_t kStep = 5;
    wire::FrameWriter writer;
    while (recipe.size() >= kStep) {
        const auto byte = [&recipe](std::size_t at) { return std::to_integer<std::uint32_t>(recipe[at]); };
        const std::uint64_t reqno = byte(1) % 16;
        const std::uint64_t address = addressOf(lent.buffer.data()) - 64 + byte(2);
        const std::uint64_t length = byte(3) | byte(4) << 8;
        const std::uint32_t kind = byte(0) % 10;
        recipe = recipe.subspan(kStep);
        const wire::ByteView data = recipe.first(std::min<std::size_t>(length, recipe.size()));
        if (kind == 0)
            writer.copyIn(reqno, {length, address});
        else if (kind == 1)
            writer.copyInStr(reqno, {length, address});
        else if (kind == 2)
            writer.copyOut(reqno, address, data);
        else if (kind == 3)
            writer.copyOutStr(reqno, address, data);
        else if (kind == 4)
            writer.anonMmap(reqno, length);
        else if (kind == 5)
            writer.raise(reqno, static_cast<std::uint32_t>(length));
        else if (kind == 6)
            writer.preforkReply(reqno, {});
        else if (kind == 7)
            writer.error(reqno, wire::FrameType::Handshake, static_cast<wire::ErrorCode>(length));
        else
            writer.syscallReply(reqno, {static_cast<std::int32_t>(length % 2), 0, {1, 0}});
        if (kind == 2 || kind == 3)
            recipe = recipe.subspan(data.size());
    }
    return {writer.bytes().begin(), writer.bytes().end()};
}

/// The client's end of a connection on which a server has said all it says, and hung up. Nobody reads there:
/// whoever sends more than has room is told so at once.
int connection(int server, int client, wire::ByteView bytes)
{
    const int room = 1 << 20;
    const timeval atOnce{0, 1};
    (void)::setsockopt(client, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    (void)::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &atOnce, sizeof atOnce);
    wire::FrameWriter hello;
    hello.handshakeReply(0);
    (void)::send(server, hello.bytes().data(), hello.bytes().size(), MSG_DONTWAIT);
    (void)::send(server, bytes.data(), bytes.size(), MSG_DONTWAIT);
    (void)::shutdown(server, SHUT_WR);
    return client;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return 0;
    const auto input = std::as_bytes(std::span(data + 1, size - 1));
    const wire::Bytes said = data[0] / 4 % 2 == 0 ? frames(input) : wire::Bytes(input.begin(), input.end());
    const int fd = connection(ends[1], ends[0], said);
    // Calls take another way where there are threads.
    __libc_single_threaded = static_cast<char>(data[0] / 2 % 2);
    lent.before.fill(kCanary);
    lent.buffer.fill('\0');
    lent.behind.fill(kCanary);
    {
        capi::Settings settings;
        settings.quiet = true;
        settings.guard = data[0] % 2 == 0 ? capi::Guard::Strict : capi::Guard::Zeros;
        capi::Client client;
        client.configure(transport::ServerUrl::parse("unix:///nowhere").value(), settings);
        if (client.takeOver(fd) == 0) {
            std::array<std::int64_t, 2> values{};
            const std::uint64_t address = addressOf(lent.buffer.data());
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
    ::close(ends[1]);
    for (const std::uint64_t word : lent.before)
        if (word != kCanary)
            std::abort();
    for (const std::uint64_t word : lent.behind)
        if (word != kCanary)
            std::abort();
    return 0;
}
