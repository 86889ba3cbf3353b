// SPDX-License-Identifier: GPL-3.0-or-later
// Making and connecting sockets.
#include "app/rumpscope-kernel/calls/socket_address.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/socket_file.h"
#include "app/rumpscope-kernel/net/inet_socket.h"
#include "app/rumpscope-kernel/net/local_socket.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kTypeFlags = NB_SOCK_CLOEXEC | NB_SOCK_NONBLOCK | NB_SOCK_NOSIGPIPE;
constexpr std::int32_t kLongestBacklog = 128;
/// A connection nobody answers is given up.
constexpr auto kConnectPatience = std::chrono::seconds(75);

/// Flags of the open file among those of the type.
std::uint32_t fileFlags(std::uint32_t type)
{
    return ((type & NB_SOCK_NONBLOCK) != 0 ? NB_O_NONBLOCK : 0U) |
           ((type & NB_SOCK_NOSIGPIPE) != 0 ? NB_O_NOSIGPIPE : 0U);
}

Outcome<SocketPtr> makeLocal(Network &network, std::int32_t type, std::int32_t protocol)
{
    if (protocol != 0)
        return fail(NB_EPROTONOSUPPORT);
    if (type != NB_SOCK_STREAM && type != NB_SOCK_DGRAM && type != NB_SOCK_SEQPACKET)
        return fail(NB_EPROTOTYPE);
    return std::make_shared<LocalSocket>(network.sockets, type);
}

Outcome<SocketPtr> makeInet(Network &network, std::int32_t type, std::int32_t protocol)
{
    if (type != NB_SOCK_STREAM && type != NB_SOCK_DGRAM)
        return fail(NB_EPROTOTYPE);
    if (protocol != 0 && protocol != (type == NB_SOCK_STREAM ? NB_IPPROTO_TCP : NB_IPPROTO_UDP))
        return fail(NB_EPROTONOSUPPORT);
    const BufferSizes sizes = network.settings.sizesOf(type);
    if (!network.settings.allows(sizes.send) || !network.settings.allows(sizes.receive))
        return fail(NB_ENOBUFS);
    return std::make_shared<InetSocket>(network, type);
}

Outcome<SocketPtr> makeSocket(Kernel &kernel, std::int32_t domain, std::uint32_t typeWord,
                              std::int32_t protocol)
{
    const auto type = static_cast<std::int32_t>(typeWord & ~kTypeFlags);
    if (domain == NB_AF_LOCAL)
        return makeLocal(kernel.network, type, protocol);
    if (domain == NB_AF_INET)
        return makeInet(kernel.network, type, protocol);
    return fail(NB_EAFNOSUPPORT);
}

Outcome<std::int32_t> install(Process &process, SocketPtr socket, std::uint32_t typeWord)
{
    return process.descriptors.add(std::make_shared<SocketFile>(std::move(socket), fileFlags(typeWord)),
                                   (typeWord & NB_SOCK_CLOEXEC) != 0);
}

Outcome<Values> sysSocket(Call &call)
{
    auto socket = makeSocket(call.kernel, call.integer(0), call.bits(1), call.integer(2));
    if (!socket)
        return pass(socket);
    const auto fd = install(*call.process, std::move(*socket), call.bits(1));
    return fd ? answer(*fd) : Outcome<Values>(pass(fd));
}

Task<Outcome<Values>> sysSocketpair(Call &call)
{
    auto one = makeSocket(call.kernel, call.integer(0), call.bits(1), call.integer(2));
    if (!one)
        co_return pass(one);
    auto other = makeSocket(call.kernel, call.integer(0), call.bits(1), call.integer(2));
    if (!other)
        co_return pass(other);
    if (call.integer(0) != NB_AF_LOCAL)
        co_return fail(NB_EOPNOTSUPP);
    LocalSocket::join(std::static_pointer_cast<LocalSocket>(*one),
                      std::static_pointer_cast<LocalSocket>(*other));
    DescriptorTable &table = call.process->descriptors;
    const auto first = install(*call.process, std::move(*one), call.bits(1));
    if (!first)
        co_return pass(first);
    const auto second = install(*call.process, std::move(*other), call.bits(1));
    if (!second) {
        static_cast<void>(table.close(*first));
        co_return pass(second);
    }
    const std::array<std::int32_t, 2> ends{*first, *second};
    auto copied = co_await call.copyOut(call.word(3), ends);
    if (!copied) {
        static_cast<void>(table.close(*first));
        static_cast<void>(table.close(*second));
        co_return pass(copied);
    }
    co_return answer(0);
}

Task<Outcome<Values>> sysBind(Call &call)
{
    auto address = co_await fetchAddress(call, call.word(1), call.word(2));
    if (!address)
        co_return pass(address);
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    co_return answer((*file)->socket()->bind(*call.process, *address));
}

Outcome<Values> sysListen(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        return pass(file);
    Socket &socket = *(*file)->socket();
    if (socket.connected)
        return fail(NB_EINVAL);
    if (auto listens = socket.listen(*call.process); !listens)
        return pass(listens);
    if (!socket.hasConnections())
        return answer(0); // local datagrams: it is allowed, and means nothing
    socket.listening = true;
    socket.wakeWriters(); // who tried to connect already
    socket.backlog = std::clamp(call.integer(1), 0, kLongestBacklog);
    return answer(0);
}

