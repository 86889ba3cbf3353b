// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks, and sleeping.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_of_day.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::int64_t kTick = 10'000'000; ///< nanoseconds: what the kernel says its clocks can tell apart

Outcome<Timespec> readClock(Kernel &kernel, std::uint32_t clock)
{
    switch (clock) {
    case NB_CLOCK_REALTIME:
        return timeOfDay(kernel);
    case NB_CLOCK_MONOTONIC:
        return monotonicTime();
    case NB_CLOCK_PROCESS_CPUTIME_ID:
    case NB_CLOCK_THREAD_CPUTIME_ID:
        return Timespec{}; // processes compute on the other side of the connection
    default:
        return fail(NB_EINVAL);
    }
}

Task<Outcome<Values>> sysClockGettime(Call &call)
{
    const auto now = readClock(call.kernel, call.bits(0));
    if (!now)
        co_return pass(now);
    const Timespec time = *now;
    co_return answer(co_await call.copyOut(call.word(1), time));
}

Task<Outcome<Values>> sysClockGetres(Call &call)
{
    if (call.bits(0) != NB_CLOCK_REALTIME && call.bits(0) != NB_CLOCK_MONOTONIC)
        co_return fail(NB_EINVAL);
    const Timespec resolution{0, kTick};
    if (call.word(1) == 0)
        co_return answer(0);
    co_return answer(co_await call.copyOut(call.word(1), resolution));
}

Task<Outcome<Values>> sysClockSettime(Call &call)
{
    Timespec wanted;
    auto copied = co_await call.copyIn(call.word(1), wanted);
    if (!copied)
        co_return pass(copied);
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    if (call.bits(0) != NB_CLOCK_REALTIME)
        co_return fail(NB_EINVAL);
    setTimeOfDay(call.kernel, wanted);
    co_return answer(0);
}

Task<Outcome<Values>> sysSettimeofday(Call &call)
{
    if (call.word(0) == 0)
        co_return answer(0);
    Timeval wanted;
    auto copied = co_await call.copyIn(call.word(0), wanted);
    if (!copied)
        co_return pass(copied);
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    setTimeOfDay(call.kernel, {wanted.seconds, std::int64_t{wanted.microseconds} * 1000});
    co_return answer(0);
}

Task<Outcome<Values>> sysGettimeofday(Call &call)
{
    const Timespec now = timeOfDay(call.kernel);
    const Timeval time{now.seconds, static_cast<std::int32_t>(now.nanoseconds / 1000), 0};
    if (call.word(0) != 0) {
        auto copied = co_await call.copyOut(call.word(0), time);
        if (!copied)
            co_return pass(copied);
    }
    if (call.word(1) != 0) { // struct timezone: no time zone in the kernel
        const std::uint64_t zone = 0;
        auto copied = co_await call.copyOut(call.word(1), zone);
        if (!copied)
            co_return pass(copied);
    }
    co_return answer(0);
}

/// What was left of the last adjustment goes out after the new one has come in.
Task<Outcome<Values>> sysAdjtime(Call &call)
{
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    Timeval wanted;
    if (call.word(0) != 0) {
        auto copied = co_await call.copyIn(call.word(0), wanted);
        if (!copied)
            co_return pass(copied);
    }
    static_cast<void>(timeOfDay(call.kernel)); // moved as far as it should be by now
    ClockAdjustment &adjustment = call.kernel.clockAdjustment;
    const std::int64_t left = adjustment.left();
    if (call.word(0) != 0) {
        const std::int64_t seconds = std::clamp(wanted.seconds, -kLongestClock, kLongestClock);
        adjustment.start(seconds * kMicrosecondsPerSecond + wanted.microseconds, SteadyClock::now());
    }
    if (call.word(1) == 0)
        co_return answer(0);
    Timeval old{left / kMicrosecondsPerSecond, static_cast<std::int32_t>(left % kMicrosecondsPerSecond), 0};
    if (old.microseconds < 0) {
        --old.seconds;
        old.microseconds += static_cast<std::int32_t>(kMicrosecondsPerSecond);
    }
    co_return answer(co_await call.copyOut(call.word(1), old));
}

