// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/trace_delegate.h"

#include "ui/kit/theme.h"
#include "ui/kit/trace_model.h"
#include "ui/panes/trace/trace_rows.h"

#include <QPainter>

namespace rumpscope::ui {

namespace {

constexpr int kMargin = 6;

Hue hueOf(const QModelIndex &index)
{
    if (index.data(TraceModel::IsFrameRole).toBool())
        return Hue::Dim;
    if (index.data(TraceModel::RunningRole).toBool())
        return Hue::Warning;
    if (index.data(TraceModel::FailedRole).toBool() && index.column() == TraceModel::ResultColumn)
        return Hue::Error;
    if (index.data(TraceModel::LifecycleRole).toBool())
        return Hue::Lifecycle;
    return Hue::Text;
}

void drawFoldMark(QPainter *painter, const QRect &box, bool unfolded, const QColor &colour)
{
    const QPointF c = QRectF(box).center();
    QPolygonF mark;
    if (unfolded)
        mark << c + QPointF(-3.2, -1.8) << c + QPointF(3.2, -1.8) << c + QPointF(0, 2.6);
    else
        mark << c + QPointF(-1.8, -3.2) << c + QPointF(-1.8, 3.2) << c + QPointF(2.6, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(mark);
    painter->restore();
}

/// At the right end, half the cell at most; returns where that leaves the call.
int drawNote(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &note)
{
    if (note.isEmpty())
        return rect.right();
    const QString text = option.fontMetrics.elidedText(note, Qt::ElideRight, rect.width() / 2);
    painter->setPen(Theme::of(option.palette).colour(Hue::Accent));
    painter->drawText(rect, int(Qt::AlignRight | Qt::AlignVCenter), text);
    return rect.right() - option.fontMetrics.horizontalAdvance(text) - kMargin;
}

} // namespace

Qt::Alignment TraceDelegate::alignmentOf(int column)
{
    const bool word = column == TraceModel::ProcessColumn || column == TraceModel::CallColumn ||
                      column == TraceModel::ResultColumn || column == TraceModel::TimeColumn ||
                      column == TraceModel::WallTimeColumn;
    return (word ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
}

void TraceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool isFrame = index.data(TraceModel::IsFrameRole).toBool();
    painter->save();
    if (selected)
        painter->fillRect(option.rect, theme.colour(Hue::Selection));
    else if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter->fillRect(option.rect, theme.colour(Hue::Zebra));

    QFont font = option.font;
    font.setItalic(index.data(TraceModel::RunningRole).toBool());
    QRect rect = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    if (index.column() == TraceModel::CallColumn) {
        const int fold = foldWidth(option.fontMetrics);
        const auto *rows = qobject_cast<const TraceRows *>(index.model());
        if (!isFrame && rows && rows->canUnfold(index.row()))
            drawFoldMark(painter, {rect.left() - 2, rect.top(), fold, rect.height()},
                         rows->isUnfolded(index.row()), theme.colour(Hue::Dim));
        rect.setLeft(rect.left() + fold + (isFrame ? fold : 0));
    }
    painter->setFont(font);
    if (index.column() == TraceModel::CallColumn)
        rect.setRight(drawNote(painter, option, rect, index.data(TraceModel::NoteRole).toString()));
    painter->setPen(theme.colour(hueOf(index)));
    const QString text = QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rect.width());
    painter->drawText(rect, int(alignmentOf(index.column())), text);
    painter->restore();
}

} // namespace rumpscope::ui
