// SPDX-License-Identifier: GPL-3.0-or-later
// Which suspended coroutines run next, and what happens at which time. Knows no sockets and no event loop.
#pragma once

#include <chrono>
#include <coroutine>
#include <deque>
#include <map>
#include <optional>

namespace rumpscope::kernel {

using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

class Alarm;

/// Coroutines are resumed from here only, never from within the coroutine that woke them: a writer is
/// answered before the reader it woke.
class Scheduler
{
public:
    using Timers = std::multimap<TimePoint, Alarm *>;

    Scheduler() = default;
    Scheduler(const Scheduler &) = delete;
    Scheduler &operator=(const Scheduler &) = delete;

    void makeReady(std::coroutine_handle<> coroutine) { m_ready.push_back(coroutine); }
    [[nodiscard]] bool hasReady() const { return !m_ready.empty(); }
    /// Resumes whatever is ready, and what becomes ready meanwhile.
    void runReady();

    [[nodiscard]] Timers::iterator addTimer(TimePoint when, Alarm &alarm);
    void removeTimer(Timers::iterator timer) { m_timers.erase(timer); }
    /// When fireTimers() has something to do next; nullopt: nobody waits for time.
    [[nodiscard]] std::optional<TimePoint> nextTimer() const;
    void fireTimers(TimePoint now);
    /// How soon a timer may ring again: with many timers later, so that all of them together ring at most
    /// 50,000 times a second.
    [[nodiscard]] SteadyClock::duration leastPeriod() const
    {
        return std::chrono::microseconds(20) * static_cast<std::int64_t>(m_timers.size());
    }

private:
    std::deque<std::coroutine_handle<>> m_ready;
    Timers m_timers;
};

} // namespace rumpscope::kernel
