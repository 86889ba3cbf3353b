// SPDX-License-Identifier: GPL-3.0-or-later
// setitimer(2).
#pragma once

#include "app/rumpscope-kernel/sched/alarm.h"

#include <functional>

namespace rumpscope::kernel {

/// Calls `expired` at its time, and again after every period there is.
class IntervalTimer final : private Alarm
{
public:
    using Duration = std::chrono::nanoseconds;

    IntervalTimer(Scheduler &scheduler, std::function<void()> expired)
        : Alarm(scheduler)
        , m_expired(std::move(expired))
    {}

    /// The kernel's clock ticks no faster: shorter times are made that long.
    static constexpr Duration kTick = std::chrono::milliseconds(10);

    /// No first time: the timer is off.
    void start(Duration first, Duration period)
    {
        m_period = period.count() > 0 ? std::max(period, kTick) : period;
        if (first.count() > 0)
            set(SteadyClock::now() + std::max(first, kTick));
        else
            cancel();
    }
    /// Until it expires; 0 when it is off.
    [[nodiscard]] Duration left() const
    {
        return when() ? std::max(Duration(*when() - SteadyClock::now()), Duration(1000)) : Duration(0);
    }
    [[nodiscard]] Duration period() const { return m_period; }

private:
    void rang() override
    {
        if (m_period.count() > 0)
            setAgain(m_period);
        m_expired();
    }

    std::function<void()> m_expired;
    Duration m_period{0};
};

} // namespace rumpscope::kernel
