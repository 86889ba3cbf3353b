// SPDX-License-Identifier: BSD-2-Clause
// A request from its beginning to its end, on the thread that makes it.
#include "clientcore/abi/catalog.h"
#include "clientcore/abi/netbsd.h"
#include "clientcore/capi/client.h"
#include "clientcore/capi/host.h"
#include "clientcore/capi/safe_memory.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

namespace rumpscope::capi {

namespace {

/// More words than any call takes.
constexpr std::size_t kMostWords = 64;
/// What a call outside the catalog is filled up to: a short argument list kills a real kernel.
constexpr std::size_t kUnknownWords = 10;

/// The request this thread is in, or null; requests made by handlers name the one below.
[[gnu::tls_model("initial-exec")]] thread_local Waiting *innermost = nullptr;

bool isBelow(const Waiting *candidate, const Waiting &waiting)
{
    for (const Waiting *outer = waiting.outer; outer != nullptr; outer = outer->outer) {
        if (outer == candidate)
            return true;
    }
    return false;
}

/// Memory that the kernel would ask for and that is not there: rump_sp has no way to say that once it asks.
/// Nor is anything that reaches to the end of the address space, where a list of ranges has cut it off.
const Range *unreadable(const LentRanges &lent)
{
    for (const Range &range : lent.ranges()) {
        if (range.address + range.length == std::numeric_limits<std::uintptr_t>::max() ||
            (range.read && !canRead(range.address, range.length)))
            return &range;
    }
    return nullptr;
}

std::size_t wordsOf(int number)
{
    const abi::Call *call = abi::findCall(static_cast<std::uint32_t>(number));
    return call != nullptr ? call->arguments.size() : kUnknownWords;
}

} // namespace

int Client::syscall(int number, std::span<const std::byte> arguments, std::int64_t *retval)
{
    std::array<std::uint64_t, kMostWords> words; // filled as far as it is used
    if (number < 0)
        return abi::NB_ENOSYS; // before it leaves: it ends a real server
    if (arguments.size() > sizeof words)
        return abi::NB_EINVAL;
    const std::size_t given = (arguments.size() + sizeof words[0] - 1) / sizeof words[0];
    const std::size_t count = std::max(given, wordsOf(number));
    if (!arguments.empty()) {
        words[given - 1] = 0;
        std::memcpy(words.data(), arguments.data(), arguments.size());
    }
    std::fill(words.begin() + given, words.begin() + count, 0);

    Waiting waiting(Waiting::Kind::Syscall);
    waiting.number = static_cast<std::uint32_t>(number);
    waiting.arguments = std::span(words).first(count);
    lend(waiting.number, waiting.arguments, waiting.lent);
    if (!waiting.lent.known())
        noteUnknown(waiting.number);
    if (const Range *bad = unreadable(waiting.lent)) {
        tellBadPointer(waiting.number, bad->address);
        return abi::NB_EFAULT;
    }
    exchange(waiting);
    if (waiting.outcome != Waiting::Outcome::Answered)
        return waiting.error;
    std::copy(std::begin(waiting.retval), std::end(waiting.retval), retval);
    return waiting.error;
}

/// Once for each of them: such a call may touch all memory while it runs.
void Client::noteUnknown(std::uint32_t number)
{
    const SignalsHeld held;
    const std::lock_guard lock(m_lock);
    const auto end = m_noted.begin() + static_cast<std::ptrdiff_t>(m_notedCount);
    if (m_notedCount == m_noted.size() || std::find(m_noted.begin(), end, number) != end)
        return;
    m_noted[m_notedCount++] = number;
    say(m_settings, "rumpclient: system call ", number,
        ": the catalog does not say which memory it uses; while it runs the kernel may use all.");
}

int Client::prefork(wire::Cookie &cookie)
{
    Waiting waiting(Waiting::Kind::Prefork);
    exchange(waiting);
    cookie = waiting.cookie;
    return waiting.error;
}

void Client::exchange(Waiting &waiting)
{
    SignalsHeld held;
    waiting.client = this;
    enter(waiting);
    Guarded lock(m_lock);
    if (Waiting *outer = waiting.below())
        outer->covered = true;
    Part part = Part::Leave;
    do {
        if (!awaitConnection(waiting, held, lock))
            break;
        const bool leads = join(waiting);
        transmit(waiting, leads, lock);
        part = leads ? Part::Lead : Part::Follow;
        while (part == Part::Lead || part == Part::Follow)
            part = part == Part::Lead ? lead(waiting, held, lock) : follow(waiting, held, lock);
        if (part == Part::Leave && std::exchange(waiting.suspended, false))
            --waiting.connection->suspended;
    } while (part == Part::Leave && waiting.outcome == Waiting::Outcome::Again);
    if (part == Part::Leave) {
        leave(waiting);
        letGo(lock);
    }
    leaveThread(waiting);
}

void Client::enter(Waiting &waiting)
{
    waiting.outer = innermost;
    innermost = &waiting;
}

void Client::leaveThread(Waiting &waiting)
{
    innermost = waiting.outer;
}

/// Gives the request its number, and the reading role (true) if that is free or this thread's.
bool Client::join(Waiting &waiting)
{
    waiting.connection = m_connection;
    waiting.reqno = m_reqno.fetch_add(1, std::memory_order_relaxed);
    waiting.outcome = Waiting::Outcome::Pending;
    waiting.changed.set(Waiting::kAwake);
    for (;;) {
        std::uintptr_t word = m_leader.load(std::memory_order_acquire);
        if (word == kIdle) {
            const std::uintptr_t wanted =
                reinterpret_cast<std::uintptr_t>(&waiting) | (m_waiting.empty() ? kIdle : kOthers);
            waiting.leads = true;
            waiting.watch.arm();
            m_leader.store(wanted, std::memory_order_release);
            return true;
        }
        // A handler has interrupted the leader, and calls.
        if (Waiting *reads = leader(); isBelow(reads, waiting) && takeRole(waiting, *reads)) {
            waiting.inherited = reads->watch.taken();
            return true;
        }
        // The leader may leave just now, without the lock.
        if (m_leader.compare_exchange_strong(word, word | kOthers, std::memory_order_acq_rel)) {
            m_waiting.add(waiting);
            ++m_connection->senders;
            return false;
        }
    }
}

/// A follower comes back with the lock, the leader without it. Either may have lost or got the role
/// meanwhile.
void Client::transmit(Waiting &waiting, bool leads, Guarded &lock)
{
    Connection &connection = *waiting.connection;
    lock.unlock();
    const wire::Header header = headerOf(waiting);
    std::array<std::byte, wire::kHeaderSize + kMostWords * sizeof(std::uint64_t)> frame;
    wire::encodeHeader(header, std::span(frame).first<wire::kHeaderSize>());
    if (!waiting.arguments.empty())
        std::memcpy(frame.data() + wire::kHeaderSize, waiting.arguments.data(),
                    waiting.arguments.size_bytes());
    send(connection, std::span(frame).first(header.length));
    if (leads)
        return;
    lock.lock();
    --connection.senders;
}

wire::Header Client::headerOf(const Waiting &waiting)
{
    wire::Header header;
    header.length = wire::kHeaderSize + waiting.arguments.size_bytes();
    header.reqno = waiting.reqno;
    header.type = waiting.kind == Waiting::Kind::Syscall   ? wire::FrameType::Syscall
                  : waiting.kind == Waiting::Kind::Prefork ? wire::FrameType::Prefork
                                                           : kNoSuchRequest;
    header.word = waiting.number;
    return header;
}

/// The right to send a frame; already there for handlers that an exec lets run at its end.
Client::Guarded Client::frameTurn()
{
    const pid_t execing = m_execThread.load(std::memory_order_relaxed);
    if (execing != 0 && execing == host::threadId())
        return Guarded(m_sending, std::defer_lock);
    return Guarded(m_sending);
}

/// Where that fails the connection is shut down: what had come before the end is still there to be read.
void Client::send(Connection &connection, std::span<const std::byte> bytes)
{
    const Guarded whole = frameTurn();
    while (!bytes.empty()) {
        const ssize_t sent = host::send(connection.fd(), bytes);
        if (sent < 0 && errno != EINTR)
            return connection.shutDown();
        bytes = bytes.subspan(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    }
}

/// False: there is no news, and it is time to see whether anybody reads.
bool Client::sleep(Waiting &waiting, Patience &patience)
{
    const auto told = [&waiting] { return waiting.changed.value() != Waiting::kAwake; };
    return m_following.yield(told) || !waiting.changed.replace(Waiting::kAwake, Waiting::kAsleep) ||
           patience.sleep(waiting.changed, Waiting::kAsleep);
}

/// Sleeps until the answer is there, or the reading role is.
Client::Part Client::follow(Waiting &waiting, SignalsHeld &held, Guarded &lock)
{
    Patience patience;
    for (;;) {
        if (waiting.leads) {
            lock.unlock();
            return Part::Lead;
        }
        if (waiting.outcome != Waiting::Outcome::Pending)
            return Part::Leave;
        waiting.changed.set(Waiting::kAwake);
        lock.unlock();
        held.release();
        const bool changed = sleep(waiting, patience);
        const std::uint32_t news = waiting.changed.value();
        if (news == Waiting::kLead)
            return Part::Lead;
        if (news == Waiting::kThrough && mayReturn(waiting))
            return Part::Return;
        held.hold();
        lock.lock();
        if (!changed && leaderIsAway(waiting, patience))
            (void)takeRole(waiting, *leader());
    }
}

/// Of a request whose answer has come.
bool Client::mayReturn(const Waiting &waiting)
{
    return waiting.outer == nullptr && !waiting.suspended && waiting.outcome != Waiting::Outcome::Again;
}

Waiting *Client::threadMark()
{
    return innermost;
}

void Client::backTo(Waiting *mark)
{
    innermost = mark;
}

/// In a forked child: requests below this point on the stack were made by the parent, whose answers they are.
void Client::failInterrupted()
{
    for (Waiting *waiting = innermost; waiting != nullptr; waiting = waiting->outer) {
        if (waiting->client != this)
            continue;
        waiting->outcome = Waiting::Outcome::Failed;
        waiting->error = ENOTCONN;
        waiting->leads = false;
        waiting->listed = waiting->suspended = false;
    }
}

void Client::leave(Waiting &waiting)
{
    if (waiting.listed)
        m_waiting.remove(waiting);
    if (Waiting *outer = waiting.below())
        outer->covered = false;
    if (m_leader.load(std::memory_order_relaxed) == kIdle && !m_waiting.empty())
        appointHeir();
    reap();
}

} // namespace rumpscope::capi
