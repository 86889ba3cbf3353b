// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/connection/lane_canvas.h"

#include "ui/kit/format.h"
#include "ui/kit/gaps.h"
#include "ui/kit/plot_style.h"
#include "ui/kit/theme.h"
#include "ui/panes/connection/lane_words.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace rumpscope::ui {

namespace {

constexpr int kLeastBar = 16;
constexpr int kTickHeight = 12;
constexpr int kReach = 4; ///< pixels around a tick that still mean it

} // namespace

LaneCanvas::LaneCanvas(TimeAxis *axis, QWidget *parent)
    : QWidget(parent)
    , m_axis(axis)
    , m_navigator(new TimeNavigator(this, axis, [this] { return area(); }))
{
    setAccessibleName(tr("Connection lanes"));
}

void LaneCanvas::setLanes(const std::vector<LaneModel::Lane> *lanes)
{
    m_lanes = lanes;
    updateGeometry();
    update();
}

QRect LaneCanvas::area() const
{
    const QMargins margins = timeMargins(fontMetrics());
    return rect().adjusted(margins.left(), 0, -margins.right(), 0);
}

int LaneCanvas::barHeight() const
{
    return std::max(kLeastBar, fontMetrics().height() + 1);
}

int LaneCanvas::laneHeight() const
{
    return 2 * fontMetrics().height() + barHeight() + kTickHeight + 14;
}

QSize LaneCanvas::sizeHint() const
{
    const auto lanes = m_lanes ? static_cast<int>(m_lanes->size()) : 0;
    return {300, laneHeight() * std::max(1, lanes)};
}

QSize LaneCanvas::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

LaneCanvas::Rows LaneCanvas::rowsOf(int lane) const
{
    const QRect place = area();
    const int line = fontMetrics().height();
    int y = lane * laneHeight() + 4;
    const auto next = [&](int height, int gap) {
        const QRect row(place.left(), y, place.width(), height);
        y += height + gap;
        return row;
    };
    Rows rows;
    rows.name = next(line, 2);
    rows.bar = next(barHeight(), 3);
    rows.ticks = next(kTickHeight, 1);
    rows.words = next(line, 0);
    return rows;
}

bool LaneCanvas::isSeen(double begin, double end) const
{
    return end >= m_axis->begin() && begin <= m_axis->end();
}

void LaneCanvas::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Card));
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_lanes || m_lanes->empty()) {
        painter.setPen(theme.colour(Hue::Dim));
        painter.drawText(rect(), int(Qt::AlignCenter), tr("No connection yet."));
        return;
    }
    for (std::size_t i = 0; i < m_lanes->size(); ++i)
        drawLane(painter, (*m_lanes)[i], rowsOf(static_cast<int>(i)));
    if (const auto mark = m_axis->mark(); mark && isSeen(*mark, *mark)) {
        painter.setPen(QPen(theme.colour(Hue::Dim), 1.2, Qt::DashLine));
        painter.drawLine(QLineF(x(*mark), 0, x(*mark), height()));
    }
}

void LaneCanvas::drawLane(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const
{
    const Theme &theme = Theme::of(this);
    painter.setPen(theme.colour(Hue::Dim));
    painter.drawText(rows.name, int(Qt::AlignLeft | Qt::AlignVCenter),
                     fontMetrics().elidedText(lane.name, Qt::ElideRight, rows.name.width()));
    for (const LaneModel::Life &life : lane.lives)
        drawLife(painter, life, rows.bar);
    drawAttempts(painter, lane, rows);
    drawEpisodes(painter, lane, rows);
    drawLosses(painter, lane, rows.bar);
}

void LaneCanvas::drawLife(QPainter &painter, const LaneModel::Life &life, const QRect &bar) const
{
    const double end = life.end.value_or(m_axis->now());
    if (!isSeen(life.begin, end))
        return;
    const Theme &theme = Theme::of(this);
    const double left = std::max(x(life.begin), double(bar.left()));
    const double right = std::min(x(end), double(bar.right() + 1));
    const QRectF box(left, bar.top(), std::max(2.0, right - left), bar.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Hue::LifeBar));
    painter.drawRoundedRect(box, 2, 2);
    painter.setPen(theme.colour(Hue::OnLifeBar));
    const QRectF inside = box.adjusted(6, 0, -4, 0);
    painter.drawText(inside, int(Qt::AlignLeft | Qt::AlignVCenter),
                     lifeLabel(life, fontMetrics(), static_cast<int>(inside.width())));
}

