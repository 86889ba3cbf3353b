// SPDX-License-Identifier: GPL-3.0-or-later
// timer_create and its kind.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_of_day.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

using Duration = IntervalTimer::Duration;

constexpr std::int32_t kSignals = 64;

/// struct itimerspec.
struct TimerSpec
{
    Timespec period;
    Timespec left;
};
static_assert(sizeof(TimerSpec) == layout::itimerspec::kSize);

/// struct sigevent, its beginning.
struct SignalEvent
{
    std::uint32_t notify = NB_SIGEV_SIGNAL;
    std::int32_t signal = NB_SIGALRM;
    std::array<std::byte, layout::sigevent::kSize - 8> rest{};
};
static_assert(sizeof(SignalEvent) == layout::sigevent::kSize);

Timespec timespecOf(Duration duration)
{
    return {duration.count() / kNanosecondsPerSecond, duration.count() % kNanosecondsPerSecond};
}

Outcome<Duration> durationOf(const Timespec &time)
{
    if (time.nanoseconds < 0 || time.nanoseconds >= kNanosecondsPerSecond)
        return fail(NB_EINVAL);
    if (time.seconds < 0)
        return fail(NB_ETIMEDOUT); // what a rump kernel says
    return Duration(std::chrono::seconds(std::min(time.seconds, kLongestWait)) +
                    std::chrono::nanoseconds(time.nanoseconds));
}

Outcome<PosixTimer *> timerOf(Call &call)
{
    const auto found = call.process->posixTimers.find(call.integer(0));
    if (found == call.process->posixTimers.end())
        return fail(NB_EINVAL);
    return &found->second;
}

TimerSpec valueOf(const PosixTimer &timer)
{
    const Duration left = timer.timer != nullptr ? timer.timer->left() : timer.left;
    if (left.count() == 0)
        return {};
    return {timespecOf(timer.timer != nullptr ? timer.timer->period() : timer.period), timespecOf(left)};
}

PosixTimer makeTimer(Call &call, const SignalEvent &event)
{
    PosixTimer made;
    made.clock = call.bits(0);
    if (made.clock != NB_CLOCK_REALTIME && made.clock != NB_CLOCK_MONOTONIC)
        return made;
    const std::int32_t signal = event.notify == NB_SIGEV_SIGNAL ? event.signal : 0;
    made.timer = std::make_unique<IntervalTimer>(call.kernel.scheduler, [&process = *call.process, signal] {
        if (signal != 0 && process.raise)
            process.raise(signal);
    });
    return made;
}

Task<Outcome<Values>> sysTimerCreate(Call &call)
{
    if (call.bits(0) > NB_CLOCK_MONOTONIC)
        co_return fail(NB_EINVAL);
    SignalEvent event;
    if (call.word(1) != 0) {
        auto copied = co_await call.copyIn(call.word(1), event);
        if (!copied)
            co_return pass(copied);
    }
    if (event.notify > NB_SIGEV_THREAD)
        co_return fail(NB_EINVAL);
    if (event.notify == NB_SIGEV_SIGNAL && (event.signal <= 0 || event.signal >= kSignals))
        co_return fail(NB_EINVAL);
    PosixTimers &timers = call.process->posixTimers;
    std::int32_t id = kFirstPosixTimer;
    while (timers.contains(id))
        ++id;
    if (id >= kMostTimers)
        co_return fail(NB_EAGAIN);
    timers.emplace(id, makeTimer(call, event));
    co_return answer(co_await call.copyOut(call.word(2), id));
}

Outcome<Values> sysTimerDelete(Call &call)
{
    return call.process->posixTimers.erase(call.integer(0)) > 0 ? answer(0) : fail(NB_EINVAL);
}

Task<Outcome<Values>> sysTimerGettime(Call &call)
{
    const auto timer = timerOf(call);
    if (!timer)
        co_return pass(timer);
    const TimerSpec value = valueOf(**timer);
    co_return answer(co_await call.copyOut(call.word(1), value));
}

/// A signal leaves at once, so none is ever overrun by the next.
Outcome<Values> sysTimerGetoverrun(Call &call)
{
    const auto timer = timerOf(call);
    return timer ? answer(0) : Outcome<Values>(pass(timer));
}

/// A time that has passed already comes at once.
Outcome<Duration> firstTime(Call &call, const PosixTimer &timer, const Timespec &wanted)
{
    const auto relative = durationOf(wanted);
    const bool absolute = (call.bits(1) & NB_TIMER_ABSTIME) != 0;
    if (!relative || !absolute || relative->count() == 0)
        return relative;
    return std::max(untilTime(call.kernel, timer.clock, wanted), Duration(1));
}

Task<Outcome<Values>> sysTimerSettime(Call &call)
{
    TimerSpec wanted;
    auto copied = co_await call.copyIn(call.word(2), wanted);
    if (!copied)
        co_return pass(copied);
    const auto found = timerOf(call);
    if (!found)
        co_return pass(found);
    PosixTimer &timer = **found;
    const auto first = firstTime(call, timer, wanted.left);
    const auto period = durationOf(wanted.period);
    if (!first)
        co_return pass(first);
    if (!period)
        co_return pass(period);
    const TimerSpec old = valueOf(timer);
    if (timer.timer != nullptr) {
        timer.timer->start(*first, *period);
    } else {
        timer.left = *first;
        timer.period = *period;
    }
    if (call.word(3) == 0)
        co_return answer(0);
    co_return answer(co_await call.copyOut(call.word(3), old));
}

} // namespace

std::span<const CallEntry> posixTimerCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_timer_create, "timer_create", 3, sysTimerCreate),
        quick(NB_SYS_timer_delete, "timer_delete", 1, sysTimerDelete),
        slow(NB_SYS___timer_gettime50, "timer_gettime", 2, sysTimerGettime),
        slow(NB_SYS___timer_settime50, "timer_settime", 4, sysTimerSettime),
        quick(NB_SYS_timer_getoverrun, "timer_getoverrun", 1, sysTimerGetoverrun),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
