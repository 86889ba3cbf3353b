// SPDX-License-Identifier: GPL-3.0-or-later
// Reading clocks and sleeping.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/calls/time_values.h"

#include <ctime>

namespace rumpscope::kernel {

namespace {

/// The host's clock behind one of NetBSD's; EINVAL for those there are not.
Outcome<::clockid_t> hostClock(std::int32_t clock)
{
    switch (clock) {
    case NB_CLOCK_REALTIME:
        return CLOCK_REALTIME;
    case NB_CLOCK_MONOTONIC:
        return CLOCK_MONOTONIC;
    default:
        return fail(NB_EINVAL);
    }
}

Timespec readClock(::clockid_t clock)
{
    ::timespec host{};
    ::clock_gettime(clock, &host);
    return {host.tv_sec, host.tv_nsec};
}

Task<Outcome<Values>> sysClockGettime(Call &call)
{
    const auto clock = hostClock(call.integer(0));
    if (!clock)
        co_return pass(clock);
    const Timespec now = readClock(*clock);
    co_return answer(co_await call.copyOut(call.word(1), now));
}

Task<Outcome<Values>> sysClockGetres(Call &call)
{
    const auto clock = hostClock(call.integer(0));
    if (!clock)
        co_return pass(clock);
    const Timespec resolution{0, 1};
    if (call.word(1) == 0)
        co_return answer(0);
    co_return answer(co_await call.copyOut(call.word(1), resolution));
}

Task<Outcome<Values>> sysGettimeofday(Call &call)
{
    const Timespec now = readClock(CLOCK_REALTIME);
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

} // namespace

std::span<const CallEntry> clockCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___clock_gettime50, "clock_gettime", 2, sysClockGettime),
        slow(NB_SYS___clock_getres50, "clock_getres", 2, sysClockGetres),
        slow(NB_SYS___gettimeofday50, "gettimeofday", 2, sysGettimeofday),
        slow(NB_SYS___nanosleep50, "nanosleep", 2, sysNanosleep),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
