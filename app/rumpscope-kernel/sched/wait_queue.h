// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for a condition: data in a pipe, room in it, a lock.
#pragma once

#include "app/rumpscope-kernel/sched/sleeper.h"

#include <list>

namespace rumpscope::kernel {

/// Wakes sleepers; they look again themselves whether what they waited for is there.
class WaitQueue
{
public:
    /// Membership of one sleeper; make it before sleeping, as a local of the coroutine. poll(2) makes many.
    /// The queue must outlive it: hold its owner.
    class Link
    {
    public:
        Link(WaitQueue &queue, Sleeper &sleeper)
            : m_queue(queue)
            , m_at(queue.m_sleepers.insert(queue.m_sleepers.end(), &sleeper))
        {}
        Link(const Link &) = delete;
        Link &operator=(const Link &) = delete;
        ~Link() { m_queue.m_sleepers.erase(m_at); }

    private:
        WaitQueue &m_queue;
        std::list<Sleeper *>::iterator m_at;
    };

    WaitQueue() = default;
    WaitQueue(const WaitQueue &) = delete;
    WaitQueue &operator=(const WaitQueue &) = delete;

    void wakeAll()
    {
        for (Sleeper *sleeper : m_sleepers)
            sleeper->wake(Sleeper::Reason::Woken);
    }
    [[nodiscard]] bool empty() const { return m_sleepers.empty(); }

private:
    std::list<Sleeper *> m_sleepers;
};

} // namespace rumpscope::kernel
