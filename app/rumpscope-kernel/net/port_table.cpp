// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/port_table.h"

#include "app/rumpscope-kernel/net/inet_socket.h"

namespace rumpscope::kernel {

namespace {

// net.inet.ip.lowportmin and lowportmax.
constexpr std::int32_t kFirstLowPort = 600;
constexpr std::int32_t kLastLowPort = 1023;

bool excludes(const InetSocket &one, const InetSocket &other, const Endpoint &where)
{
    if (one.options.has(NB_SO_REUSEPORT) && other.options.has(NB_SO_REUSEPORT))
        return false;
    const bool same = other.local().address == where.address;
    const bool wild = other.local().address == kAnyAddress || where.address == kAnyAddress;
    return same || (wild && !one.options.has(NB_SO_REUSEADDR));
}

} // namespace

Outcome<void> PortTable::add(const Endpoint &where, const std::shared_ptr<InetSocket> &socket)
{
    for (auto [at, end] = m_sockets.equal_range(where.port); at != end; ++at) {
        const auto other = at->second.lock();
        if (other != nullptr && excludes(*socket, *other, where))
            return fail(NB_EADDRINUSE);
    }
    m_sockets.emplace(where.port, socket);
    return {};
}

Outcome<std::uint16_t> PortTable::freePort(bool low)
{
    const std::int32_t first = low ? kFirstLowPort : m_settings.firstFreePort;
    const std::int32_t last = low ? kLastLowPort : m_settings.lastFreePort;
    std::int32_t &before = low ? m_lastLow : m_lastPort;
    for (std::int32_t tries = first; tries <= last; ++tries) {
        before = before <= first || before > last ? last : before - 1;
        const auto port = static_cast<std::uint16_t>(before);
        if (!m_sockets.contains(port))
            return port;
    }
    return fail(NB_EAGAIN);
}

void PortTable::remove(std::uint16_t port, const InetSocket &socket)
{
    for (auto [at, end] = m_sockets.equal_range(port); at != end;) {
        const auto other = at->second.lock(); // gone already when it is being destroyed
        at = other == nullptr || other.get() == &socket ? m_sockets.erase(at) : std::next(at);
    }
}

std::shared_ptr<InetSocket> PortTable::find(const Endpoint &where, const Endpoint &from) const
{
    std::shared_ptr<InetSocket> best;
    for (auto [at, end] = m_sockets.equal_range(where.port); at != end; ++at) {
        auto socket = at->second.lock();
        if (socket == nullptr)
            continue;
        const bool datagram = !socket->hasConnections();
        if (datagram && socket->connected && !(socket->remote() == from))
            continue;
        const bool exact = socket->local().address == where.address;
        if (!exact && socket->local().address != kAnyAddress)
            continue;
        if (best == nullptr || exact)
            best = std::move(socket);
    }
    return best;
}

} // namespace rumpscope::kernel
