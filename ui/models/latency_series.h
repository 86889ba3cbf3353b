// SPDX-License-Identifier: GPL-3.0-or-later
// Latency and throughput over time, thinned to what a plot can show. The trace table is the table behind it.
#pragma once

#include "ui/bridge/workbench.h"

#include <QObject>

#include <deque>

namespace rumpscope::ui {

/// Seconds are since Workbench::startTime. Housekeeping calls are left out.
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

    /// At most kPoints, oldest first; of a busy second every n-th call, and every one that failed.
    [[nodiscard]] const std::deque<Point> &points() const { return m_points; }
    [[nodiscard]] const std::deque<Second> &seconds() const { return m_seconds; } ///< kSeconds at most
    /// Calls that did not become points, since the beginning or the last clear().
    [[nodiscard]] quint64 thinnedOut() const { return m_thinned; }

    static constexpr std::size_t kPoints = 20'000;
    static constexpr std::size_t kSeconds = 3'600;
    /// Calls of one second that all become points; of more every n-th does.
    static constexpr quint32 kPointsPerSecond = 300;

signals:
    void changed();
    void cleared();

private:
    void apply(const trace::Store::Change &change);
    void clear();
    void finish(const trace::CallRecord &record);
    void summarise();

    Workbench &m_workbench;
    std::deque<Point> m_points;
    std::deque<Second> m_seconds;
    trace::LatencyHistogram m_current; ///< of the youngest second
    quint64 m_thinned = 0;
};

} // namespace rumpscope::ui
