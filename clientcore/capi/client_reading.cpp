// SPDX-License-Identifier: BSD-2-Clause
// The leader's work: receiving, and giving each frame to whom it belongs.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace rumpscope::capi {

namespace {

using Outcome = Waiting::Outcome;

constexpr unsigned kNothing = Waiting::kNothing;
/// A handler's request reads into its own stack, which may be a small one.
constexpr std::size_t kHandlerRoom = 512;
/// An answer to a system call, as a whole frame.
constexpr std::size_t kAnswerSize = wire::kHeaderSize + 24;

/// The kernel writes it before any handler can run; the thread and its handlers take it by exchange.
std::atomic_ref<unsigned> receivedBytes(Waiting &waiting)
{
    return std::atomic_ref(waiting.message.msg_len);
}

void take(Waiting &waiting, const wire::SyscallReply &reply)
{
    waiting.error = reply.error;
    waiting.retval[0] = reply.retval[0];
    waiting.retval[1] = reply.retval[1];
    waiting.outcome = Outcome::Answered;
}

} // namespace

/// Reads until the answer has come, then passes the role on. Begins without the lock. True: left as follow()
/// says; false: the lock and the signals are held.
bool Client::lead(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    std::array<std::byte, kHandlerRoom> small;
    std::span<std::byte> room = waiting.connection->landing();
    if (waiting.tookFrom != nullptr) {
        room = small;
        takeReceived(waiting, *waiting.tookFrom, 1, 0);
    }
    if (waiting.outcome == Outcome::Pending && waiting.connection->reader().buffered() > 0) {
        if (const char *broken = dispatchAll(*waiting.connection, {})) {
            const std::lock_guard guard(m_lock);
            lose(waiting, broken);
        }
    }
    while (waiting.outcome == Outcome::Pending) {
        receivedBytes(waiting).store(kNothing, std::memory_order_relaxed);
        waiting.receiving = true;
        held.release();
        const int received = receive(waiting, room);
        const int error = errno;
        if (received == 1 && finishAlone(waiting)) {
            std::uintptr_t alone = reinterpret_cast<std::uintptr_t>(&waiting);
            if (m_leader.compare_exchange_strong(alone, kIdle, std::memory_order_acq_rel))
                return true;
        }
        held.hold();
        waiting.receiving = false;
        if (!waiting.leads)
            break; // a handler's request found the end of the connection
        takeReceived(waiting, waiting, received, error);
        lock.lock();
        if (m_kick != nullptr && waiting.leads && waiting.outcome == Outcome::Pending) {
            handOver(waiting);
            return follow(waiting, held, lock);
        }
        lock.unlock();
    }
    lock.lock();
    if (waiting.leads)
        passOn(waiting);
    waiting.receiving = false;
    return false;
}

int Client::receive(Waiting &waiting, std::span<std::byte> room)
{
    waiting.room = {room.data(), room.size()};
    waiting.message.msg_hdr.msg_iov = &waiting.room;
    waiting.message.msg_hdr.msg_iovlen = 1;
    const int fd = waiting.connection->fd();
    if (m_settings.spin && m_spinner.worthWhile()) {
        const bool came =
            m_spinner.spin([&] { return host::receive(fd, waiting.message, false) == 1 || errno != EAGAIN; });
        if (came && receivedBytes(waiting).load(std::memory_order_relaxed) != kNothing)
            return 1;
    }
    return host::receive(fd, waiting.message, true);
}

/// The one frame that came is the answer, and nothing else is there: no lock is needed to take it. Handlers
/// may run here and take the bytes themselves; whoever exchanges the count has them.
bool Client::finishAlone(Waiting &waiting)
{
    auto count = receivedBytes(waiting);
    if (count.load(std::memory_order_relaxed) != kAnswerSize || waiting.keeps ||
        waiting.kind != Waiting::Kind::Syscall || waiting.outer != nullptr ||
        waiting.connection->reader().buffered() != 0)
        return false;
    const std::span bytes(static_cast<const std::byte *>(waiting.room.iov_base), kAnswerSize);
    const wire::FrameView frame{wire::decodeHeader(bytes.first<wire::kHeaderSize>()),
                                bytes.subspan(wire::kHeaderSize)};
    const wire::Header &header = frame.header;
    if (header.length != kAnswerSize || header.reqno != waiting.reqno ||
        header.frameClass != wire::FrameClass::Response || header.type != wire::FrameType::Syscall)
        return false;
    const auto reply = wire::decodeSyscallReply(frame);
    if (!reply || count.exchange(kNothing, std::memory_order_relaxed) != kAnswerSize)
        return false;
    take(waiting, *reply);
    return true;
}

/// What the receive of `receiver` (this request, or the one below it that a handler interrupted) has brought.
void Client::takeReceived(Waiting &waiting, Waiting &receiver, int received, int error)
{
    const char *broken = nullptr;
    const unsigned count = receivedBytes(receiver).exchange(kNothing, std::memory_order_relaxed);
    if (received == 1 && count == kNothing)
        return; // taken by a handler's request; or it had not come back yet
    if (received == 1 && count > 0)
        broken =
            dispatchAll(*waiting.connection, {static_cast<const std::byte *>(receiver.room.iov_base), count});
    else if (received != 1 && error == EINTR)
        return;
    else if (received != 1 && error == EAGAIN) {
        const std::lock_guard lock(m_lock);
        waiting.connection->relax();
        return;
    } else {
        broken = kEnded;
    }
    if (broken != nullptr) {
        const std::lock_guard lock(m_lock);
        lose(waiting, broken);
    }
}

