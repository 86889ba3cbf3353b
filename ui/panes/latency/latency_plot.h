// SPDX-License-Identifier: GPL-3.0-or-later
// Latency of each call over time, with the median and the 99th percentile of each second.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/kit/lane_model.h"
#include "ui/kit/plot_card.h"

class QCPGraph;
class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;

namespace rumpscope::ui {

class LatencyPlot : public PlotCard
{
    Q_OBJECT
public:
    explicit LatencyPlot(TimeAxis *axis, QWidget *parent = nullptr);

    using Points = std::deque<LatencySeries::Point>;
    using Seconds = std::deque<LatencySeries::Second>;
    /// Of a LatencySeries; read at each drawing, so they must live as long as the plot or until the next
    /// call.
    void setData(const Points *points, const Seconds *seconds);
    /// Of a LaneModel, likewise: gaps of the first lane are shaded.
    void setLanes(const std::vector<LaneModel::Lane> *lanes);

    /// The call whose point is at `position` of plot(), within a few pixels.
    [[nodiscard]] std::optional<LatencySeries::Point> pointAt(const QPoint &position) const;

public slots:
    void setSummary(const rumpscope::trace::SlidingStatistics::Summary &summary);

signals:
    void callSelected(rumpscope::trace::CallId id);

protected:
    void draw() override;
    void style() override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void drawPoints();
    void drawSeconds();
    void drawGaps();
    void drawMark();
    void fitRange();

    const Points *m_points = nullptr;
    const Seconds *m_seconds = nullptr;
    const std::vector<LaneModel::Lane> *m_lanes = nullptr;
    QCPGraph *m_calls;
    QCPGraph *m_failed;
    QCPGraph *m_median;
    QCPGraph *m_tail;
    QCPItemStraightLine *m_mark;
    struct Shade
    {
        QCPItemRect *rect;
        QCPItemText *words;
    };
    std::vector<Shade> m_shades; ///< reused from drawing to drawing
};

} // namespace rumpscope::ui
