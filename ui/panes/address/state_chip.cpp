// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/address/state_chip.h"

#include "ui/kit/theme.h"

#include <QPainter>

namespace rumpscope::ui {

namespace {

Hue hueOf(LinkState state)
{
    switch (state) {
    case LinkState::Idle:
        return Hue::Dim;
    case LinkState::Connecting:
    case LinkState::Recording:
        return Hue::Accent;
    case LinkState::Connected:
        return Hue::Guest;
    case LinkState::Silent:
    case LinkState::Retrying:
        return Hue::Warning;
    case LinkState::Lost:
        break;
    }
    return Hue::Error;
}

void drawShape(QPainter &painter, LinkState state, const QRectF &box, const QColor &colour)
{
    painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap));
    const QRectF ring = box.adjusted(1, 1, -1, -1);
    switch (state) {
    case LinkState::Idle:
        painter.drawEllipse(ring);
        break;
    case LinkState::Connecting:
        painter.drawEllipse(ring);
        painter.setBrush(colour);
        painter.drawPie(ring, 90 * 16, 180 * 16);
        break;
    case LinkState::Connected:
        painter.setBrush(colour);
        painter.drawEllipse(ring);
        break;
    case LinkState::Silent:
        painter.drawEllipse(ring);
        painter.drawLine(QLineF(ring.left() + 2.5, ring.center().y(), ring.right() - 2.5, ring.center().y()));
        break;
    case LinkState::Retrying:
        painter.setBrush(colour);
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(QPolygonF({{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
        break;
    case LinkState::Lost:
        painter.drawLine(ring.topLeft(), ring.bottomRight());
        painter.drawLine(ring.topRight(), ring.bottomLeft());
        break;
    case LinkState::Recording:
        painter.drawPolygon(
            QPolygonF({ring.topLeft(), ring.bottomLeft(), {ring.right(), ring.center().y()}}));
        break;
    }
}

} // namespace

StateChip::StateChip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::setState(LinkState state, const QString &word)
{
    if (state == m_state && word == m_word)
        return;
    m_state = state;
    m_word = word;
    setAccessibleName(tr("Connection: %1").arg(word));
    updateGeometry();
    update();
}

int StateChip::symbolSize() const
{
    return fontMetrics().ascent() - 2;
}

QSize StateChip::sizeHint() const
{
    return {symbolSize() + 8 + fontMetrics().horizontalAdvance(m_word) + 2, fontMetrics().height() + 4};
}

void StateChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int size = symbolSize();
    drawShape(painter, m_state, QRectF(1, (height() - size) / 2.0, size, size), theme.colour(hueOf(m_state)));
    painter.setPen(theme.colour(Hue::Text));
    painter.drawText(rect().adjusted(size + 8, 0, 0, 0), int(Qt::AlignLeft | Qt::AlignVCenter), m_word);
}

} // namespace rumpscope::ui
