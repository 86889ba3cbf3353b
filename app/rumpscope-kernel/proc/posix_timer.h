// SPDX-License-Identifier: GPL-3.0-or-later
// timer_create(2).
#pragma once

#include "app/rumpscope-kernel/proc/interval_timer.h"

#include <map>
#include <memory>

namespace rumpscope::kernel {

struct PosixTimer
{
    std::uint32_t clock = 0;
    std::unique_ptr<IntervalTimer>
        timer; ///< null for clocks that count what a process computes: it never does, here
    IntervalTimer::Duration period{0}; ///< of such a clock
    IntervalTimer::Duration left{0};
};

/// By their numbers. The first four belong to setitimer(2).
using PosixTimers = std::map<std::int32_t, PosixTimer>;
inline constexpr std::int32_t kFirstPosixTimer = 4;
inline constexpr std::int32_t kMostTimers = 32;

} // namespace rumpscope::kernel