/// What is left of a sleep until `end`.
Timespec leftUntil(TimePoint end)
{
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(end - SteadyClock::now()).count();
    if (left <= 0)
        return {};
    return {left / kNanosecondsPerSecond, left % kNanosecondsPerSecond};
}

Task<Outcome<Values>> sysNanosleep(Call &call)
{
    Timespec wanted;
    auto copied = co_await call.copyIn(call.word(0), wanted);
    if (!copied)
        co_return pass(copied);
    if (wanted.nanoseconds < 0 || wanted.nanoseconds >= kNanosecondsPerSecond)
        co_return fail(NB_EINVAL);
    if (wanted.seconds < 0)
        wanted = {}; // over before it began
    const TimePoint end = SteadyClock::now() + std::chrono::seconds(std::min(wanted.seconds, kLongestWait)) +
                          std::chrono::nanoseconds(wanted.nanoseconds);
    ++call.process->sleeping;
    const auto reason = co_await call.sleeper.sleep(end);
    --call.process->sleeping;
    if (call.word(1) != 0) {
        const Timespec left = leftUntil(end);
        copied = co_await call.copyOut(call.word(1), left);
        if (!copied)
            co_return pass(copied);
    }
    if (reason == Sleeper::Reason::Interrupted)
        co_return fail(NB_EINTR);
    co_return answer(0);
}

/// Sleeps, and says in `rest` how much was left when it was interrupted; the errno is the call's value.
Task<Outcome<Values>> sysClockNanosleep(Call &call)
{
    constexpr std::uint32_t kAbsolute = 1;
    Timespec wanted;
    auto copied = co_await call.copyIn(call.word(2), wanted);
    if (!copied)
        co_return answer(static_cast<std::int64_t>(copied.error()));
    const bool realTime = call.bits(0) == NB_CLOCK_REALTIME;
    if (!realTime && call.bits(0) != NB_CLOCK_MONOTONIC)
        co_return answer(NB_EINVAL);
    const bool absolute = (call.bits(1) & kAbsolute) != 0;
    if (!absolute && (wanted.nanoseconds < 0 || wanted.nanoseconds >= kNanosecondsPerSecond))
        co_return answer(NB_EINVAL);
    const auto relative = std::chrono::seconds(std::clamp<std::int64_t>(wanted.seconds, -1, kLongestWait)) +
                          std::chrono::nanoseconds(wanted.nanoseconds);
    const TimePoint end =
        SteadyClock::now() + (absolute ? untilTime(call.kernel, call.bits(0), wanted) : relative);
    ++call.process->sleeping;
    const auto reason = co_await call.sleeper.sleep(end);
    --call.process->sleeping;
    if (call.word(3) != 0) {
        const Timespec left = leftUntil(end);
        copied = co_await call.copyOut(call.word(3), left);
        if (!copied)
            co_return answer(static_cast<std::int64_t>(copied.error()));
    }
    co_return answer(reason == Sleeper::Reason::Interrupted ? NB_EINTR : 0);
}

} // namespace

std::span<const CallEntry> clockCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___clock_gettime50, "clock_gettime", 2, sysClockGettime),
        slow(NB_SYS___clock_getres50, "clock_getres", 2, sysClockGetres),
        slow(NB_SYS___gettimeofday50, "gettimeofday", 2, sysGettimeofday),
        slow(NB_SYS___clock_settime50, "clock_settime", 2, sysClockSettime),
        slow(NB_SYS___adjtime50, "adjtime", 2, sysAdjtime),
        slow(NB_SYS___settimeofday50, "settimeofday", 2, sysSettimeofday),
        slow(NB_SYS_clock_nanosleep, "clock_nanosleep", 4, sysClockNanosleep),
        slow(NB_SYS___nanosleep50, "nanosleep", 2, sysNanosleep),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
