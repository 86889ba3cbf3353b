// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/candidate_delegate.h"

#include "ui/kit/theme.h"

#include <QPainter>

namespace rumpscope::ui {

namespace {
constexpr int kMargin = 8;
constexpr int kGap = 16;
} // namespace

void CandidateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect, theme.colour(selected ? Hue::Selection : Hue::Card));
    painter->setFont(Theme::monospaced(option.font));
    const QFontMetrics metrics = painter->fontMetrics();
    QRect rect = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const QString text = index.data().toString();
    painter->setPen(theme.colour(Hue::Text));
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter), text);
    rect.setLeft(rect.left() + metrics.horizontalAdvance(text) + kGap);
    painter->setPen(theme.colour(Hue::Dim));
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter),
                      metrics.elidedText(index.data(NoteRole).toString(), Qt::ElideRight, rect.width()));
    painter->restore();
}

QSize CandidateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics metrics(Theme::monospaced(option.font));
    const int text = metrics.horizontalAdvance(index.data().toString());
    const int note = metrics.horizontalAdvance(index.data(NoteRole).toString());
    return {text + note + kGap + 2 * kMargin, metrics.height() + 4};
}

} // namespace rumpscope::ui
