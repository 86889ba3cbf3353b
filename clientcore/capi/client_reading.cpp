// SPDX-License-Identifier: BSD-2-Clause
// The leader's work: giving each frame to whom it belongs.
#include "clientcore/abi/netbsd.h"
#include "clientcore/capi/client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>

namespace rumpscope::capi {

namespace {

using Outcome = Waiting::Outcome;

/// An answer to a system call, as a whole frame.
constexpr std::size_t kAnswerSize = wire::kHeaderSize + 24;

void take(Waiting &waiting, const wire::SyscallReply &reply)
{
    waiting.error = waiting.badPointer ? abi::NB_EFAULT : reply.error;
    waiting.retval[0] = reply.retval[0];
    waiting.retval[1] = reply.retval[1];
    waiting.outcome = Outcome::Answered;
}

} // namespace

/// Reads until the answer has come, then passes the role on.
Client::Part Client::lead(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    for (;;) {
        const auto received = receive(waiting, held);
        if (!received)
            break;
        if (waiting.finished && !waiting.suspended)
            return Part::Return;
        if (waiting.finished) {
            held.hold();
            lock.lock();
            waiting.leads = false;
            return Part::Leave;
        }
        const char *broken = nullptr;
        Connection &connection = *waiting.connection;
        if (*received > 0) {
            const auto bytes = connection.landing().first(static_cast<std::size_t>(*received));
            if (finishAlone(waiting, bytes))
                return Part::Return;
            if (waiting.outcome == Outcome::Pending)
                broken = takeIn(connection, bytes);
        } else if (*received == 0 || (errno != EAGAIN && errno != EINTR)) {
            broken = kEnded;
        } else {
            broken = takeIn(connection, {});
        }
        lock.lock();
        if (broken != nullptr) {
            lose(waiting, broken);
        } else if (waiting.outcome != Outcome::Pending) {
            passOn(waiting);
        } else if (m_kick != nullptr && !m_kick->covered) {
            handOver(waiting);
        } else {
            waiting.watch.arm();
            pause();
        }
        const bool leads = waiting.leads;
        const bool over = waiting.outcome == Outcome::Answered && mayReturn(waiting);
        letGo(lock);
        if (over)
            return Part::Return;
        if (!leads)
            break;
    }
    lock.lock();
    return Part::Follow;
}

/// If what came is the answer and nothing else. Handlers may run at any point here, take the bytes, the role,
/// and give that back: whoever asks for the bytes first has them, and only the leader leaves.
bool Client::finishUnheld(Waiting &waiting)
{
    if (waiting.watch.there() != kAnswerSize)
        return false;
    const auto reply = soleAnswer(waiting, waiting.connection->landing().first(kAnswerSize));
    if (!reply || waiting.watch.taken() != kAnswerSize)
        return false;
    take(waiting, *reply);
    std::uintptr_t alone = reinterpret_cast<std::uintptr_t>(&waiting);
    waiting.finished = m_leader.compare_exchange_strong(alone, kIdle, std::memory_order_acq_rel);
    return waiting.finished;
}

/// The one frame that came is the answer, and nobody waits behind: no lock is needed to leave with it.
bool Client::finishAlone(Waiting &waiting, wire::ByteView bytes)
{
    const auto reply = soleAnswer(waiting, bytes);
    if (!reply)
        return false;
    take(waiting, *reply);
    std::uintptr_t alone = reinterpret_cast<std::uintptr_t>(&waiting) | kAtWork;
    return m_leader.compare_exchange_strong(alone, kIdle, std::memory_order_acq_rel);
}

std::optional<wire::SyscallReply> Client::soleAnswer(const Waiting &waiting, wire::ByteView bytes)
{
    if (bytes.size() != kAnswerSize || waiting.lent.outlivesTheAnswer() ||
        waiting.kind != Waiting::Kind::Syscall || waiting.outer != nullptr || waiting.suspended ||
        !waiting.connection->betweenFrames())
        return std::nullopt;
    const wire::FrameView frame{wire::decodeHeader(bytes.first<wire::kHeaderSize>()),
                                bytes.subspan(wire::kHeaderSize)};
    const wire::Header &header = frame.header;
    if (header.length != kAnswerSize || header.reqno != waiting.reqno ||
        header.frameClass != wire::FrameClass::Response || header.type != wire::FrameType::Syscall)
        return std::nullopt;
    const auto reply = wire::decodeSyscallReply(frame);
    return reply ? std::optional(*reply) : std::nullopt;
}

/// With the lock.
void Client::tell(Waiting &waiting, std::uint32_t news)
{
    Event &event = waiting.changed;
    if (event.exchange(news) == Waiting::kAsleep)
        wakeLater(event);
}

/// With the lock. Known by its address alone: the request it belongs to may be gone when its time comes.
void Client::wakeLater(Event &event)
{
    if (m_sleepers.count == m_sleepers.events.size())
        event.wake(1);
    else
        m_sleepers.events[m_sleepers.count++] = &event;
}

/// Gives the lock back, and wakes those it was in the way of.
void Client::letGo(Guarded &lock)
{
    const Sleepers sleepers = m_sleepers;
    m_sleepers.count = 0;
    lock.unlock();
    for (Event *event : std::span(sleepers.events).first(sleepers.count))
        event->wake(1);
}

/// Says what is wrong with the server, or with us, or null.
const char *Client::takeIn(Connection &connection, wire::ByteView bytes) noexcept
{
    try {
        return dispatchAll(connection, bytes);
    } catch (const std::bad_alloc &) {
        return "there is no memory for what it sent";
    }
}

const char *Client::refusedFrame(const wire::ReadError &error)
{
    if (error.kind == wire::ReadError::Kind::FrameTooLong)
        return tooLong("sent a frame", error.length, error.limit);
    return "it sent a frame shorter than a header";
}

/// What came before `bytes`, together with as many of them as belong to it.
const char *Client::dispatchBegun(Connection &connection, wire::ByteView &bytes)
{
    wire::FrameReader &begun = connection.reader();
    while (!connection.betweenFrames()) {
        if (connection.longCopy.left > 0) {
            if (bytes.empty())
                return nullptr;
            if (const char *broken = continueLongCopy(connection, bytes))
                return broken;
            continue;
        }
        const wire::ByteView head = begun.pending();
        if (head.size() >= wire::kHeaderSize &&
            Connection::isLongCopy(wire::decodeHeader(head.first<wire::kHeaderSize>()))) {
            if (head.size() >= kCopyOutHead) {
                const char *broken = beginLongCopy(connection, head.first<kCopyOutHead>());
                begun.skip(kCopyOutHead);
                if (broken != nullptr)
                    return broken;
                // What the greeting had received of it already.
                wire::ByteView rest = begun.pending();
                if (!rest.empty()) {
                    const std::size_t before = rest.size();
                    if (const char *bad = continueLongCopy(connection, rest))
                        return bad;
                    begun.skip(before - rest.size());
                }
                continue;
            }
        } else {
            const auto frame = begun.next();
            if (!frame)
                return refusedFrame(frame.error());
            if (*frame) {
                if (const char *broken = dispatch(connection, **frame))
                    return broken;
                continue;
            }
        }
        if (bytes.empty())
            return nullptr;
        const std::size_t some = std::min(connection.missing(), bytes.size());
        begun.feed(bytes.first(some));
        bytes = bytes.subspan(some);
    }
    return nullptr;
}

/// Leaves no whole frame behind.
const char *Client::dispatchAll(Connection &connection, wire::ByteView bytes)
{
    if (const char *broken = dispatchBegun(connection, bytes))
        return broken;
    while (!bytes.empty()) {
        if (bytes.size() >= kCopyOutHead &&
            Connection::isLongCopy(wire::decodeHeader(bytes.first<wire::kHeaderSize>()))) {
            if (const char *broken = beginLongCopy(connection, bytes.first<kCopyOutHead>()))
                return broken;
            bytes = bytes.subspan(kCopyOutHead);
            if (bytes.empty())
                return nullptr;
            if (const char *broken = continueLongCopy(connection, bytes))
                return broken;
            continue;
        }
        if (bytes.size() >= wire::kHeaderSize &&
            Connection::isLongCopy(wire::decodeHeader(bytes.first<wire::kHeaderSize>())))
            break; // its head is not whole yet
        const auto frame = wire::cutFrame(bytes, wire::kDefaultFrameLimit);
        if (!frame)
            return refusedFrame(frame.error());
        if (!*frame)
            break;
        if (const char *broken = dispatch(connection, **frame))
            return broken;
    }
    connection.reader().feed(bytes);
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
    const Guarded lock(m_lock);
    Waiting *waiting = awaiting(frame.header);
    if (waiting == nullptr || waiting->kind == Waiting::Kind::Kick)
        return nullptr; // the leader is awake: that was all a kick wanted
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
        if (waiting->lent.outlivesTheAnswer() && reply->error == 0)
            m_kept.keep(waiting->lent);
        take(*waiting, *reply);
    }
    if (!waiting->listed)
        return nullptr; // the leader itself
    m_waiting.remove(*waiting);
    tell(*waiting, Waiting::kThrough);
    return nullptr;
}

} // namespace rumpscope::capi
