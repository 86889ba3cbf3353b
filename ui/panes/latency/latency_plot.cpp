// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/latency/latency_plot.h"

#include "ui/kit/format.h"
#include "ui/kit/gaps.h"
#include "ui/kit/plot_parts.h"
#include "ui/kit/theme.h"

#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rumpscope::ui {

namespace {

constexpr double kReach = 8; ///< pixels around a point that still mean it
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// A smooth dot as a picture: thousands of them are drawn many times faster than circles.
QPixmap dot(const QColor &colour, qreal ratio)
{
    constexpr int kSide = 3;
    QPixmap pixmap(QSize(kSide, kSide) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(0.2, 0.2, kSide - 0.4, kSide - 0.4));
    return pixmap;
}

} // namespace

LatencyPlot::LatencyPlot(TimeAxis *axis, QWidget *parent)
    : PlotCard(tr("Latency"), axis, parent)
    , m_calls(m_plot->addGraph())
    , m_failed(m_plot->addGraph())
    , m_median(m_plot->addGraph())
    , m_tail(m_plot->addGraph())
    , m_mark(new QCPItemStraightLine(m_plot))
{
    m_plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
    m_plot->yAxis->setTicker(QSharedPointer<LatencyTicker>::create());
    m_plot->yAxis->setRange(10, 10'000);
    m_calls->setLineStyle(QCPGraph::lsNone);
    m_failed->setLineStyle(QCPGraph::lsNone);
    m_plot->installEventFilter(this);
    connect(navigator(), &TimeNavigator::clicked, this, [this](const QPoint &position) {
        if (const auto point = pointAt(position))
            emit callSelected(point->call);
    });
}

void LatencyPlot::setData(const Points *points, const Seconds *seconds)
{
    m_points = points;
    m_seconds = seconds;
    refresh();
}

void LatencyPlot::setLanes(const std::vector<LaneModel::Lane> *lanes)
{
    m_lanes = lanes;
    refresh();
}

void LatencyPlot::setSummary(const trace::SlidingStatistics::Summary &summary)
{
    const auto text = [](transport::Duration duration) {
        return latencyText(std::chrono::duration<double, std::micro>(duration).count());
    };
    if (summary.count == 0) {
        setSubtitle(tr("no calls in the last minute"));
        return;
    }
    QString line =
        tr("p50 %1 — · p99 %2 - - · max %3").arg(text(summary.p50), text(summary.p99), text(summary.maximum));
    if (summary.errors > 0)
        line += tr(" · ■ %n error(s)", nullptr, static_cast<int>(summary.errors));
    line += tr(" · p90 %1").arg(text(summary.p90)); // the first to go where there is no room
    setSubtitle(line);
}

void LatencyPlot::style()
{
    const Theme &theme = Theme::of(this);
    QColor point = theme.colour(Hue::Point);
    point.setAlphaF(theme.isDark() ? 0.75F : 0.65F);
    m_calls->setScatterStyle(QCPScatterStyle(dot(point, devicePixelRatioF())));
    const QColor error = theme.colour(Hue::Error);
    m_failed->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, error, error, 5));
    m_median->setPen(QPen(theme.colour(Hue::Median), 1.6));
    m_tail->setPen(QPen(theme.colour(Hue::Tail), 1.4, Qt::DashLine));
    m_mark->setPen(QPen(theme.colour(Hue::Dim), 1.2, Qt::DashLine));
    for (const Shade &shade : m_shades) {
        shade.rect->setPen(Qt::NoPen);
        shade.rect->setBrush(theme.colour(Hue::Gap));
        shade.words->setFont(m_plot->xAxis->tickLabelFont());
        shade.words->setColor(theme.colour(Hue::Dim));
    }
}

void LatencyPlot::draw()
{
    drawPoints();
    drawSeconds();
    fitRange();
    drawGaps();
    drawMark();
}

void LatencyPlot::drawPoints()
{
    QVector<QCPGraphData> calls;
    QVector<QCPGraphData> failed;
    if (m_points) {
        for (const LatencySeries::Point &point : *m_points) {
            if (point.time >= m_axis->begin() && point.time <= m_axis->end())
                (point.failed ? failed : calls).append({point.time, point.microseconds});
        }
    }
    m_calls->data()->set(calls);
    m_failed->data()->set(failed);
}

