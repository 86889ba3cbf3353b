// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sched/scheduler.h"

#include "app/rumpscope-kernel/sched/sleeper.h"

namespace rumpscope::kernel {

void Scheduler::runReady()
{
    while (!m_ready.empty()) {
        const auto coroutine = m_ready.front();
        m_ready.pop_front();
        coroutine.resume();
    }
}

Scheduler::Timers::iterator Scheduler::addTimer(TimePoint when, Sleeper &sleeper)
{
    return m_timers.emplace(when, &sleeper);
}

std::optional<TimePoint> Scheduler::nextTimer() const
{
    if (m_timers.empty())
        return std::nullopt;
    return m_timers.begin()->first;
}

void Scheduler::fireTimers(TimePoint now)
{
    while (!m_timers.empty() && m_timers.begin()->first <= now)
        m_timers.begin()->second->wake(Sleeper::Reason::TimedOut); // takes its timer away
}

} // namespace rumpscope::kernel
