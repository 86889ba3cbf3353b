// SPDX-License-Identifier: GPL-3.0-or-later
// setitimer and getitimer.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_values.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// struct itimerval.
struct TimerValue
{
    Timeval period;
    Timeval left;
};
static_assert(sizeof(TimerValue) == layout::itimerval::kSize);

using Duration = IntervalTimer::Duration;

Duration durationOf(const Timeval &time)
{
    return std::chrono::seconds(std::min(time.seconds, kLongestWait)) +
           std::chrono::microseconds(time.microseconds);
}

Timeval timevalOf(Duration duration)
{
    const std::int64_t microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return {microseconds / kMicrosecondsPerSecond,
            static_cast<std::int32_t>(microseconds % kMicrosecondsPerSecond), 0};
}

bool isSane(const Timeval &time)
{
    return time.seconds >= 0 && time.microseconds >= 0 && time.microseconds < kMicrosecondsPerSecond;
}

/// Those that count the time of day and the time since the start; null for those that count the time a
/// process computes: it never does, here.
std::unique_ptr<IntervalTimer> *timerOf(Process &process, std::int32_t which)
{
    if (which == NB_ITIMER_REAL)
        return &process.timers[0];
    return which == NB_ITIMER_MONOTONIC ? &process.timers[1] : nullptr;
}

TimerValue currentValue(Process &process, std::int32_t which)
{
    const auto *timer = timerOf(process, which);
    if (timer == nullptr || *timer == nullptr || (*timer)->left().count() == 0)
        return {};
    return {timevalOf((*timer)->period()), timevalOf((*timer)->left())};
}

bool exists(std::int32_t which)
{
    return which >= NB_ITIMER_REAL && which <= NB_ITIMER_MONOTONIC;
}

Task<Outcome<Values>> sysGetitimer(Call &call)
{
    if (!exists(call.integer(0)))
        co_return fail(NB_EINVAL);
    const TimerValue value = currentValue(*call.process, call.integer(0));
    co_return answer(co_await call.copyOut(call.word(1), value));
}

/// The old value goes out before the new one is judged.
Task<Outcome<Values>> sysSetitimer(Call &call)
{
    const std::int32_t which = call.integer(0);
    if (!exists(which))
        co_return fail(NB_EINVAL);
    TimerValue wanted;
    if (call.word(1) != 0) {
        auto copied = co_await call.copyIn(call.word(1), wanted);
        if (!copied)
            co_return pass(copied);
    }
    if (call.word(2) != 0) {
        const TimerValue old = currentValue(*call.process, which);
        auto copied = co_await call.copyOut(call.word(2), old);
        if (!copied)
            co_return pass(copied);
    }
    if (call.word(1) == 0)
        co_return answer(0);
    if (!isSane(wanted.left) || !isSane(wanted.period))
        co_return fail(NB_EINVAL);
    auto *timer = timerOf(*call.process, which);
    if (timer == nullptr)
        co_return answer(0);
    if (*timer == nullptr) {
        Process &process = *call.process;
        *timer = std::make_unique<IntervalTimer>(call.kernel.scheduler, [&process] {
            if (process.raise)
                process.raise(NB_SIGALRM);
        });
    }
    (*timer)->start(durationOf(wanted.left), durationOf(wanted.period));
    co_return answer(0);
}

} // namespace

std::span<const CallEntry> timerCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___setitimer50, "setitimer", 3, sysSetitimer),
        slow(NB_SYS___getitimer50, "getitimer", 2, sysGetitimer),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
