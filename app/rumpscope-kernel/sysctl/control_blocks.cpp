// SPDX-License-Identifier: GPL-3.0-or-later
// net.*.pcblist: the sockets there are, whoever has them.
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/net/inet_socket.h"
#include "app/rumpscope-kernel/net/local_socket.h"
#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/sysctl/tree.h"

namespace rumpscope::kernel {

namespace {

namespace at = layout::kinfo_pcb;

/// What a size estimate adds: elements.
constexpr std::size_t kSlackElements = 20;

// Bits of so_state.
constexpr std::uint32_t kIsConnected = 0x2;
constexpr std::uint32_t kIsConnecting = 0x4;
constexpr std::uint32_t kCannotSend = 0x10;
constexpr std::uint32_t kCannotReceive = 0x20;

/// inp_state.
enum class InetState : std::uint32_t { Attached = 0, Bound = 1, Connected = 2 };
/// t_state, as far as a connection within one host lasts long enough to be seen in it.
enum class TcpState : std::int32_t {
    Closed = 0,
    Listen = 1,
    SynSent = 2,
    Established = 4,
    CloseWait = 5,
    FinWait2 = 9,
    TimeWait = 10
};
constexpr std::uint32_t kAnonymousPort = 0x40; ///< of inp_flags
// Of unp_flags: the credentials of the peer are known, or those of who listens.
constexpr std::uint32_t kPeerKnown = 0x4;
constexpr std::uint32_t kListenerKnown = 0x8;

/// The kernel shows where its structures are. Ours are nobody's business: these addresses only tell sockets
/// apart, and say which belong together.
std::uint64_t addressOf(const Socket &socket, std::uint64_t part)
{
    constexpr std::uint64_t kBase = 0xffff'8000'0000'0000;
    constexpr std::uint64_t kRoom = 0x1000;
    return kBase + socket.serial() * kRoom + part;
}
constexpr std::uint64_t kBlock = 0;
constexpr std::uint64_t kProtocolBlock = 0x400;
constexpr std::uint64_t kSocket = 0x800;
constexpr std::uint64_t kNode = 0xc00;

void putName(Record &record, std::size_t where, const AddressBytes &name)
{
    constexpr std::size_t kRoom = at::ki_d - at::ki_s;
    for (std::size_t i = 0; i < std::min(name.size(), kRoom); ++i)
        record.put(where + i, name[i]);
}

TcpState stateOf(const InetSocket &socket)
{
    if (socket.listening)
        return TcpState::Listen;
    if (socket.connecting)
        return TcpState::SynSent;
    if (!socket.connected)
        return TcpState::Closed;
    if (socket.peerCannotSend())
        return socket.cannotSend ? TcpState::TimeWait : TcpState::CloseWait;
    return socket.cannotSend ? TcpState::FinWait2 : TcpState::Established;
}

void describe(Record &record, const InetSocket &socket)
{
    const bool isTcp = socket.hasConnections();
    InetState state = socket.local().port == 0 ? InetState::Attached : InetState::Bound;
    if (socket.connected)
        state = InetState::Connected;
    record.put<std::uint32_t>(at::ki_protocol, isTcp ? NB_IPPROTO_TCP : NB_IPPROTO_UDP);
    record.put<std::uint32_t>(at::ki_pflags, socket.hasAnonymousPort() ? kAnonymousPort : 0);
    record.put(at::ki_prstate, static_cast<std::uint32_t>(state));
    if (isTcp) {
        record.put(at::ki_tstate, static_cast<std::int32_t>(stateOf(socket)));
        record.put(at::ki_ppcbaddr, addressOf(socket, kProtocolBlock));
    }
    record.put<std::uint64_t>(at::ki_sndq, socket.heldBack());
    putName(record, at::ki_s, encodeAddress(socket.local()));
    if (socket.connected)
        putName(record, at::ki_d, encodeAddress(socket.remote()));
}

void describe(Record &record, const LocalSocket &socket)
{
    const auto peer = socket.peer();
    if (socket.listening)
        record.put(at::ki_pflags, kListenerKnown);
    else if (socket.connected && socket.hasConnections())
        record.put(at::ki_pflags, kPeerKnown);
    putName(record, at::ki_s, socket.localName());
    if (socket.isBound())
        record.put(at::ki_vnode, addressOf(socket, kNode));
    if (peer != nullptr) {
        putName(record, at::ki_d, peer->localName());
        record.put(at::ki_conn, addressOf(*peer, kBlock));
    }
}

std::vector<std::byte> encode(const Socket &socket)
{
    Record record(at::kSize);
    record.put(at::ki_pcbaddr, addressOf(socket, kBlock));
    record.put(at::ki_sockaddr, addressOf(socket, kSocket));
    record.put(at::ki_family, static_cast<std::uint32_t>(socket.domain));
    record.put(at::ki_type, static_cast<std::uint32_t>(socket.type));
    record.put(at::ki_sostate,
               (socket.connected ? kIsConnected : 0U) | (socket.connecting ? kIsConnecting : 0U) |
                   (socket.cannotSend ? kCannotSend : 0U) | (socket.cannotReceive ? kCannotReceive : 0U));
    record.put<std::uint64_t>(at::ki_rcvq, socket.visible());
    if (socket.domain == NB_AF_INET)
        describe(record, static_cast<const InetSocket &>(socket));
    else
        describe(record, static_cast<const LocalSocket &>(socket));
    return record.take();
}

/// Internet sockets are listed from their first to their last moment, local ones while they have descriptors.
bool isListed(const Socket &socket)
{
    return socket.open || (socket.domain == NB_AF_INET && socket.connected);
}

} // namespace

/// The rest of the name: two numbers nobody looks at, size of an element, most elements.
Outcome<SysctlAnswer> listControlBlocks(const Kernel &kernel, const SysctlQuestion &question,
                                        std::int32_t domain, std::int32_t type)
{
    if (question.rest.size() != 4)
        return fail(NB_EINVAL);
    if (!question.sizeOnly && question.rest[2] != std::int32_t{at::kSize})
        return fail(NB_EINVAL);
    const auto most = static_cast<std::uint32_t>(std::max(question.rest[3], 0));
    SysctlAnswer answer;
    for (const Socket *socket : kernel.network.sockets.sockets()) {
        if (socket->domain != domain || socket->type != type || !isListed(*socket))
            continue;
        answer.size += at::kSize;
        if (!question.sizeOnly && answer.size <= question.room && answer.pieces.size() < most)
            answer.pieces.push_back(encode(*socket));
    }
    answer.incomplete = !question.sizeOnly && answer.size > question.room;
    if (question.sizeOnly)
        answer.size += kSlackElements * at::kSize;
    return answer;
}

} // namespace rumpscope::kernel
