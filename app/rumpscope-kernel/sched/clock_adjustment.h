// SPDX-License-Identifier: GPL-3.0-or-later
// adjtime(2): a clock that is wrong is made a little faster or slower until it is right.
#pragma once

#include "app/rumpscope-kernel/sched/scheduler.h"

#include <algorithm>
#include <cstdint>

namespace rumpscope::kernel {

/// As NetBSD does it, once a second: 5 ms of more than a second, else half a millisecond, and at last what is
/// left.
class ClockAdjustment
{
public:
    /// Microseconds the clock is still to be moved; what there was is forgotten.
    void start(std::int64_t microseconds, TimePoint now)
    {
        m_left = microseconds;
        m_last = now;
    }
    [[nodiscard]] std::int64_t left() const { return m_left; }
    /// Microseconds by which the clock has been moved since the last time this was asked.
    [[nodiscard]] std::int64_t advance(TimePoint now)
    {
        std::int64_t moved = 0;
        while (m_left != 0 && now - m_last >= std::chrono::seconds(1)) {
            const std::int64_t most = std::abs(m_left) > kLarge ? kLargeStep : kSmallStep;
            const std::int64_t step = std::clamp(m_left, -most, most);
            m_left -= step;
            moved += step;
            m_last += std::chrono::seconds(1);
        }
        return moved;
    }

private:
    static constexpr std::int64_t kLarge = 1'000'000;
    static constexpr std::int64_t kLargeStep = 5000;
    static constexpr std::int64_t kSmallStep = 500;

    std::int64_t m_left = 0;
    TimePoint m_last;
};

} // namespace rumpscope::kernel
