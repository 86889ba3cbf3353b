// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a call waits for something other than its client's memory.
#pragma once

#include "app/rumpscope-kernel/sched/alarm.h"
#include "app/rumpscope-kernel/sched/watcher.h"

namespace rumpscope::kernel {

/// Each running call has one. Interrupting it is final: every later sleep ends at once, so an interrupted
/// call always comes to its end.
class Sleeper final : public Watcher, private Alarm
{
public:
    enum class Reason { Woken, TimedOut, Interrupted, ClosedUnder };

    /// `descriptors`: those of the process that calls.
    Sleeper(Scheduler &scheduler, const void *descriptors)
        : Alarm(scheduler)
        , m_scheduler(scheduler)
        , m_descriptors(descriptors)
    {}

    class Sleep
    {
    public:
        Sleep(Sleeper &sleeper, std::optional<TimePoint> until)
            : m_sleeper(sleeper)
            , m_until(until)
        {}
        [[nodiscard]] bool await_ready() const;
        void await_suspend(std::coroutine_handle<> coroutine);
        [[nodiscard]] Reason await_resume() const;

    private:
        Sleeper &m_sleeper;
        std::optional<TimePoint> m_until;
    };

    /// co_await it: until wake(), `until`, or an interrupt. Register with WaitQueues before.
    [[nodiscard]] Sleep sleep(std::optional<TimePoint> until = std::nullopt) { return {*this, until}; }
    /// Ends the sleep, if there is one; the first reason counts.
    void wake(Reason reason);
    void notified() override { wake(Reason::Woken); }
    [[nodiscard]] bool isCallOf(const void *descriptors) const override
    {
        return descriptors == m_descriptors;
    }
    void closedUnder() override { wake(Reason::ClosedUnder); }
    void interrupt();
    [[nodiscard]] bool interrupted() const { return m_interrupted; }
    [[nodiscard]] bool asleep() const { return static_cast<bool>(m_coroutine); }

private:
    void rang() override { wake(Reason::TimedOut); }

    Scheduler &m_scheduler;
    const void *m_descriptors;
    std::coroutine_handle<> m_coroutine;
    Reason m_reason = Reason::Woken;
    bool m_interrupted = false;
};

} // namespace rumpscope::kernel
