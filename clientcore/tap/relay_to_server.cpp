// SPDX-License-Identifier: BSD-2-Clause
// From the client to the server.
#include "clientcore/tap/relay.h"
#include "clientcore/wire/frame_writer.h"

#include <poll.h>
#include <sys/socket.h>

namespace rumpscope::tap {

namespace {

constexpr std::size_t kRoom = 64U << 10;
constexpr std::uint32_t kGetpid = 20;

} // namespace

/// The client is told of each byte before it leaves, so that no answer is told before its question.
void Relay::toServer()
{
    const auto room = std::make_unique_for_overwrite<std::byte[]>(kRoom);
    bool serverGone = false;
    for (;;) {
        const auto got = m_client.receive({room.get(), kRoom});
        if (!got)
            break;
        if (serverGone)
            continue; // nobody is there to pass it to; the client shall not wait for ever to say it
        const wire::ByteView bytes(room.get(), *got);
        m_conversation.fromClient(bytes, transport::Clock::now());
        if (sendToServer(bytes)) {
            m_bytesToServer.fetch_add(*got, std::memory_order_relaxed);
        } else {
            serverGone = true;
            m_server->shutdown(); // what it said before is still passed on, by the other thread
            ::shutdown(m_client.fd(), SHUT_RD);
        }
        if (m_questionDue.load(std::memory_order_acquire))
            askInTurn();
    }
    clientEnded();
}

void Relay::clientEnded()
{
    const auto when = transport::Clock::now();
    // A local socket tells a client that has gone from one that only stopped speaking and still listens.
    pollfd entry{m_client.fd(), 0, 0};
    const bool gone = ::poll(&entry, 1, 0) == 1 && (entry.revents & (POLLHUP | POLLERR)) != 0;
    if (gone)
        m_conversation.end(Conversation::End::ByClient, when);
    else
        m_clientSilent.store(true, std::memory_order_release);
    ::shutdown(m_server->fd(), SHUT_WR);
}

bool Relay::sendToServer(wire::ByteView bytes)
{
    const std::lock_guard lock(m_sending);
    if (!m_owed.empty()) {
        if (!m_server->sendAll(m_owed))
            return false;
        m_owed.clear();
    }
    const bool sent = m_server->sendAll(bytes).has_value();
    m_boundary = m_conversation.clientAtBoundary();
    return sent;
}

/// The thread that reads the server found the way taken: it is our turn.
void Relay::askInTurn()
{
    const std::lock_guard lock(m_sending);
    if (!m_boundary || !m_questionDue.exchange(false))
        return;
    wire::FrameWriter writer;
    writer.syscall(kReservedReqno, kGetpid, {});
    m_conversation.asked({wire::decodeHeader(writer.bytes().first<wire::kHeaderSize>()), {}},
                         transport::Clock::now());
    [[maybe_unused]] const auto sent = m_server->sendAll(writer.bytes()); // the next recv(2) notices
}

/// Never waits: the server's socket has to be read.
void Relay::askAtOnce()
{
    m_questionDue.store(true, std::memory_order_release);
    const std::unique_lock lock(m_sending, std::try_to_lock);
    if (!lock || !m_boundary || !m_questionDue.exchange(false))
        return;
    wire::FrameWriter writer;
    writer.syscall(kReservedReqno, kGetpid, {});
    const wire::ByteView question = writer.bytes();
    const ssize_t sent =
        ::send(m_server->fd(), question.data(), question.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) {
        m_questionDue.store(true, std::memory_order_release);
        return;
    }
    m_owed.assign(question.begin() + sent, question.end());
    m_conversation.asked({wire::decodeHeader(question.first<wire::kHeaderSize>()), {}},
                         transport::Clock::now());
}

} // namespace rumpscope::tap
