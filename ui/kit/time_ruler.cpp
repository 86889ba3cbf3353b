// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/time_ruler.h"

#include "ui/kit/plot_parts.h"
#include "ui/kit/theme.h"
#include "ui/kit/time_axis.h"

#include <QPainter>

namespace rumpscope::ui {

TimeRuler::TimeRuler(const TimeAxis *axis, QWidget *parent)
    : QWidget(parent)
    , m_axis(axis)
    , m_ticker(new AgoTicker(axis))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

TimeRuler::~TimeRuler() = default;

QSize TimeRuler::sizeHint() const
{
    return {0, timeLabelHeight(fontMetrics())};
}

std::vector<TimeRuler::Label> TimeRuler::labels() const
{
    m_ticker->setNow(m_axis->follows() ? m_axis->end() : m_axis->now());
    QVector<double> ticks;
    QVector<QString> texts;
    m_ticker->generate({m_axis->begin(), m_axis->end()}, locale(), u'g', 6, ticks, nullptr, &texts);
    const QMargins margins = timeMargins(fontMetrics());
    const double room = width() - margins.left() - margins.right();
    std::vector<Label> found;
    for (qsizetype i = 0; i < ticks.size(); ++i) {
        const double part = (ticks[i] - m_axis->begin()) / (m_axis->end() - m_axis->begin());
        if (part >= 0 && part <= 1)
            found.push_back({margins.left() + part * room, texts[i]});
    }
    return found;
}

void TimeRuler::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Card));
    painter.setFont(axisFont(font()));
    painter.setPen(theme.colour(Hue::Dim));
    for (const Label &label : labels()) {
        const double half = timeMargins(fontMetrics()).left();
        painter.drawText(QRectF(label.x - half, 0, 2 * half, height()), int(Qt::AlignCenter), label.text);
    }
}

} // namespace rumpscope::ui
