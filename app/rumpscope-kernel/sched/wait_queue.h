// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for a condition: data in a pipe, room in it, a lock.
#pragma once

#include "app/rumpscope-kernel/sched/watcher.h"

#include <list>

namespace rumpscope::kernel {

/// Tells everybody on it; they look again themselves whether what they waited for is there.
class WaitQueue
{
public:
    /// Membership; for a sleeping call make it before the sleep, as a local of the coroutine. poll(2) makes
    /// many. The queue must outlive it: hold its owner.
    class Link
    {
    public:
        Link(WaitQueue &queue, Watcher &watcher)
            : m_queue(queue)
            , m_at(queue.m_watchers.insert(queue.m_watchers.end(), &watcher))
        {}
        Link(const Link &) = delete;
        Link &operator=(const Link &) = delete;
        ~Link() { m_queue.m_watchers.erase(m_at); }

    private:
        WaitQueue &m_queue;
        std::list<Watcher *>::iterator m_at;
    };

    WaitQueue() = default;
    WaitQueue(const WaitQueue &) = delete;
    WaitQueue &operator=(const WaitQueue &) = delete;

    void wakeAll()
    {
        for (Watcher *watcher : m_watchers)
            watcher->notified();
    }
    [[nodiscard]] bool empty() const { return m_watchers.empty(); }

private:
    std::list<Watcher *> m_watchers;
};

} // namespace rumpscope::kernel
