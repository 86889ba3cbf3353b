// SPDX-License-Identifier: BSD-2-Clause
// The leader's work: receiving, and giving each frame to whom it belongs.
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/single_threaded.h>

namespace rumpscope::capi {

namespace {

using Outcome = Waiting::Outcome;

/// An answer to a system call, as a whole frame.
constexpr std::size_t kAnswerSize = wire::kHeaderSize + 24;
/// Spins in a row that may find something: signals are held back meanwhile.
constexpr unsigned kMostSpins = 16;

void take(Waiting &waiting, const wire::SyscallReply &reply)
{
    waiting.error = reply.error;
    waiting.retval[0] = reply.retval[0];
    waiting.retval[1] = reply.retval[1];
    waiting.outcome = Outcome::Answered;
}

} // namespace

/// Reads until the answer has come, then passes the role on.
Client::Part Client::lead(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    for (;;) {
        const bool alone = __libc_single_threaded != 0 && !m_settings.spin;
        const auto received = alone ? receiveAlone(waiting, held) : receive(waiting, held);
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

/// What recv(2) says, with the leader at work from here on; nothing if the role has gone to another.
std::optional<ssize_t> Client::receive(Waiting &waiting, SignalsHeld &held)
{
    Connection &connection = *waiting.connection;
    const auto take = [&connection] { return host::receiveNow(connection.fd(), connection.landing()); };
    const auto inherited = std::exchange(waiting.inherited, std::nullopt);
    const bool unread = connection.unread.load(std::memory_order_relaxed);
    if (m_settings.spin || inherited || unread) {
        held.hold();
        if (!startWork(waiting))
            return std::nullopt;
        if (inherited)
            return inherited;
        ssize_t got = -1;
        errno = EAGAIN;
        if (connection.unread.exchange(false, std::memory_order_relaxed))
            return got;
        const auto look = [&] {
            got = take();
            return got >= 0 || errno != EAGAIN;
        };
        const bool spins = m_settings.spin && waiting.spun < kMostSpins;
        if (spins && m_spinner.worthWhile() && m_spinner.spin(look)) {
            ++waiting.spun;
            return got;
        }
        pause();
    }
    const int fd = connection.fd();
    waiting.spun = 0;
    held.release();
    waiting.watch.wait(fd);
    held.hold();
    if (!startWork(waiting))
        return std::nullopt;
    return take();
}

/// The same where there is no other thread: nobody but a handler's call can take the role away, so waiting
/// and taking may be one.
std::optional<ssize_t> Client::receiveAlone(Waiting &waiting, SignalsHeld &held)
{
    Connection &connection = *waiting.connection;
    if (waiting.inherited || connection.unread.load(std::memory_order_relaxed))
        return receive(waiting, held);
    held.release();
    const bool came = waiting.watch.receive(connection.fd(), connection.landing());
    const int error = errno;
    if (came && finishUnheld(waiting))
        return 0;
    held.hold();
    if (!startWork(waiting))
        return std::nullopt;
    if (const auto taken = waiting.watch.taken(); came && taken)
        return static_cast<ssize_t>(*taken);
    errno = came ? EAGAIN : error;
    return -1;
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
    if (bytes.size() != kAnswerSize || waiting.keeps || waiting.kind != Waiting::Kind::Syscall ||
        waiting.outer != nullptr || waiting.suspended || waiting.connection->reader().buffered() != 0)
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

/// Leaves no whole frame behind.
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
        if (waiting->keeps && reply->error == 0)
            m_kept.keep(waiting->lent);
        take(*waiting, *reply);
    }
    if (!waiting->listed)
        return nullptr; // the leader itself
    m_waiting.remove(*waiting);
    waiting->changed.set(Waiting::kThrough);
    wakeLater(waiting->changed);
    return nullptr;
}

} // namespace rumpscope::capi
