// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/latency_series.h"

#include "ui/bridge/sentences.h"
#include "ui/kit/history_scan.h"
#include "ui/kit/latency_backfill.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rumpscope::ui {

namespace {

constexpr double kMedian = 0.50;
constexpr double kSlow = 0.90;
constexpr double kTail = 0.99;

} // namespace

LatencySeries::LatencySeries(Workbench &workbench, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_scan(new HistoryScan(
          workbench, HistoryScan::Order::OldestFirst,
          [this](const trace::CallRecord &record) {
              if (counts(record))
                  m_backfill->add(secondsSince(m_workbench.startTime(), record.ended), record);
          },
          [] {}, this))
{
    connect(&workbench, &Workbench::batch, this, &LatencySeries::apply);
    connect(&workbench, &Workbench::historyCleared, this, &LatencySeries::clear);
    connect(m_scan, &HistoryScan::finished, this, &LatencySeries::takeBackfill);
}

LatencySeries::~LatencySeries() = default;

void LatencySeries::clear()
{
    m_scan->stop();
    m_backfill.reset();
    m_deferred.clear();
    m_points.clear();
    m_seconds.clear();
    m_current.clear();
    m_thinned = 0;
    emit cleared();
}

void LatencySeries::setFilter(const trace::Filter &filter)
{
    m_filter = filter;
    clear();
    m_backfill = std::make_unique<LatencyBackfill>();
    m_scan->start();
}

bool LatencySeries::counts(const trace::CallRecord &record) const
{
    return record.kind == trace::CallRecord::Kind::Syscall && !record.housekeeping &&
           record.outcome == trace::CallRecord::Outcome::Answered &&
           m_filter.matches(record, {m_workbench.startTime(), record.ended});
}

void LatencySeries::takeBackfill()
{
    auto result = m_backfill->take();
    m_backfill.reset();
    m_points = std::move(result.points);
    m_seconds = std::move(result.seconds);
    m_current = result.last;
    m_thinned = result.thinned;
    trace::Store::Change meanwhile;
    meanwhile.ended = std::exchange(m_deferred, {});
    apply(meanwhile);
    emit changed();
}

void LatencySeries::apply(const trace::Store::Change &change)
{
    const trace::Store &store = m_workbench.store();
    bool any = false;
    for (const trace::CallId id : change.ended) {
        if (m_scan->isRunning()) {
            if (!m_scan->willVisit(id))
                m_deferred.push_back(id);
            continue;
        }
        const auto index = store.indexOf(id);
        if (!index || !counts(store.at(*index)))
            continue;
        finish(store.at(*index));
        any = true;
    }
    if (!any)
        return;
    summariseLast();
    emit changed();
}

void LatencySeries::summarise(Second &second, const trace::LatencyHistogram &histogram)
{
    second.p50 = microseconds(histogram.quantile(kMedian));
    second.p90 = microseconds(histogram.quantile(kSlow));
    second.p99 = microseconds(histogram.quantile(kTail));
}

/// The quantiles of the youngest second, as far as it has come.
void LatencySeries::summariseLast()
{
    if (!m_seconds.empty())
        summarise(m_seconds.back(), m_current);
}

bool LatencySeries::count(Second &second, transport::Duration latency, bool failed)
{
    ++second.calls;
    second.errors += failed ? 1 : 0;
    second.maximum = std::max(second.maximum, microseconds(latency));
    const quint32 stride = second.calls / kPointsPerSecond + 1;
    return failed || second.calls % stride == 0;
}

void LatencySeries::finish(const trace::CallRecord &record)
{
    const double time = secondsSince(m_workbench.startTime(), record.ended);
    const auto latency = record.latency(record.ended);
    // A call that ended a little before the youngest second is counted in that one.
    const auto second = static_cast<qint64>(std::floor(time));
    if (m_seconds.empty() || second > m_seconds.back().second) {
        summariseLast(); // one batch may hold the end of a second and the beginning of the next
        m_seconds.push_back({second, 0, 0, 0, 0, 0, 0});
        m_current.clear();
        if (m_seconds.size() > kSeconds)
            m_seconds.pop_front();
    }
    const bool failed = record.failed();
    m_current.add(latency);
    if (!count(m_seconds.back(), latency, failed)) {
        ++m_thinned;
        return;
    }
    m_points.push_back({time, microseconds(latency), record.id, failed});
    if (m_points.size() > kPoints)
        m_points.pop_front();
}

} // namespace rumpscope::ui
