// SPDX-License-Identifier: BSD-2-Clause
// A request under way: what a thread asks of the kernel, what the call lends it, and where the answer
// arrives.
#pragma once

#include "clientcore/capi/connection.h"
#include "clientcore/capi/lending.h"
#include "clientcore/capi/lock.h"
#include "clientcore/wire/payload.h"

#include <sys/socket.h>

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
        kAsleep = 0,
        kLook = 1,   ///< something changed: take the lock and look
        kThrough = 2 ///< the outcome is there and nobody refers to this request any more
    };

    /// What `message.msg_len` says while no receive has come back.
    static constexpr unsigned kNothing = ~0U;

    explicit Waiting(Kind what)
        : kind(what)
    {
        message.msg_len = kNothing;
    }

    // Of the thread:
    const Kind kind;
    std::uint32_t number = 0; ///< of the system call
    std::span<const std::uint64_t> arguments{};
    LentRanges lent;
    bool keeps = false; ///< some of it stays lent after the answer
    Client *client = nullptr;
    Waiting *outer = nullptr; ///< the request of the same thread that a handler interrupted to make this one

    // The receive that is under way, or has come back and is not looked at yet. A handler's request sees
    // these on its own thread only.
    mmsghdr message{};
    iovec room{};
    bool receiving = false;

    std::uint64_t reqno = 0;
    Connection *connection = nullptr; ///< where it was sent
    Outcome outcome = Outcome::Pending;
    bool listed = false;            ///< in the client's list
    std::atomic<bool> leads{false}; ///< has the reading role; its own thread reads it without the lock
    bool lentRole = false;          ///< gave the role to a request that gives it back
    bool covered = false;           ///< a handler's request runs on top of it
    bool suspended = false;         ///< counted in `connection->suspended`
    Waiting *tookFrom = nullptr;    ///< whose role this request has to give back
    Waiting *previous = nullptr;
    Waiting *next = nullptr;
    unsigned episode = 0; ///< the reconnect episode it waits for
    Event changed;        ///< any thread

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
