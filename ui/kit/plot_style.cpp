// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/plot_style.h"

#include "ui/kit/format.h"
#include "ui/kit/plot_parts.h"
#include "ui/kit/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace rumpscope::ui {

QMargins timeMargins(const QFontMetrics &metrics)
{
    const int half = metrics.height() / 2 + 3; // the topmost label stands half above its line
    return {metrics.horizontalAdvance(QStringLiteral("30.0 k/s")) + 10, half,
            std::max(18, metrics.horizontalAdvance(QStringLiteral("now")) / 2 + 6), half};
}

int timeLabelHeight(const QFontMetrics &metrics)
{
    return metrics.height() + 8;
}

QFont axisFont(QFont font)
{
    constexpr double kSmaller = 0.9;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * kSmaller);
    return font;
}

void preparePlot(QCustomPlot &plot)
{
    plot.axisRect()->setAutoMargins(QCP::msNone);
    plot.setNotAntialiasedElements(QCP::aeScatters | QCP::aeGrid | QCP::aeAxes);
    plot.setFocusPolicy(Qt::StrongFocus);
    for (QCPAxis *axis : {plot.xAxis, plot.yAxis}) {
        axis->setTickLength(0, 0);
        axis->setSubTickLength(0, 0);
        axis->setTickLabelPadding(6);
    }
    plot.xAxis->grid()->setVisible(false);
    plot.yAxis->setBasePen(Qt::NoPen);
}

void stylePlot(QCustomPlot &plot, const Theme &theme, const QFont &font)
{
    plot.setBackground(theme.colour(Hue::Card));
    for (QCPAxis *axis : {plot.xAxis, plot.yAxis}) {
        axis->setTickLabelFont(font);
        axis->setTickLabelColor(theme.colour(Hue::Dim));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->grid()->setPen(QPen(theme.colour(Hue::Grid)));
        axis->grid()->setZeroLinePen(QPen(theme.colour(Hue::Grid)));
    }
    plot.xAxis->setBasePen(QPen(theme.colour(Hue::Border)));
}

double AgoTicker::getTickStep(const QCPRange &range)
{
    // Steps of a clock: 1, 2, 5, 10, 20 s, then 1, 2, 5, 10, 20 min …
    const double wanted = range.size() / 3.5;
    const double unit = wanted >= 3'600 ? 3'600 : wanted >= 60 ? 60 : 1;
    return cleanMantissa(wanted / unit) * unit;
}

QString AgoTicker::getTickLabel(double tick, const QLocale &, QChar, int)
{
    const double ago = m_now - tick;
    const double precision = m_axis->window() < 3 ? 0.001 : 0.5;
    if (std::abs(ago) < precision)
        return QCoreApplication::translate("AgoTicker", "now");
    const QString sign = ago > 0 ? QStringLiteral("−") : QStringLiteral("+");
    const double size = std::abs(ago);
    if (size >= 120)
        return sign + secondsText(size);
    const int decimals = m_axis->window() < 3 ? 2 : 0;
    return sign + QCoreApplication::translate("AgoTicker", "%1 s").arg(size, 0, 'f', decimals);
}

QString LatencyTicker::getTickLabel(double tick, const QLocale &, QChar, int)
{
    if (tick < 1)
        return QCoreApplication::translate("LatencyTicker", "%1 µs").arg(tick, 0, 'g', 2);
    if (tick < 1'000)
        return QCoreApplication::translate("LatencyTicker", "%1 µs").arg(tick, 0, 'f', 0);
    if (tick < 1'000'000)
        return QCoreApplication::translate("LatencyTicker", "%1 ms").arg(tick / 1'000, 0, 'f', 0);
    return QCoreApplication::translate("LatencyTicker", "%1 s").arg(tick / 1'000'000, 0, 'f', 0);
}

QString RateTicker::getTickLabel(double tick, const QLocale &, QChar, int)
{
    return tick <= 0 ? QStringLiteral("0") : rateText(tick);
}

} // namespace rumpscope::ui
