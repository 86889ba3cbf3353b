// SPDX-License-Identifier: GPL-3.0-or-later
// Latency over time put together from calls in any order.
#pragma once

#include "ui/kit/latency_series.h"

#include <map>
#include <vector>

namespace rumpscope::ui {

/// While the history is looked through: calls come in the order they began, not in the one they ended.
class LatencyBackfill
{
public:
    void add(double ended, const trace::CallRecord &record);

    /// What it amounts to, each at most as many as a LatencySeries keeps.
    struct Result
    {
        std::deque<LatencySeries::Point> points; ///< by time
        std::deque<LatencySeries::Second> seconds;
        trace::LatencyHistogram last; ///< of the youngest second
        quint64 thinned = 0;
    };
    [[nodiscard]] Result take();

private:
    struct Slot
    {
        LatencySeries::Second second{};
        trace::LatencyHistogram histogram;
    };
    std::map<qint64, Slot> m_seconds;
    std::vector<LatencySeries::Point> m_points;
    quint64 m_thinned = 0;
};

} // namespace rumpscope::ui
