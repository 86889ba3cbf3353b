// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/socket.h"

#include <algorithm>

namespace rumpscope::kernel {

Socket::Socket(SocketList &list, std::int32_t socketDomain, std::int32_t socketType, BufferSizes sizes)
    : domain(socketDomain)
    , type(socketType)
    , receive(sizes.receive, list.buffered)
    , receiveWindow(sizes.receive)
    , sendLimit(sizes.send)
    , m_place(list, *this)
{}

void Socket::shutDownReceiving()
{
    cannotReceive = true;
    receive.clear();
    wakeReaders();
}

void Socket::shutDownSending()
{
    cannotSend = true;
    wakeWriters();
}

void Socket::disconnected(std::int32_t number)
{
    connected = false;
    cannotSend = cannotReceive = true;
    if (number != 0)
        error = number;
    wakeReaders();
    wakeWriters();
}

bool Socket::mustWaitToSend(std::size_t left) const
{
    const std::size_t space = sendSpace();
    const auto lowWater = std::min<std::size_t>(static_cast<std::size_t>(options.sendLowWater), sendLimit);
    return space < left && (isAtomic() || space < lowWater);
}

SocketPtr Socket::takePending()
{
    if (pending.empty())
        return nullptr;
    SocketPtr next = std::move(pending.front());
    pending.pop_front();
    wakeWriters(); // others may wait for a place in the queue
    return next;
}

std::uint32_t Socket::pollEvents() const
{
    std::uint32_t events = 0;
    const bool enough = visible() >= static_cast<std::size_t>(std::max(options.receiveLowWater, 1)) ||
                        (isAtomic() && !receive.empty());
    if (enough || cannotReceive || !pending.empty() || error != 0)
        events |= NB_POLLIN | NB_POLLRDNORM;
    const bool mayTry = connected || !hasConnections();
    const bool room = mayTry && sendSpace() >= std::min<std::size_t>(
                                                   static_cast<std::size_t>(options.sendLowWater), sendLimit);
    if (room || cannotSend || error != 0)
        events |= NB_POLLOUT | NB_POLLWRNORM;
    return events;
}

} // namespace rumpscope::kernel
