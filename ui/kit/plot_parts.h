// SPDX-License-Identifier: GPL-3.0-or-later
// What the plots have in common: colours of the theme, words on the axes. The one header that brings
// QCustomPlot in, which is slow to compile: for the sources that draw with it, never for a header.
#pragma once

#include "ui/kit/time_axis.h"

#include <qcustomplot.h>

namespace rumpscope::ui {

class Theme;

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