void LaneCanvas::drawAttempts(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const
{
    const Theme &theme = Theme::of(this);
    const QRectF row = rows.ticks;
    for (const LaneModel::Attempt &attempt : lane.attempts) {
        if (!isSeen(attempt.planned, attempt.started))
            continue;
        const double planned = x(attempt.planned);
        const double started = x(attempt.started);
        // The plan is the short tick above; a line leads from it to what really happened.
        painter.setPen(QPen(theme.colour(Hue::Dim), 1));
        painter.drawLine(QLineF(planned, row.top(), planned, row.top() + 3));
        if (started - planned > 1)
            painter.drawLine(QLineF(planned, row.top() + 1.5, started, row.top() + 1.5));
        if (attempt.succeeded) {
            QPainterPath tick(QPointF(started - 4, row.center().y()));
            tick.lineTo(started - 1, row.center().y() + 4);
            tick.lineTo(started + 5, row.center().y() - 4);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.colour(Hue::Guest), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPath(tick);
            painter.drawText(QPointF(started + 8, row.bottom() - 1), tr("back"));
        } else {
            painter.setPen(QPen(theme.colour(Hue::Warning), 1.6));
            painter.drawLine(QLineF(started, row.top() + 3, started, row.bottom()));
        }
    }
    if (lane.nextPlanned && isSeen(*lane.nextPlanned, *lane.nextPlanned)) {
        painter.setPen(QPen(theme.colour(Hue::Warning), 1.4, Qt::DotLine));
        painter.drawLine(QLineF(x(*lane.nextPlanned), row.top(), x(*lane.nextPlanned), row.bottom()));
    }
}

void LaneCanvas::drawEpisodes(QPainter &painter, const LaneModel::Lane &lane, const Rows &rows) const
{
    painter.setPen(Theme::of(this).colour(Hue::Dim));
    double free = rows.words.left(); // sentences do not run into each other
    for (const Gap &gap : gapsOf(lane)) {
        const QString words = episodeWords(lane, gap, m_axis->now());
        if (words.isEmpty() || !isSeen(gap.begin, gap.end.value_or(m_axis->now())))
            continue;
        const int wide = fontMetrics().horizontalAdvance(words) + 2; // for rounding
        const double left = std::max(free, std::min(std::max(x(gap.begin), double(rows.words.left())),
                                                    double(rows.words.right() - wide)));
        const int room = static_cast<int>(rows.words.right() - left);
        if (room < fontMetrics().averageCharWidth() * 8)
            break;
        const QString shown = fontMetrics().elidedText(words, Qt::ElideRight, room);
        painter.drawText(QRectF(left, rows.words.top(), room, rows.words.height()),
                         int(Qt::AlignLeft | Qt::AlignVCenter), shown);
        free = left + fontMetrics().horizontalAdvance(shown) + 12;
    }
}

void LaneCanvas::drawLosses(QPainter &painter, const LaneModel::Lane &lane, const QRect &bar) const
{
    const Theme &theme = Theme::of(this);
    const double y = bar.center().y() + 0.5;
    for (const double loss : lane.losses) {
        if (!isSeen(loss, loss))
            continue;
        // A rim of the card's colour keeps the cross legible on the bar.
        for (const auto &[hue, width] : {std::pair(Hue::Card, 5.0), std::pair(Hue::Error, 2.2)}) {
            painter.setPen(QPen(theme.colour(hue), width, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QLineF(x(loss) - 4, y - 4, x(loss) + 4, y + 4));
            painter.drawLine(QLineF(x(loss) - 4, y + 4, x(loss) + 4, y - 4));
        }
    }
    if (lane.gaveUp && isSeen(*lane.gaveUp, *lane.gaveUp)) {
        painter.setPen(theme.colour(Hue::Error));
        const QString words = tr("■ gave up");
        const double left =
            std::min(x(*lane.gaveUp) + 4, double(bar.right() - fontMetrics().horizontalAdvance(words)));
        painter.drawText(QRectF(left, bar.top(), bar.width(), bar.height()),
                         int(Qt::AlignLeft | Qt::AlignVCenter), words);
    }
}

QString LaneCanvas::wordsAt(const QPoint &position) const
{
    const int index = position.y() / laneHeight();
    if (!m_lanes || index < 0 || index >= static_cast<int>(m_lanes->size()))
        return {};
    const LaneModel::Lane &lane = (*m_lanes)[static_cast<std::size_t>(index)];
    const auto near = [&](double time) { return std::abs(x(time) - position.x()) <= kReach; };
    if (position.y() >= rowsOf(index).ticks.top()) {
        for (const LaneModel::Attempt &attempt : lane.attempts) {
            if (near(attempt.started))
                return attemptWords(attempt);
        }
        if (lane.nextPlanned && near(*lane.nextPlanned))
            return tr("The next attempt, in %1")
                .arg(secondsText(std::max(0.0, *lane.nextPlanned - m_axis->now())));
    }
    for (const double loss : lane.losses) {
        if (near(loss))
            return tr("Connection lost at %1").arg(secondsText(loss));
    }
    const double time = m_navigator->timeAt(position.x());
    for (const LaneModel::Life &life : lane.lives) {
        if (time >= life.begin && time <= life.end.value_or(m_axis->now()))
            return lifeWords(life);
    }
    return {};
}

bool LaneCanvas::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), wordsAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace rumpscope::ui
