// SPDX-License-Identifier: GPL-3.0-or-later
// NetBSD's structures for times, as the client has them in its memory.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"

#include <cstdint>

namespace rumpscope::kernel {

inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
/// Seconds; nobody sees the end of a longer wait, and the arithmetic stays in range.
inline constexpr std::int64_t kLongestWait = 10LL * 365 * 24 * 3600;
inline constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

struct Timespec
{
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
};
static_assert(sizeof(Timespec) == layout::timespec::kSize);

struct Timeval
{
    std::int64_t seconds = 0;
    std::int32_t microseconds = 0;
    std::int32_t padding = 0;
};
static_assert(sizeof(Timeval) == layout::timeval::kSize);

} // namespace rumpscope::kernel