/// With the lock. The role goes back to whom it was taken from, or to a request that waits, or to nobody.
void Client::passOn(Waiting &waiting)
{
    waiting.leads = false;
    Waiting *owner = std::exchange(waiting.tookFrom, nullptr);
    if (owner == nullptr) {
        appointHeir();
        return;
    }
    owner->lentRole = false;
    owner->leads = true;
    owner->suspended = false;
    --m_connection->suspended;
    if (owner->listed)
        m_waiting.remove(*owner);
    m_leader.store(reinterpret_cast<std::uintptr_t>(owner) | (m_waiting.empty() ? kIdle : kOthers),
                   std::memory_order_release);
    if (owner->outcome != Outcome::Pending && owner->receiving)
        m_connection->hurry();
    owner->changed.set(Waiting::kLook);
    if (waiting.kind == Waiting::Kind::Kick)
        owner->changed.wake(1);
}

/// With the lock. A request whose thread is in a handler that calls us cannot read: its handler's request
/// can.
void Client::appointHeir()
{
    Waiting *heir = m_kick != nullptr ? m_kick : m_waiting.first();
    while (heir != nullptr && heir != m_kick &&
           (heir->outcome != Outcome::Pending || heir->covered || heir->lentRole))
        heir = heir->next;
    if (heir == nullptr) {
        m_leader.store(kIdle, std::memory_order_release);
        return;
    }
    m_waiting.remove(*heir);
    heir->leads = true;
    m_kick = nullptr;
    m_leader.store(reinterpret_cast<std::uintptr_t>(heir) | (m_waiting.empty() ? kIdle : kOthers),
                   std::memory_order_release);
    heir->changed.set(Waiting::kLook);
    heir->changed.wake(1);
}

/// Leaves no whole frame behind. Says what is wrong with the server, or null.
const char *Client::dispatchAll(Connection &connection, wire::ByteView bytes)
{
    wire::FrameReader &begun = connection.reader();
    while (begun.buffered() > 0) {
        const auto frame = begun.next();
        if (!frame)
            return "it sent a frame of an impossible length";
        if (*frame) {
            if (const char *broken = dispatch(connection, **frame))
                return broken;
            continue;
        }
        if (bytes.empty())
            return nullptr;
        const std::size_t some = std::min(begun.missing(), bytes.size());
        begun.feed(bytes.first(some));
        bytes = bytes.subspan(some);
    }
    for (;;) {
        const auto frame = wire::cutFrame(bytes, wire::kDefaultFrameLimit);
        if (!frame)
            return "it sent a frame of an impossible length";
        if (!*frame)
            break;
        if (const char *broken = dispatch(connection, **frame))
            return broken;
    }
    begun.feed(bytes);
    return nullptr;
}

const char *Client::dispatch(Connection &connection, const wire::FrameView &frame)
{
    switch (frame.header.frameClass) {
    case wire::FrameClass::Response:
    case wire::FrameClass::Error:
        return answer(frame);
    case wire::FrameClass::Request:
        return serve(connection, frame);
    }
    return "it sent a frame of a class that rump_sp does not have";
}

/// With the lock. An ERROR of a real server says HANDSHAKE whatever it refuses: its number alone tells.
Waiting *Client::awaiting(const wire::Header &header) const
{
    const auto matches = [&header](const Waiting &waiting) {
        return waiting.reqno == header.reqno && waiting.outcome == Outcome::Pending &&
               (header.frameClass == wire::FrameClass::Error || headerOf(waiting).type == header.type);
    };
    if (Waiting *first = leader(); first != nullptr && matches(*first))
        return first;
    for (Waiting *waiting = m_waiting.first(); waiting != nullptr; waiting = waiting->next) {
        if (matches(*waiting))
            return waiting;
    }
    return nullptr;
}

/// Answers to nobody are dropped.
const char *Client::answer(const wire::FrameView &frame)
{
    Guarded lock(m_lock);
    Waiting *waiting = awaiting(frame.header);
    if (waiting == nullptr)
        return nullptr;
    if (frame.header.frameClass == wire::FrameClass::Error) {
        waiting->error = Greeting::hostErrno(frame.header.word);
        waiting->outcome = waiting->error == EAGAIN ? Outcome::Again : Outcome::Failed;
    } else if (waiting->kind == Waiting::Kind::Prefork) {
        const auto cookie = wire::decodePreforkReply(frame);
        if (!cookie)
            return "it answered a prefork with something that is no cookie";
        waiting->cookie = *cookie;
        waiting->error = 0;
        waiting->outcome = Outcome::Answered;
    } else {
        const auto reply = wire::decodeSyscallReply(frame);
        if (!reply)
            return "it answered a system call with something that is no answer";
        take(*waiting, *reply);
        if (waiting->keeps && waiting->error == 0)
            m_kept.keep(waiting->lent);
    }
    if (!waiting->listed || waiting->lentRole || waiting->kind == Waiting::Kind::Kick)
        return nullptr; // the leader itself, or one that gets the reading role first
    m_waiting.remove(*waiting);
    waiting->changed.set(Waiting::kThrough);
    Event &sleepsOn = waiting->changed; // by address alone: the request may be gone now
    lock.unlock();
    sleepsOn.wake(1);
    return nullptr;
}

} // namespace rumpscope::capi
