// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/local_socket.h"

#include "app/rumpscope-kernel/proc/process.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/operations.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr BufferSizes kStreamSizes{4096, 4096};
constexpr BufferSizes kDatagramSizes{2560, 4096};

const AddressBytes &namelessAddress()
{
    static const AddressBytes kNameless{std::byte{2}, std::byte{NB_AF_LOCAL}};
    return kNameless;
}

Outcome<std::string> pathIn(const AddressBytes &address)
{
    if (address.size() <= layout::sockaddr_un::sun_path) // longer than its structure is fine
        return fail(NB_EINVAL);
    if (std::to_integer<int>(address[layout::sockaddr_un::sun_family]) != NB_AF_LOCAL)
        return fail(NB_EAFNOSUPPORT);
    const auto begin = address.begin() + layout::sockaddr_un::sun_path;
    const auto end = std::find(begin, address.end(), std::byte{0});
    std::string path;
    std::transform(begin, end, std::back_inserter(path),
                   [](std::byte byte) { return static_cast<char>(byte); });
    return path;
}

} // namespace

LocalSocket::LocalSocket(SocketList &list, std::int32_t socketType)
    : Socket(list, NB_AF_LOCAL, socketType, socketType == NB_SOCK_DGRAM ? kDatagramSizes : kStreamSizes)
    , m_list(list)
{}

void LocalSocket::join(const std::shared_ptr<LocalSocket> &one, const std::shared_ptr<LocalSocket> &other)
{
    one->m_peer = other;
    other->m_peer = one;
    one->connected = other->connected = true;
    if (!one->hasConnections()) {
        one->m_senders.push_back(other);
        other->m_senders.push_back(one);
    }
}

Outcome<void> LocalSocket::bind(const Process &asker, const AddressBytes &address)
{
    const auto path = pathIn(address);
    if (!path)
        return pass(path);
    if (m_node != nullptr)
        return fail(NB_EINVAL);
    auto node = makeSocketNode(asker.paths(), *path, 0777U & ~asker.fileModeMask);
    if (!node)
        return pass(node);
    m_node = std::move(*node);
    m_node->socket = weak_from_this();
    m_name = address;
    return {};
}

Outcome<std::shared_ptr<LocalSocket>> LocalSocket::find(const Process &asker, const AddressBytes &address,
                                                        std::int32_t wantedType)
{
    const auto path = pathIn(address);
    if (!path)
        return pass(path);
    const auto inode = kernel::find(asker.paths(), *path);
    if (!inode)
        return pass(inode);
    if ((*inode)->kind() != Inode::Kind::Socket)
        return fail(NB_ENOTSOCK);
    if (auto may = permits(asker.credentials, **inode, WantWrite); !may)
        return pass(may);
    const auto socket =
        std::static_pointer_cast<LocalSocket>(static_cast<const SocketNode &>(**inode).socket.lock());
    if (socket == nullptr)
        return fail(NB_ECONNREFUSED);
    if (socket->type != wantedType)
        return fail(NB_EPROTOTYPE);
    return socket;
}

Outcome<void> LocalSocket::connect(const Process &asker, const AddressBytes &address)
{
    if (!hasConnections())
        leavePeer();
    auto found = find(asker, address, type);
    if (!found)
        return pass(found);
    const auto self = std::static_pointer_cast<LocalSocket>(shared_from_this());
    LocalSocket &target = **found;
    if (!hasConnections()) {
        m_peer = *found;
        connected = true;
        target.m_senders.push_back(self);
        return {};
    }
    if (!target.listening || target.pending.size() > static_cast<std::size_t>(target.backlog) * 3 / 2)
        return fail(NB_ECONNREFUSED);
    const auto accepted = std::make_shared<LocalSocket>(m_list, type);
    accepted->m_name = target.m_name;
    accepted->options.flags = target.options.flags;
    join(self, accepted);
    target.pending.push_back(accepted);
    target.wakeReaders();
    return {};
}

Outcome<void> LocalSocket::listen(const Process & /*asker*/)
{
    return m_node == nullptr ? Outcome<void>(fail(NB_EINVAL)) : Outcome<void>();
}

AddressBytes LocalSocket::localName() const
{
    return m_name.empty() ? namelessAddress() : m_name;
}

Outcome<AddressBytes> LocalSocket::peerName() const
{
    const auto peer = m_peer.lock();
    if (!connected || peer == nullptr)
        return fail(NB_ENOTCONN);
    return peer->localName();
}

AddressBytes LocalSocket::nameOfGonePeer() const
{
    return namelessAddress();
}

Outcome<void> LocalSocket::sendRecord(const Process &asker, SocketRecord record, const AddressBytes &to)
{
    std::shared_ptr<LocalSocket> target = m_peer.lock();
    if (!to.empty()) {
        auto found = find(asker, to, type);
        if (!found)
            return pass(found);
        target = std::move(*found);
    }
    if (target == nullptr)
        return fail(hasConnections() ? NB_EPIPE : NB_ECONNREFUSED);
    if (!hasConnections())
        record.from = localName();
    if (target->cannotReceive || !target->receive.appendRecord(std::move(record)))
        return fail(NB_ENOBUFS);
    target->wakeReaders();
    return {};
}

std::size_t LocalSocket::sendSpace() const
{
    if (!hasConnections())
        return sendLimit;
    const auto peer = m_peer.lock();
    return peer == nullptr ? 0 : peer->receive.space();
}

void LocalSocket::sendStream(Segment segment)
{
    const auto peer = m_peer.lock();
    if (peer == nullptr || peer->cannotReceive)
        return;
    peer->receive.appendStream(std::move(segment));
    peer->wakeReaders();
}

void LocalSocket::sendRights(std::unique_ptr<Rights> rights, Segment segment)
{
    const auto peer = m_peer.lock();
    if (peer == nullptr || peer->cannotReceive)
        return;
    SocketRecord record;
    record.rights = std::move(rights);
    record.segments.push_back(std::move(segment));
    static_cast<void>(peer->receive.appendRecord(std::move(record)));
    peer->wakeReaders();
}

void LocalSocket::consumed()
{
    const auto peer = m_peer.lock();
    if (peer != nullptr && hasConnections())
        peer->wakeWriters();
}

void LocalSocket::shutDownSending()
{
    Socket::shutDownSending();
    const auto peer = m_peer.lock();
    if (peer == nullptr || !hasConnections())
        return;
    peer->cannotReceive = true;
    peer->wakeReaders();
}

void LocalSocket::leavePeer()
{
    if (const auto peer = m_peer.lock()) {
        std::erase_if(peer->m_senders, [this](const auto &sender) { return sender.lock().get() == this; });
    }
    m_peer.reset();
    connected = false;
}

void LocalSocket::close()
{
    for (const SocketPtr &waiting : std::exchange(pending, {})) {
        const auto client = static_cast<LocalSocket &>(*waiting).m_peer.lock();
        if (client != nullptr)
            client->disconnected(NB_ECONNRESET);
    }
    if (const auto peer = m_peer.lock(); peer != nullptr && hasConnections())
        peer->disconnected(0);
    for (const auto &sender : std::exchange(m_senders, {})) {
        const auto socket = sender.lock();
        if (socket == nullptr || socket->m_peer.lock().get() != this)
            continue;
        socket->m_peer.reset();
        socket->connected = false;
        socket->error = NB_ECONNRESET;
        socket->wakeReaders();
        socket->wakeWriters();
    }
    leavePeer();
    receive.clear();
}

} // namespace rumpscope::kernel
