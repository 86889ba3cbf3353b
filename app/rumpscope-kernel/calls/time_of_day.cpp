// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/time_of_day.h"

#include <algorithm>
#include <ctime>

namespace rumpscope::kernel {

namespace {

Timespec hostTime(::clockid_t clock)
{
    ::timespec host{};
    ::clock_gettime(clock, &host);
    return {host.tv_sec, host.tv_nsec};
}

} // namespace

Timespec monotonicTime()
{
    return hostTime(CLOCK_MONOTONIC);
}

Timespec timeOfDay(Kernel &kernel)
{
    const Timespec host = hostTime(CLOCK_REALTIME);
    const std::int64_t moved = kernel.clockAdjustment.advance(SteadyClock::now()) * 1000;
    std::int64_t nanoseconds = kernel.clockShift.nanoseconds + moved;
    kernel.clockShift.seconds += nanoseconds / kNanosecondsPerSecond;
    nanoseconds %= kNanosecondsPerSecond;
    if (nanoseconds < 0) {
        nanoseconds += kNanosecondsPerSecond;
        --kernel.clockShift.seconds;
    }
    kernel.clockShift.nanoseconds = nanoseconds;
    nanoseconds += host.nanoseconds;
    return {host.seconds + kernel.clockShift.seconds + nanoseconds / kNanosecondsPerSecond,
            nanoseconds % kNanosecondsPerSecond};
}

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

std::chrono::nanoseconds untilTime(Kernel &kernel, std::uint32_t clock, const Timespec &when)
{
    const Timespec now = clock == NB_CLOCK_REALTIME ? timeOfDay(kernel) : monotonicTime();
    const std::int64_t seconds = std::clamp(when.seconds, -kLongestClock, kLongestClock) - now.seconds;
    const std::int64_t nanoseconds =
        std::clamp<std::int64_t>(when.nanoseconds, 0, kNanosecondsPerSecond) - now.nanoseconds;
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, -1, kLongestWait)) +
           std::chrono::nanoseconds(nanoseconds);
}

} // namespace rumpscope::kernel