void LatencyPlot::drawSeconds()
{
    QVector<QCPGraphData> median;
    QVector<QCPGraphData> tail;
    if (m_seconds) {
        qint64 previous = 0;
        for (const LatencySeries::Second &second : *m_seconds) {
            const auto middle = static_cast<double>(second.second) + 0.5;
            if (middle < m_axis->begin() - 1 || middle > m_axis->end() + 1)
                continue;
            const bool jump = !median.isEmpty() && second.second > previous + 1;
            previous = second.second;
            if (jump || second.calls == 0) { // a gap breaks the line
                median.append({middle - 0.5, kNothing});
                tail.append({middle - 0.5, kNothing});
            }
            if (second.calls > 0) {
                median.append({middle, second.p50});
                tail.append({middle, second.p99});
            }
        }
    }
    m_median->data()->set(median, true);
    m_tail->data()->set(tail, true);
}

void LatencyPlot::fitRange()
{
    double low = std::numeric_limits<double>::max();
    double high = 0;
    for (const QCPGraph *graph : {m_calls, m_failed}) {
        for (const QCPGraphData &point : *graph->data()) {
            low = std::min(low, point.value);
            high = std::max(high, point.value);
        }
    }
    if (high <= 0)
        return;
    const double bottom = std::pow(10, std::floor(std::log10(std::max(low, 0.1))));
    const double top = std::pow(10, std::ceil(std::log10(high * 1.05)));
    m_plot->yAxis->setRange(bottom, std::max(top, bottom * 100)); // whole decades: it does not wobble
}

void LatencyPlot::drawGaps()
{
    std::vector<Gap> gaps;
    if (m_lanes && !m_lanes->empty())
        gaps = gapsOf(m_lanes->front());
    std::erase_if(gaps, [this](const Gap &gap) {
        return gap.begin > m_axis->end() || gap.end.value_or(m_axis->end()) < m_axis->begin();
    });
    const std::size_t had = m_shades.size();
    while (m_shades.size() < gaps.size())
        m_shades.push_back({new QCPItemRect(m_plot), new QCPItemText(m_plot)});
    if (m_shades.size() > had)
        style();
    for (std::size_t i = 0; i < m_shades.size(); ++i) {
        const Shade &shade = m_shades[i];
        shade.rect->setVisible(i < gaps.size());
        shade.words->setVisible(i < gaps.size());
        if (i >= gaps.size())
            continue;
        const double begin = std::max(gaps[i].begin, m_axis->begin());
        const double end = std::min(gaps[i].end.value_or(m_axis->now()), m_axis->end());
        const QCPRange y = m_plot->yAxis->range();
        shade.rect->topLeft->setCoords(begin, y.upper);
        shade.rect->bottomRight->setCoords(end, y.lower);
        shade.rect->setLayer(QStringLiteral("background"));
        const bool left = begin + (end - begin) / 2 > m_axis->begin() + m_axis->window() / 2;
        shade.words->setPositionAlignment(Qt::AlignTop | (left ? Qt::AlignRight : Qt::AlignLeft));
        shade.words->setPadding({6, 3, 6, 3});
        shade.words->position->setCoords(left ? end : begin, y.upper);
        shade.words->setText(wordsOf(gaps[i], m_axis->now()));
    }
}

void LatencyPlot::drawMark()
{
    const auto mark = m_axis->mark();
    m_mark->setVisible(mark.has_value());
    if (mark) {
        m_mark->point1->setCoords(*mark, m_plot->yAxis->range().lower);
        m_mark->point2->setCoords(*mark, m_plot->yAxis->range().upper);
    }
}

std::optional<LatencySeries::Point> LatencyPlot::pointAt(const QPoint &position) const
{
    std::optional<LatencySeries::Point> best;
    double nearest = kReach * kReach;
    if (!m_points)
        return best;
    for (const LatencySeries::Point &point : *m_points) {
        const double dx = m_plot->xAxis->coordToPixel(point.time) - position.x();
        if (std::abs(dx) > kReach)
            continue;
        const double dy = m_plot->yAxis->coordToPixel(point.microseconds) - position.y();
        if (dx * dx + dy * dy < nearest) {
            nearest = dx * dx + dy * dy;
            best = point;
        }
    }
    return best;
}

bool LatencyPlot::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_plot && event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const auto point = pointAt(help->pos())) {
            QString text = tr("%1 at %2").arg(latencyText(point->microseconds), secondsText(point->time));
            if (point->failed)
                text += tr(", failed");
            QToolTip::showText(help->globalPos(), text, m_plot);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return PlotCard::eventFilter(object, event);
}

} // namespace rumpscope::ui
