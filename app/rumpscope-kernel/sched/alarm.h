// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rumpscope-kernel/sched/scheduler.h"

namespace rumpscope::kernel {

/// Something that is to happen at a time: the end of a sleep, a timer of a process.
class Alarm
{
public:
    explicit Alarm(Scheduler &scheduler)
        : m_scheduler(scheduler)
    {}
    Alarm(const Alarm &) = delete;
    Alarm &operator=(const Alarm &) = delete;
    virtual ~Alarm() { cancel(); }

    /// Another time than before, if there was one.
    void set(TimePoint when)
    {
        cancel();
        m_timer = m_scheduler.addTimer(when, *this);
    }
    void cancel()
    {
        if (m_timer)
            m_scheduler.removeTimer(*m_timer);
        m_timer.reset();
    }
    [[nodiscard]] std::optional<TimePoint> when() const
    {
        return m_timer ? std::optional<TimePoint>((*m_timer)->first) : std::nullopt;
    }
    /// For the scheduler: the time has come.
    void ring()
    {
        cancel();
        rang();
    }

protected:
    virtual void rang() = 0;
    /// Once more after `period`, or as soon as there is time for it among all the others.
    void setAgain(SteadyClock::duration period)
    {
        set(SteadyClock::now() + std::max(period, m_scheduler.leastPeriod()));
    }

private:
    Scheduler &m_scheduler;
    std::optional<Scheduler::Timers::iterator> m_timer;
};

} // namespace rumpscope::kernel