Task<Outcome<Values>> connectSocket(Call &call, FilePtr file, AddressBytes address)
{
    Socket &socket = *file->socket();
    const TimePoint until = SteadyClock::now() + kConnectPatience;
    if (socket.listening)
        co_return fail(NB_EOPNOTSUPP);
    if (socket.connected && socket.hasConnections())
        co_return fail(NB_EISCONN);
    if (socket.connecting)
        co_return fail(NB_EALREADY);
    const bool late = file->nonBlocking() && socket.hasConnections() && socket.domain == NB_AF_INET;
    for (;;) {
        auto connected = socket.connect(*call.process, address);
        if (late && (connected || connected.error() == Errno{NB_ECONNREFUSED})) {
            // The answer of the other side comes later, as over a network.
            socket.error = connected ? 0 : NB_ECONNREFUSED;
            co_return fail(NB_EINPROGRESS);
        }
        if (connected || connected.error() != Errno{NB_EAGAIN})
            co_return answer(connected);
        socket.connecting = true;
        if (file->nonBlocking())
            co_return fail(NB_EINPROGRESS);
        auto waited = co_await call.waitOn(socket.connectQueue(), until);
        socket.connecting = false;
        if (!waited)
            co_return fail(waited.error() == Errno{NB_EAGAIN} ? NB_ETIMEDOUT : NB_EINTR);
    }
}

Task<Outcome<Values>> sysConnect(Call &call)
{
    auto address = co_await fetchAddress(call, call.word(1), call.word(2));
    if (!address)
        co_return pass(address);
    auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    co_return co_await connectSocket(call, *file, *address);
}

struct AcceptedFlags
{
    std::uint32_t cleared = 0; ///< of the listening socket's
    std::uint32_t typeWord = 0;
};

Task<Outcome<Values>> acceptSocket(Call &call, AcceptedFlags flags)
{
    std::uint32_t room = 0;
    const bool named = call.word(1) != 0;
    auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    Socket &socket = *(*file)->socket();
    if (!socket.hasConnections())
        co_return fail(NB_EOPNOTSUPP);
    if (!socket.listening)
        co_return fail(NB_EINVAL);
    SocketPtr accepted = socket.takePending();
    while (accepted == nullptr) {
        if ((*file)->nonBlocking())
            co_return fail(NB_EAGAIN);
        auto waited = co_await call.waitOn(socket.readable);
        if (!waited)
            co_return pass(waited);
        accepted = socket.takePending();
    }
    const std::uint32_t inherited = (*file)->flags() & NB_O_NONBLOCK & ~flags.cleared;
    const auto peer = accepted->peerName();
    const AddressBytes name = peer ? *peer : accepted->nameOfGonePeer();
    const auto fd = call.process->descriptors.add(
        std::make_shared<SocketFile>(accepted, inherited | fileFlags(flags.typeWord)),
        (flags.typeWord & NB_SOCK_CLOEXEC) != 0);
    if (!fd)
        co_return pass(fd);
    if (!named)
        co_return answer(*fd);
    auto copied = co_await call.copyIn(call.word(2), room);
    if (copied)
        copied = co_await giveAddress(call, name, call.word(1), call.word(2), room);
    if (copied)
        co_return answer(*fd);
    static_cast<void>(call.process->descriptors.close(*fd));
    co_return pass(copied);
}

Task<Outcome<Values>> sysAccept(Call &call)
{
    return acceptSocket(call, {});
}

/// The signal mask is the client's business: no signal of its own reaches a process here.
Task<Outcome<Values>> sysPaccept(Call &call)
{
    if ((call.bits(4) & ~kTypeFlags) != 0)
        co_return fail(NB_EINVAL);
    if (call.word(3) != 0) {
        std::array<std::byte, 16> mask{};
        auto copied = co_await call.memory.copyIn(call.word(3), mask);
        if (!copied)
            co_return pass(copied);
    }
    co_return co_await acceptSocket(call, {NB_O_NONBLOCK, call.bits(4)});
}

Task<Outcome<Values>> giveName(Call &call, AddressBytes name)
{
    std::uint32_t room = 0;
    auto copied = co_await call.copyIn(call.word(2), room);
    if (!copied)
        co_return pass(copied);
    co_return answer(co_await giveAddress(call, std::move(name), call.word(1), call.word(2), room));
}

Task<Outcome<Values>> sysGetsockname(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    if ((*file)->socket()->isDead())
        co_return fail(NB_EINVAL);
    AddressBytes name = (*file)->socket()->localName();
    co_return co_await giveName(call, name);
}

Task<Outcome<Values>> sysGetpeername(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        co_return pass(file);
    auto name = (*file)->socket()->peerName();
    if (!name)
        co_return pass(name);
    co_return co_await giveName(call, *name);
}

Outcome<Values> sysShutdown(Call &call)
{
    const auto file = socketFile(call, 0);
    if (!file)
        return pass(file);
    Socket &socket = *(*file)->socket();
    const std::int32_t how = call.integer(1);
    if (how < NB_SHUT_RD || how > NB_SHUT_RDWR)
        return fail(NB_EINVAL);
    if (how != NB_SHUT_RD && socket.isDead())
        return fail(NB_EINVAL);
    if (how != NB_SHUT_WR)
        socket.shutDownReceiving();
    if (how != NB_SHUT_RD)
        socket.shutDownSending();
    return answer(0);
}

} // namespace

std::span<const CallEntry> socketCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS___socket30, "socket", 3, sysSocket),
        slow(NB_SYS_socketpair, "socketpair", 4, sysSocketpair),
        slow(NB_SYS_bind, "bind", 3, sysBind),
        quick(NB_SYS_listen, "listen", 2, sysListen),
        slow(NB_SYS_connect, "connect", 3, sysConnect),
        slow(NB_SYS_accept, "accept", 3, sysAccept),
        slow(NB_SYS_paccept, "paccept", 5, sysPaccept),
        slow(NB_SYS_getsockname, "getsockname", 3, sysGetsockname),
        slow(NB_SYS_getpeername, "getpeername", 3, sysGetpeername),
        quick(NB_SYS_shutdown, "shutdown", 2, sysShutdown),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
