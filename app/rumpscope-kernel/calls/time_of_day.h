// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's clocks.
#pragma once

#include "app/rumpscope-kernel/calls/time_values.h"
#include "app/rumpscope-kernel/core/kernel.h"

namespace rumpscope::kernel {

/// Seconds; keeps the arithmetic in range.
inline constexpr std::int64_t kLongestClock = std::int64_t{1} << 40;

[[nodiscard]] Timespec monotonicTime();
/// The host's, and by how much ours was set or moved apart from it.
[[nodiscard]] Timespec timeOfDay(Kernel &kernel);
/// The kernel's own clock is set; the host's stays as it is.
void setTimeOfDay(Kernel &kernel, const Timespec &wanted);
/// How long it is from now until a time of the clock: CLOCK_REALTIME, or the monotonic one.
[[nodiscard]] std::chrono::nanoseconds untilTime(Kernel &kernel, std::uint32_t clock, const Timespec &when);

} // namespace rumpscope::kernel
