// SPDX-License-Identifier: GPL-3.0-or-later
// A card with a plot on the shared time axis: drawn when dirty and seen.
#pragma once

#include "ui/kit/card.h"
#include "ui/kit/latency_series.h"
#include "ui/kit/time_axis.h"
#include "ui/kit/time_navigator.h"

#include <QSharedPointer>

class QCustomPlot;

namespace rumpscope::ui {

class AgoTicker;
class RedrawGate;

class PlotCard : public Card
{
    Q_OBJECT
public:
    PlotCard(const QString &title, TimeAxis *axis, QWidget *parent);

    [[nodiscard]] QCustomPlot *plot() const { return m_plot; }
    [[nodiscard]] TimeNavigator *navigator() const { return m_navigator; }
    void setTimeShown(bool shown) override;
    [[nodiscard]] int drawings() const { return m_drawings; } ///< times it was drawn so far

public slots:
    void refresh(); ///< the data changed

protected:
    virtual void draw() = 0;  ///< brings the plot up to date with data and axis; replot follows
    virtual void style() = 0; ///< theme or font changed
    void changeEvent(QEvent *event) override;

    QCustomPlot *m_plot;
    TimeAxis *m_axis;
    QSharedPointer<AgoTicker> m_ticker;

private:
    void redraw();
    RedrawGate *m_gate;
    TimeNavigator *m_navigator;
    int m_drawings = 0;
    bool m_styled = false;
    bool m_timeShown = true;
};

} // namespace rumpscope::ui
