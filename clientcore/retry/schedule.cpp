// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/schedule.h"

#include <algorithm>

namespace rumpscope::retry {

using namespace std::chrono_literals;

namespace {

Duration referencePause(unsigned index)
{
    constexpr unsigned kShortPauses = 10;
    constexpr unsigned kLongest = 10;
    if (index < kShortPauses)
        return 100ms * index;
    return 1s * std::min(kLongest, index - (kShortPauses - 1));
}

Duration doubled(const Schedule &schedule, unsigned times)
{
    Duration pause = std::min(schedule.first, schedule.longest);
    for (unsigned i = 0; i < times && pause < schedule.longest; ++i)
        pause = pause > schedule.longest / 2 ? schedule.longest : pause * 2;
    return pause;
}

Duration deviating(Duration pause, unsigned percent, double draw)
{
    const double share = std::min(percent, 100U) / 100.0;
    const double factor = 1.0 + share * (2.0 * draw - 1.0);
    return std::chrono::duration_cast<Duration>(pause * factor);
}

} // namespace

Duration Schedule::pause(unsigned index, double draw) const
{
    switch (kind) {
    case Kind::Reference:
        return referencePause(index);
    case Kind::Fixed:
        return deviating(first, jitterPercent, draw);
    case Kind::Exponential:
        return deviating(doubled(*this, index), jitterPercent, draw);
    }
    return {};
}

} // namespace rumpscope::retry
