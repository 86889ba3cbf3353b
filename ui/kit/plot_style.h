// SPDX-License-Identifier: GPL-3.0-or-later
// What the plots have in common: margins that line up, colours of the theme, words on the axes.
#pragma once

#include "ui/kit/time_axis.h"

#include <qcustomplot.h>

#include <QMargins>

namespace rumpscope::ui {

class Theme;

/// Left and right edges of every view on the time axis, so that a moment stands at one x in all of them.
[[nodiscard]] QMargins timeMargins(const QFontMetrics &metrics);
/// Pixels below a view where the times stand.
[[nodiscard]] int timeLabelHeight(const QFontMetrics &metrics);
[[nodiscard]] QFont axisFont(QFont font); ///< a little smaller

void preparePlot(QCustomPlot &plot);
void stylePlot(QCustomPlot &plot, const Theme &theme, const QFont &font);

/// "−40 s" before the axis's present moment; "now".
class AgoTicker : public QCPAxisTicker
{
public:
    explicit AgoTicker(const TimeAxis *axis)
        : m_axis(axis)
    {
        setTickCount(4);
    }
    void setNow(double now) { setTickOrigin(m_now = now); }

protected:
    double getTickStep(const QCPRange &range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override;

private:
    const TimeAxis *m_axis;
    double m_now = 0;
};

/// "10 µs", "1 ms" on a logarithmic axis in microseconds.
class LatencyTicker : public QCPAxisTickerLog
{
protected:
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override;
};

/// "25.0 k/s" on a linear axis.
class RateTicker : public QCPAxisTicker
{
public:
    RateTicker() { setTickCount(2); }

protected:
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override;
};

} // namespace rumpscope::ui
