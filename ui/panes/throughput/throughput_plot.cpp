// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/throughput/throughput_plot.h"

#include "ui/kit/format.h"
#include "ui/kit/plot_parts.h"
#include "ui/kit/theme.h"

#include <algorithm>
#include <cmath>

namespace rumpscope::ui {

ThroughputPlot::ThroughputPlot(TimeAxis *axis, QWidget *parent)
    : PlotCard(tr("Throughput"), axis, parent)
    , m_calls(new QCPBars(m_plot->xAxis, m_plot->yAxis))
    , m_failed(new QCPBars(m_plot->xAxis, m_plot->yAxis))
    , m_flags(m_plot->addGraph())
{
    m_plot->yAxis->setTicker(QSharedPointer<RateTicker>::create());
    m_calls->setWidth(0.84);
    m_failed->setWidth(0.84);
    m_calls->setPen(Qt::NoPen);
    m_failed->setPen(Qt::NoPen);
    m_flags->setLineStyle(QCPGraph::lsNone);
}

void ThroughputPlot::setData(const std::deque<LatencySeries::Second> *seconds)
{
    m_seconds = seconds;
    refresh();
}

void ThroughputPlot::setSummary(const trace::SlidingStatistics::Summary &summary)
{
    QString line = tr("%1 · %2 in the last minute").arg(rateText(summary.rate), callsText(summary.count));
    if (summary.errors > 0)
        line += tr(" · ▲ %n failed", nullptr, static_cast<int>(summary.errors));
    setSubtitle(line);
}

void ThroughputPlot::style()
{
    const Theme &theme = Theme::of(this);
    m_calls->setBrush(theme.colour(Hue::Column));
    m_failed->setBrush(theme.colour(Hue::Error));
    const QColor error = theme.colour(Hue::Error);
    m_flags->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssTriangle, error, error, 6));
}

void ThroughputPlot::draw()
{
    QVector<QCPBarsData> calls;
    QVector<QCPBarsData> failed;
    QVector<QCPGraphData> flags;
    double highest = 4;
    if (m_seconds) {
        for (const LatencySeries::Second &second : *m_seconds) {
            const auto middle = static_cast<double>(second.second) + 0.5;
            if (second.calls == 0 || middle < m_axis->begin() - 1 || middle > m_axis->end() + 1)
                continue;
            highest = std::max(highest, static_cast<double>(second.calls));
            calls.append({middle, static_cast<double>(second.calls)});
            if (second.errors > 0) {
                failed.append({middle, static_cast<double>(second.errors)});
                flags.append({middle, static_cast<double>(second.calls)});
            }
        }
    }
    m_calls->data()->set(calls, true);
    m_failed->data()->set(failed, true);
    m_flags->data()->set(flags, true);
    // Steps of a quarter of a decade, so that the axis does not wobble with each second.
    const double step = std::pow(10, std::floor(std::log10(highest))) / 4;
    m_plot->yAxis->setRange(0, std::ceil(highest * 1.12 / step) * step);
}

} // namespace rumpscope::ui
