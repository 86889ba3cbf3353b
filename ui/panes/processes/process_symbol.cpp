// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_symbol.h"

#include <QPainter>
#include <QPainterPath>

namespace rumpscope::ui {

namespace {

QPainterPath arrowHead(QPointF tip, QPointF back, qreal size)
{
    const QPointF along = (back - tip) * size;
    const QPointF across(-along.y(), along.x());
    QPainterPath path(tip + along + across);
    path.lineTo(tip);
    path.lineTo(tip + along - across);
    return path;
}

QPainterPath elbow()
{
    QPainterPath path(QPointF(0.18, 0.12));
    path.lineTo(0.18, 0.6);
    path.lineTo(0.9, 0.6);
    path.addPath(arrowHead({0.9, 0.6}, {0.65, 0.6}, 1));
    return path;
}

QPainterPath turning()
{
    const QRectF circle(0.12, 0.12, 0.76, 0.76);
    QPainterPath path;
    path.arcMoveTo(circle, 60);
    path.arcTo(circle, 60, 290);
    path.addPath(arrowHead({0.86, 0.46}, {0.76, 0.2}, 0.9));
    return path;
}

QPainterPath dagger()
{
    QPainterPath path(QPointF(0.5, 0.05));
    path.lineTo(0.5, 0.95);
    path.moveTo(0.25, 0.32);
    path.lineTo(0.75, 0.32);
    return path;
}

} // namespace

Hue hueOf(ProcessSymbol symbol)
{
    switch (symbol) {
    case ProcessSymbol::Guest:
        return Hue::Guest;
    case ProcessSymbol::Forked:
        return Hue::Forked;
    case ProcessSymbol::Exec:
        return Hue::Exec;
    case ProcessSymbol::Prepared:
        return Hue::Prepared;
    case ProcessSymbol::KernelOnly:
        return Hue::Kernel;
    case ProcessSymbol::Ended:
        break;
    }
    return Hue::Ended;
}

void drawProcessSymbol(QPainter &painter, ProcessSymbol symbol, const QRectF &box, const QColor &colour)
{
    const qreal side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(side / 2, side / 2));
    painter.scale(side, side);
    QPen pen(colour, 0.14, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    const QRectF circle(0.14, 0.14, 0.72, 0.72);
    switch (symbol) {
    case ProcessSymbol::Guest:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QRectF(0.1, 0.1, 0.8, 0.8));
        break;
    case ProcessSymbol::KernelOnly:
        painter.setPen(pen);
        painter.drawEllipse(circle);
        break;
    case ProcessSymbol::Prepared:
        pen.setDashPattern({1.0, 1.02});
        painter.setPen(pen);
        painter.drawEllipse(circle);
        break;
    case ProcessSymbol::Forked:
        painter.strokePath(elbow(), pen);
        break;
    case ProcessSymbol::Exec:
        painter.strokePath(turning(), pen);
        break;
    case ProcessSymbol::Ended:
        painter.strokePath(dagger(), pen);
        break;
    }
    painter.restore();
}

} // namespace rumpscope::ui
