// SPDX-License-Identifier: BSD-2-Clause
// From the server to the client: the direction that never waits.
#include "clientcore/tap/relay.h"

#include <fmt/format.h>

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace rumpscope::tap {

namespace {

/// More than a local socket holds: few turns for what comes in a stream.
constexpr std::size_t kRoom = 256U << 10;
/// What a client that reads, but not this moment, gets once for each piece before the rest goes into the
/// spill, where it would be copied twice. The server waits no longer than that.
constexpr int kMoment = 2; ///< milliseconds

} // namespace

void Relay::toClient()
{
    const auto room = std::make_unique_for_overwrite<std::byte[]>(kRoom);
    for (;;) {
        std::size_t got = 0;
        if (!receiveFromServer({room.get(), kRoom}, got))
            break;
        if (got > 0)
            understandAndPass({room.get(), got});
    }
    serverEnded();
}

/// False at the server's end. While the spill holds something, the client is served between two looks.
bool Relay::receiveFromServer(std::span<std::byte> room, std::size_t &got)
{
    if (m_spill.empty()) {
        const auto received = m_server->receive(room);
        got = received.value_or(0);
        return received.has_value();
    }
    pollfd entries[] = {{m_server->fd(), POLLIN, 0}, {m_client.fd(), POLLOUT, 0}};
    if (::poll(entries, 2, -1) < 0 && errno != EINTR)
        return false;
    if (entries[1].revents != 0)
        flushSpill();
    if (entries[0].revents == 0)
        return true;
    const auto received = m_server->receiveNow(room);
    got = received.value_or(0);
    return received.has_value();
}

void Relay::understandAndPass(wire::ByteView bytes)
{
    const auto handshakeEnd = m_conversation.fromServer(bytes, transport::Clock::now());
    if (handshakeEnd && m_settings.askPid && !m_filter.active()) {
        askAtOnce(); // before the client can say anything more
        pass(bytes.first(*handshakeEnd));
        m_filter.begin(kReservedReqno);
        bytes = bytes.subspan(*handshakeEnd);
    }
    m_filter.feed(bytes, [this](wire::ByteView piece) { pass(piece); });
}

void Relay::pass(wire::ByteView bytes)
{
    if (m_clientGone)
        return;
    if (m_spill.empty()) {
        bool waited = false;
        while (!bytes.empty()) {
            const ssize_t sent =
                ::send(m_client.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent >= 0) {
                m_bytesToClient.fetch_add(static_cast<std::uint64_t>(sent), std::memory_order_relaxed);
                bytes = bytes.subspan(static_cast<std::size_t>(sent));
            } else if (errno == EAGAIN) {
                if (std::exchange(waited, true) || !clientReads())
                    break;
            } else if (errno != EINTR) {
                m_clientGone = true; // its own direction tells of its end; the server is read on
                return;
            }
        }
    }
    if (bytes.empty())
        return;
    if (m_spill.size() + bytes.size() > m_settings.spillLimit) {
        m_conversation.end(Conversation::End::CutUnread, transport::Clock::now(),
                           fmt::format("it left {} bytes of answers unread, and {} is the limit",
                                       m_spill.size() + bytes.size(), m_settings.spillLimit));
        m_clientGone = true;
        m_spill.clear();
        shutBoth();
    } else {
        m_spill.append(bytes);
        tellUnread();
    }
    m_spilled.store(m_spill.size(), std::memory_order_relaxed);
}

bool Relay::clientReads() const
{
    pollfd entry{m_client.fd(), POLLOUT, 0};
    return ::poll(&entry, 1, kMoment) == 1;
}

/// A spill is more than a slow reader from here on; told again each time it has doubled.
void Relay::tellUnread()
{
    if (m_spill.size() < m_unreadTold)
        return;
    m_conversation.unread(m_spill.size(), transport::Clock::now());
    m_unreadTold = 2 * m_spill.size();
}

void Relay::flushSpill()
{
    const wire::ByteView waiting = m_spill.front();
    const ssize_t sent = ::send(m_client.fd(), waiting.data(), waiting.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
        m_bytesToClient.fetch_add(static_cast<std::uint64_t>(sent), std::memory_order_relaxed);
        m_spill.drop(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
        m_clientGone = true;
        m_spill.clear();
    }
    m_spilled.store(m_spill.size(), std::memory_order_relaxed);
}

/// The server said all it will say; a slow client still gets it. Ended by the client's end or by cut().
void Relay::drainSpill()
{
    while (!m_spill.empty()) {
        pollfd entry{m_client.fd(), POLLOUT, 0};
        if (::poll(&entry, 1, -1) < 0 && errno != EINTR)
            return;
        flushSpill();
    }
}

void Relay::serverEnded()
{
    // A local socket tells a server that has gone from one that only stopped speaking.
    pollfd entry{m_server->fd(), 0, 0};
    const bool gone = ::poll(&entry, 1, 0) == 1 && (entry.revents & (POLLHUP | POLLERR)) != 0;
    m_conversation.end(m_clientSilent.load(std::memory_order_acquire) ? Conversation::End::ByClient
                                                                      : Conversation::End::ByServer,
                       transport::Clock::now());
    m_filter.finish([this](wire::ByteView piece) { pass(piece); });
    drainSpill();
    ::shutdown(m_client.fd(), gone ? SHUT_RDWR : SHUT_WR);
}

} // namespace rumpscope::tap
