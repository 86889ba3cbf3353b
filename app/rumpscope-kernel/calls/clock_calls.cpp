// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks, and sleeping.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_values.h"

#include <algorithm>
#include <ctime>

namespace rumpscope::kernel {

namespace {

/// Seconds; keeps the arithmetic in range.
constexpr std::int64_t kLongestClock = std::int64_t{1} << 40;
constexpr std::int64_t kTick = 10'000'000; ///< nanoseconds: what the kernel says its clocks can tell apart

Timespec hostTime(::clockid_t clock)
{
    ::timespec host{};
    ::clock_gettime(clock, &host);
    return {host.tv_sec, host.tv_nsec};
}

Timespec timeOfDay(const Kernel &kernel)
{
    const Timespec host = hostTime(CLOCK_REALTIME);
    const std::int64_t nanoseconds = host.nanoseconds + kernel.clockShift.nanoseconds;
    return {host.seconds + kernel.clockShift.seconds + nanoseconds / kNanosecondsPerSecond,
            nanoseconds % kNanosecondsPerSecond};
}

/// The kernel's own clock is set; the host's stays as it is.
void setTimeOfDay(Kernel &kernel, const Timespec &wanted)
{
    const Timespec host = hostTime(CLOCK_REALTIME);
    std::int64_t seconds = std::clamp(wanted.seconds, -kLongestClock, kLongestClock) - host.seconds;
    std::int64_t nanoseconds = wanted.nanoseconds % kNanosecondsPerSecond - host.nanoseconds;
    while (nanoseconds < 0) {
        nanoseconds += kNanosecondsPerSecond;
        --seconds;
    }
    kernel.clockShift = {seconds, nanoseconds};
}

Outcome<Timespec> readClock(const Kernel &kernel, std::uint32_t clock)
{
    switch (clock) {
    case NB_CLOCK_REALTIME:
        return timeOfDay(kernel);
    case NB_CLOCK_MONOTONIC:
        return hostTime(CLOCK_MONOTONIC);
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
    std::int64_t seconds = wanted.seconds;
    std::int64_t nanoseconds = wanted.nanoseconds;
    if (absolute) {
        const Timespec now = realTime ? timeOfDay(call.kernel) : hostTime(CLOCK_MONOTONIC);
        seconds = std::clamp(seconds, -kLongestClock, kLongestClock) - now.seconds;
        nanoseconds = std::clamp<std::int64_t>(nanoseconds, 0, kNanosecondsPerSecond) - now.nanoseconds;
    }
    const TimePoint end = SteadyClock::now() +
                          std::chrono::seconds(std::clamp<std::int64_t>(seconds, -1, kLongestWait)) +
                          std::chrono::nanoseconds(nanoseconds);
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
        slow(NB_SYS___settimeofday50, "settimeofday", 2, sysSettimeofday),
        slow(NB_SYS_clock_nanosleep, "clock_nanosleep", 4, sysClockNanosleep),
        slow(NB_SYS___nanosleep50, "nanosleep", 2, sysNanosleep),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
