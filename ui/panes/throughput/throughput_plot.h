// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of each second, and those that failed among them.
#pragma once

#include "ui/kit/plot_card.h"

class QCPBars;
class QCPGraph;

namespace rumpscope::ui {

class ThroughputPlot : public PlotCard
{
    Q_OBJECT
public:
    explicit ThroughputPlot(TimeAxis *axis, QWidget *parent = nullptr);

    /// Of a LatencySeries; read at each drawing.
    void setData(const std::deque<LatencySeries::Second> *seconds);

public slots:
    void setSummary(const rumpscope::trace::SlidingStatistics::Summary &summary);

protected:
    void draw() override;
    void style() override;

private:
    const std::deque<LatencySeries::Second> *m_seconds = nullptr;
    QCPBars *m_calls;
    QCPBars *m_failed;
    QCPGraph *m_flags; ///< a triangle over each second with errors: not by colour alone
};

} // namespace rumpscope::ui
