// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/inet_socket.h"

#include "app/rumpscope-kernel/proc/process.h"
#include "app/rumpscope-kernel/sched/record.h"

namespace rumpscope::kernel {

namespace {

constexpr std::uint16_t kReservedPorts = 1024;

bool isHere(std::uint32_t address)
{
    return address == kAnyAddress || address == kLoopback;
}

std::uint32_t byteAt(const AddressBytes &bytes, std::size_t at)
{
    return std::to_integer<std::uint32_t>(bytes[at]);
}

} // namespace

AddressBytes encodeAddress(const Endpoint &endpoint)
{
    namespace at = layout::sockaddr_in;
    Record record(at::kSize);
    record.put<std::uint8_t>(at::sin_len, at::kSize);
    record.put<std::uint8_t>(at::sin_family, NB_AF_INET);
    record.put<std::uint16_t>(at::sin_port, __builtin_bswap16(endpoint.port));
    record.put<std::uint32_t>(at::sin_addr, __builtin_bswap32(endpoint.address));
    return record.take();
}

Outcome<Endpoint> decodeAddress(const AddressBytes &address)
{
    namespace at = layout::sockaddr_in;
    if (address.size() <= at::sin_family)
        return fail(NB_EINVAL);
    if (byteAt(address, at::sin_family) != NB_AF_INET)
        return fail(NB_EAFNOSUPPORT);
    if (address.size() != at::kSize)
        return fail(NB_EINVAL);
    Endpoint endpoint;
    endpoint.port =
        static_cast<std::uint16_t>(byteAt(address, at::sin_port) << 8U | byteAt(address, at::sin_port + 1));
    for (std::size_t i = 0; i < 4; ++i)
        endpoint.address = endpoint.address << 8U | byteAt(address, at::sin_addr + i);
    return endpoint;
}

InetSocket::InetSocket(Network &network, std::int32_t socketType)
    : Socket(network.sockets, NB_AF_INET, socketType, network.settings.sizesOf(socketType))
    , m_network(network)
    , m_ports(hasConnections() ? network.streamPorts : network.datagramPorts)
{}

InetSocket::~InetSocket()
{
    release();
}

void InetSocket::release()
{
    if (std::exchange(m_owned, false))
        m_ports.remove(m_local.port, *this);
}

Outcome<void> InetSocket::takePort()
{
    if (m_owned)
        return {};
    const auto range = options.others.find({NB_IPPROTO_IP, NB_IP_PORTRANGE});
    const bool low = range != options.others.end() && range->second == NB_IP_PORTRANGE_LOW;
    const auto port = m_ports.freePort(low);
    if (!port)
        return pass(port);
    m_local.port = *port;
    m_anonymous = true;
    auto added = m_ports.add(m_local, std::static_pointer_cast<InetSocket>(shared_from_this()));
    m_owned = added.has_value();
    return added;
}

Outcome<void> InetSocket::bind(const Process &asker, const AddressBytes &address)
{
    if (m_owned || m_dead)
        return fail(NB_EINVAL);
    const auto wanted = decodeAddress(address);
    if (!wanted)
        return pass(wanted);
    if (!isHere(wanted->address))
        return fail(NB_EADDRNOTAVAIL);
    const Endpoint before = std::exchange(m_local, *wanted);
    if (m_local.port == 0)
        return takePort();
    Outcome<void> added;
    if (m_local.port < kReservedPorts && !asker.credentials.isRoot())
        added = fail(NB_EACCES);
    else
        added = m_ports.add(m_local, std::static_pointer_cast<InetSocket>(shared_from_this()));
    m_owned = added.has_value();
    if (!added)
        m_local = before;
    return added;
}

Outcome<void> InetSocket::connect(const Process & /*asker*/, const AddressBytes &address)
{
    if (!hasConnections()) {
        m_remote = {};
        connected = false;
    }
    auto to = decodeAddress(address);
    if (!to)
        return pass(to);
    if (m_dead)
        return fail(NB_EINVAL);
    if (to->port == 0 || !isHere(to->address))
        return fail(NB_EADDRNOTAVAIL);
    to->address = kLoopback;
    if (auto taken = takePort(); !taken)
        return taken;
    if (m_local.address == kAnyAddress)
        m_local.address = kLoopback;
    if (hasConnections())
        return connectStream(*to);
    m_remote = *to;
    connected = true;
    return {};
}

Outcome<void> InetSocket::connectStream(const Endpoint &to)
{
    const auto target = m_ports.find(to, m_local);
    if (m_lingers)
        return fail(NB_EADDRINUSE);
    if (target == nullptr) {
        die(0);
        return fail(NB_ECONNREFUSED);
    }
    // A port somebody has and does not listen at stays silent, and so does a full queue.
    if (!target->listening || target->pending.size() > static_cast<std::size_t>(target->backlog) * 3 / 2) {
        m_awaited = target;
        return fail(NB_EAGAIN);
    }
    m_awaited.reset();
    const auto self = std::static_pointer_cast<InetSocket>(shared_from_this());
    const auto accepted = std::make_shared<InetSocket>(m_network, type);
    accepted->m_local = to;
    accepted->m_remote = m_local;
    accepted->m_peer = self;
    accepted->connected = true;
    accepted->options = target->options;
    accepted->receive.setLimit(target->receive.limit());
    accepted->receiveWindow = target->receiveWindow;
    accepted->sendLimit = target->sendLimit;
    m_peer = accepted;
    m_remote = to;
    connected = true;
    target->pending.push_back(accepted);
    target->wakeReaders();
    return {};
}

WaitQueue &InetSocket::connectQueue()
{
    return m_awaited == nullptr ? writable : m_awaited->writable;
}

Outcome<void> InetSocket::listen(const Process & /*asker*/)
{
    if (!hasConnections())
        return fail(NB_EOPNOTSUPP);
    return m_dead ? Outcome<void>(fail(NB_EINVAL)) : takePort();
}

AddressBytes InetSocket::localName() const
{
    return encodeAddress(m_local);
}

Outcome<AddressBytes> InetSocket::peerName() const
{
    if (!connected)
        return fail(NB_ENOTCONN);
    return encodeAddress(m_remote);
}

Outcome<void> InetSocket::sendRecord(const Process & /*asker*/, SocketRecord record, const AddressBytes &to)
{
    Endpoint target = m_remote;
    if (!to.empty()) {
        const auto decoded = decodeAddress(to);
        if (!decoded)
            return pass(decoded);
        target = *decoded;
    }
    if (target.port == 0 || !isHere(target.address))
        return fail(NB_EADDRNOTAVAIL);
    target.address = kLoopback;
    if (auto taken = takePort(); !taken)
        return taken;
    const Endpoint from{kLoopback, m_local.port};
    const auto receiver = m_ports.find(target, from);
    if (receiver == nullptr) {
        if (connected) // the host says that nobody is there
            error = NB_ECONNREFUSED;
        return {};
    }
    record.from = encodeAddress(from);
    if (!receiver->cannotReceive && receiver->receive.appendRecord(std::move(record)))
        receiver->wakeReaders();
    return {}; // what finds no room is lost, as datagrams are
}

std::size_t InetSocket::sendSpace() const
{
    if (!hasConnections())
        return sendLimit;
    const auto peer = m_peer.lock();
    if (peer == nullptr)
        return sendLimit; // what is sent now is answered with a reset
    const std::size_t most = sendLimit + peer->receiveWindow;
    return most - std::min(most, peer->receive.stored());
}

bool InetSocket::peerCannotSend() const
{
    const auto peer = m_peer.lock();
    return peer == nullptr || peer->cannotSend;
}

std::size_t InetSocket::heldBack() const
{
    const auto peer = m_peer.lock();
    return peer == nullptr || !hasConnections() ? 0 : peer->receive.stored() - peer->visible();
}

void InetSocket::sendStream(Segment segment)
{
    const auto peer = m_peer.lock();
    if (peer == nullptr) {
        die(NB_ECONNRESET);
        return;
    }
    if (peer->cannotReceive)
        return;
    peer->receive.appendStream(std::move(segment));
    peer->wakeReaders();
}

void InetSocket::consumed()
{
    const auto peer = m_peer.lock();
    if (peer != nullptr && hasConnections())
        peer->wakeWriters();
}

void InetSocket::die(std::int32_t number)
{
    m_dead = true;
    disconnected(number);
}

void InetSocket::shutDownSending()
{
    const bool again = std::exchange(cannotSend, true);
    Socket::shutDownSending();
    if (!hasConnections())
        return;
    if (again) { // nothing is expected any more
        if (connected)
            disconnected(0);
        return;
    }
    const auto peer = m_peer.lock();
    if (peer == nullptr) {
        if (connected)
            die(0); // the other side has closed
        return;
    }
    peer->cannotReceive = true;
    peer->wakeReaders();
    if (!peer->cannotSend)
        return;
    peer->m_lingers = true;
    peer->disconnected(0);
    peer->m_peer.reset();
    m_peer.reset();
    die(0);
}

void InetSocket::close()
{
    for (const SocketPtr &waiting : std::exchange(pending, {})) {
        const auto client = static_cast<InetSocket &>(*waiting).m_peer.lock();
        if (client != nullptr)
            client->die(NB_ECONNRESET);
    }
    listening = false;
    wakeWriters(); // who waits for a place in our queue
    if (const auto peer = m_peer.lock()) {
        peer->cannotReceive = true; // it may still send, and learn then that we are gone
        peer->m_peer.reset();
        if (peer->cannotSend && hasConnections()) {
            peer->m_lingers = true;
            peer->connected = false;
        }
        peer->wakeReaders();
        peer->wakeWriters();
    }
    m_peer.reset();
    m_awaited.reset();
    connected = false;
    release();
    receive.clear();
}

} // namespace rumpscope::kernel
