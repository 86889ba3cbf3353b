// SPDX-License-Identifier: BSD-2-Clause
// A request under way: what a thread asks of the kernel, what the call lends it, and where the answer
// arrives.
#pragma once

#include "clientcore/capi/connection.h"
#include "clientcore/capi/lending.h"
#include "clientcore/capi/lock.h"
#include "clientcore/capi/watch.h"
#include "clientcore/wire/payload.h"

namespace rumpscope::capi {

class Client;

/// Lives on the stack of the thread that made it. Members belong to the client's lock, except where it says
/// so.
struct Waiting
{
    enum class Kind : std::uint8_t {
        Syscall,
        Prefork,
        Kick, ///< of an exec: wakes the reading thread, which then hands its role over
    };
    enum class Outcome : std::uint8_t {
        Pending,
        Answered,
        Failed, ///< error
        Again,  ///< the connection is lost: to be sent again on another
    };
    /// Values of `changed`.
    enum : std::uint32_t {
        kAsleep = 0,  ///< its thread may be, and has to be woken
        kThrough = 1, ///< the outcome is there and nobody refers to this request any more
        kLead = 2,    ///< it has the reading role, or had: lead
        kAwake = 3    ///< nothing yet, and its thread will look
    };

    explicit Waiting(Kind what)
        : kind(what)
    {}

    // Of the thread:
    const Kind kind;
    std::uint32_t number = 0; ///< of the system call
    std::span<const std::uint64_t> arguments{};
    LentRanges lent;
    Client *client = nullptr;
    std::optional<ssize_t> inherited{}; ///< what the request below had received, and not looked at
    unsigned looked = 0;                ///< looks in a row, before waiting, that found something
    bool finished = false;              ///< has its answer, and left the role without the lock
    Waiting *outer = nullptr; ///< the request of the same thread that a handler interrupted to make this one

    std::uint64_t reqno = 0;
    Connection *connection = nullptr; ///< where it was sent
    Outcome outcome = Outcome::Pending;
    bool listed = false;    ///< in the client's list
    bool leads = false;     ///< has the reading role; its thread may not know yet, or know it lost it
    bool covered = false;   ///< a handler's request runs on top of it
    bool suspended = false; ///< counted in `connection->suspended`
    Waiting *previous = nullptr;
    Waiting *next = nullptr;
    bool badPointer = false; ///< the kernel could not be served what an argument points to: EFAULT
    unsigned episode = 0;    ///< the reconnect episode it waits for
    Event changed;           ///< any thread
    Watch watch;             ///< its thread, and whoever takes the reading role away

    /// The next request of the same client that this one's thread is in, below this one; null if there is
    /// none.
    [[nodiscard]] Waiting *below() const
    {
        Waiting *candidate = outer;
        while (candidate != nullptr && candidate->client != client)
            candidate = candidate->outer;
        return candidate;
    }

    int error = 0; ///< 0, a NetBSD errno, or the host's where the client failed
    std::int64_t retval[2] = {0, 0};
    wire::Cookie cookie{};
};

/// A doubly linked list through the requests themselves: nothing is allocated.
class WaitingList
{
public:
    void add(Waiting &waiting)
    {
        waiting.previous = m_last;
        waiting.next = nullptr;
        (m_last != nullptr ? m_last->next : m_first) = &waiting;
        m_last = &waiting;
        waiting.listed = true;
    }
    void remove(Waiting &waiting)
    {
        (waiting.previous != nullptr ? waiting.previous->next : m_first) = waiting.next;
        (waiting.next != nullptr ? waiting.next->previous : m_last) = waiting.previous;
        waiting.listed = false;
    }
    void clear() { m_first = m_last = nullptr; }
    [[nodiscard]] Waiting *first() const { return m_first; }
    [[nodiscard]] bool empty() const { return m_first == nullptr; }

private:
    Waiting *m_first = nullptr;
    Waiting *m_last = nullptr;
};

} // namespace rumpscope::capi
