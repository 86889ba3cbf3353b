// SPDX-License-Identifier: BSD-2-Clause
// The pauses between the attempts of a reconnect episode.
#pragma once

#include "clientcore/transport/deadline.h"

#include <chrono>

namespace rumpscope::retry {

using transport::Duration;
using transport::TimePoint;

/// A value; says how long to wait before each attempt, not how often.
struct Schedule
{
    enum class Kind {
        Reference,   ///< the C library's: 0.1·k s while k < 10, then min(10, k − 9) s (measured)
        Fixed,       ///< always `first`
        Exponential, ///< `first`, doubled each time up to `longest`
    };
    Kind kind = Kind::Reference;
    Duration first = std::chrono::milliseconds(100);
    Duration longest = std::chrono::seconds(10);
    /// Each pause is made longer or shorter by up to so many per cent, so that many clients do not come back
    /// at the same moment. 0 to 100. The reference has none.
    unsigned jitterPercent = 0;
    /// The limit of time is looked at only after a whole pause, as the reference does (n = 6 gave up
    /// after 7.5 s). Otherwise the last pause is cut so that n seconds mean n seconds.
    bool overshoot = false;

    /// The pause before attempt `index` (from 0), never negative. `draw` in [0, 1) chooses within the jitter;
    /// 0.5 is no deviation.
    [[nodiscard]] Duration pause(unsigned index, double draw = 0.5) const;
    friend bool operator==(const Schedule &, const Schedule &) = default;
};

} // namespace rumpscope::retry
