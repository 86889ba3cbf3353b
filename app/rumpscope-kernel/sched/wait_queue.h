// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for a condition: data in a pipe, room in it, a lock.
#pragma once

#include "app/rumpscope-kernel/sched/watcher.h"

#include <algorithm>
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
    /// Who came last hears of it first, as in the kernel's lists of notes.
    void tellAll(std::uint32_t what)
    {
        for (auto at = m_watchers.rbegin(); at != m_watchers.rend(); ++at)
            (*at)->happened(what);
    }
    /// A process closes a descriptor of what this queue belongs to. If one of its own calls waits here, all
    /// calls here are told: which descriptor they came by is not known.
    void closedBy(const void *descriptors)
    {
        const auto isOurs = [=](const Watcher *watcher) { return watcher->isCallOf(descriptors); };
        if (std::none_of(m_watchers.begin(), m_watchers.end(), isOurs))
            return;
        for (Watcher *watcher : m_watchers)
            watcher->closedUnder();
    }
    [[nodiscard]] bool empty() const { return m_watchers.empty(); }

private:
    std::list<Watcher *> m_watchers;
};

} // namespace rumpscope::kernel
