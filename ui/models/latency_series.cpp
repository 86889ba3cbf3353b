// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/latency_series.h"

#include "ui/bridge/sentences.h"

#include <algorithm>
#include <cmath>

namespace rumpscope::ui {

namespace {

constexpr double kMedian = 0.50;
constexpr double kSlow = 0.90;
constexpr double kTail = 0.99;

} // namespace

LatencySeries::LatencySeries(Workbench &workbench, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
{
    connect(&workbench, &Workbench::batch, this, &LatencySeries::apply);
    connect(&workbench, &Workbench::historyCleared, this, &LatencySeries::clear);
}

void LatencySeries::clear()
{
    m_points.clear();
    m_seconds.clear();
    m_current.clear();
    m_thinned = 0;
    emit cleared();
}

void LatencySeries::apply(const trace::Store::Change &change)
{
    const trace::Store &store = m_workbench.store();
    bool any = false;
    for (const trace::CallId id : change.ended) {
        const auto index = store.indexOf(id);
        if (!index)
            continue;
        const trace::CallRecord &record = store.at(*index);
        const bool counts = record.kind == trace::CallRecord::Kind::Syscall && !record.housekeeping &&
                            record.outcome == trace::CallRecord::Outcome::Answered;
        if (counts)
            finish(record);
        any = any || counts;
    }
    if (!any)
        return;
    summarise();
    emit changed();
}

/// The quantiles of the youngest second, as far as it has come.
void LatencySeries::summarise()
{
    if (m_seconds.empty())
        return;
    Second &last = m_seconds.back();
    last.p50 = microseconds(m_current.quantile(kMedian));
    last.p90 = microseconds(m_current.quantile(kSlow));
    last.p99 = microseconds(m_current.quantile(kTail));
}

void LatencySeries::finish(const trace::CallRecord &record)
{
    const double time = secondsSince(m_workbench.startTime(), record.ended);
    const auto latency = record.latency(record.ended);
    // A call that ended a little before the youngest second is counted in that one.
    const auto second = static_cast<qint64>(std::floor(time));
    if (m_seconds.empty() || second > m_seconds.back().second) {
        summarise(); // one batch may hold the end of a second and the beginning of the next
        m_seconds.push_back({second, 0, 0, 0, 0, 0, 0});
        m_current.clear();
        if (m_seconds.size() > kSeconds)
            m_seconds.pop_front();
    }
    Second &last = m_seconds.back();
    ++last.calls;
    const bool failed = record.error != 0;
    last.errors += failed ? 1 : 0;
    last.maximum = std::max(last.maximum, microseconds(latency));
    m_current.add(latency);

    const quint32 stride = last.calls / kPointsPerSecond + 1;
    if (!failed && last.calls % stride != 0) {
        ++m_thinned;
        return;
    }
    m_points.push_back({time, microseconds(latency), record.id, failed});
    if (m_points.size() > kPoints)
        m_points.pop_front();
}

} // namespace rumpscope::ui
