// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sched/scheduler.h"

#include "app/rumpscope-kernel/sched/alarm.h"

namespace rumpscope::kernel {

void Scheduler::runReady()
{
    while (!m_ready.empty()) {
        const auto coroutine = m_ready.front();
        m_ready.pop_front();
        coroutine.resume();
    }
}

Scheduler::Timers::iterator Scheduler::addTimer(TimePoint when, Alarm &alarm)
{
    return m_timers.emplace(when, &alarm);
}

std::optional<TimePoint> Scheduler::nextTimer() const
{
    if (m_timers.empty())
        return std::nullopt;
    return m_timers.begin()->first;
}

void Scheduler::fireTimers(TimePoint now)
{
    // No more than there are: one that sets itself again has its turn the next time.
    for (std::size_t left = m_timers.size(); left > 0 && !m_timers.empty(); --left) {
        if (m_timers.begin()->first > now)
            return;
        m_timers.begin()->second->ring(); // takes itself away
    }
}

} // namespace rumpscope::kernel
