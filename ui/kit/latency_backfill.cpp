// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/latency_backfill.h"

#include "ui/bridge/sentences.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rumpscope::ui {

void LatencyBackfill::add(double ended, const trace::CallRecord &record)
{
    const auto number = static_cast<qint64>(std::floor(ended));
    Slot &slot = m_seconds[number];
    slot.second.second = number;
    const auto latency = record.latency(record.ended);
    if (LatencySeries::count(slot.second, latency, record.failed()))
        m_points.push_back({ended, microseconds(latency), record.id, record.failed()});
    else
        ++m_thinned;
    slot.histogram.add(latency);
    if (m_seconds.size() > LatencySeries::kSeconds)
        m_seconds.erase(m_seconds.begin());
}

LatencyBackfill::Result LatencyBackfill::take()
{
    Result result;
    std::sort(m_points.begin(), m_points.end(), [](const auto &a, const auto &b) { return a.time < b.time; });
    const std::size_t kept = std::min(m_points.size(), LatencySeries::kPoints);
    result.points.assign(m_points.end() - static_cast<std::ptrdiff_t>(kept), m_points.end());
    for (auto &[number, slot] : m_seconds) {
        LatencySeries::summarise(slot.second, slot.histogram);
        result.seconds.push_back(slot.second);
    }
    if (!m_seconds.empty())
        result.last = m_seconds.rbegin()->second.histogram;
    result.thinned = m_thinned;
    *this = {};
    return result;
}

} // namespace rumpscope::ui
