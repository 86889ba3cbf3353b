// SPDX-License-Identifier: GPL-3.0-or-later
// Latency and throughput over time, thinned to what a plot can show. The trace table is the table behind it.
#pragma once

#include "clientcore/filter/filter.h"
#include "ui/bridge/workbench.h"

#include <QObject>

#include <deque>
#include <memory>

namespace rumpscope::ui {

class HistoryScan;
class LatencyBackfill;

/// Seconds are since Workbench::startTime. Housekeeping calls are left out, and what a filter does not match.
class LatencySeries : public QObject
{
    Q_OBJECT
public:
    struct Point
    {
        double time;
        double microseconds;
        trace::CallId call;
        bool failed;
    };
    /// One second of calls. Quantiles in microseconds, of the calls that ended in it; 0 where none did.
    struct Second
    {
        qint64 second;
        quint32 calls;
        quint32 errors;
        double p50;
        double p90;
        double p99;
        double maximum;
    };

    explicit LatencySeries(Workbench &workbench, QObject *parent = nullptr);
    ~LatencySeries() override;

    /// Looks through the history anew, in slices; changed() follows when that is done.
    void setFilter(const trace::Filter &filter);

    /// At most kPoints, oldest first; of a busy second every n-th call, and every one that failed.
    [[nodiscard]] const std::deque<Point> &points() const { return m_points; }
    [[nodiscard]] const std::deque<Second> &seconds() const { return m_seconds; } ///< kSeconds at most
    /// Calls that did not become points, since the beginning or the last clear().
    [[nodiscard]] quint64 thinnedOut() const { return m_thinned; }

    static constexpr std::size_t kPoints = 20'000;
    static constexpr std::size_t kSeconds = 3'600;
    /// Calls of one second that all become points; of more every n-th does.
    static constexpr quint32 kPointsPerSecond = 300;

    /// Counts a call into its second; false if it is one of too many to become a point.
    [[nodiscard]] static bool count(Second &second, transport::Duration latency, bool failed);
    static void summarise(Second &second, const trace::LatencyHistogram &histogram);

signals:
    void changed();
    void cleared();

private:
    void apply(const trace::Store::Change &change);
    void clear();
    [[nodiscard]] bool counts(const trace::CallRecord &record) const;
    void finish(const trace::CallRecord &record);
    void summariseLast();
    void takeBackfill();

    Workbench &m_workbench;
    std::deque<Point> m_points;
    std::deque<Second> m_seconds;
    trace::LatencyHistogram m_current; ///< of the youngest second
    quint64 m_thinned = 0;
    trace::Filter m_filter;
    HistoryScan *m_scan;
    std::unique_ptr<LatencyBackfill> m_backfill; ///< while the history is looked through
    std::vector<trace::CallId> m_deferred;       ///< ended meanwhile
};

} // namespace rumpscope::ui
