// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/remarks/remark_delegate.h"

#include "ui/kit/theme.h"
#include "ui/panes/remarks/remarks_model.h"

#include <QAbstractScrollArea>
#include <QPainter>

#include <algorithm>

namespace rumpscope::ui {

namespace {

constexpr int kMargin = 14;
constexpr int kPadding = 9;
constexpr int kGap = 8;
constexpr int kTall = 10'000; ///< more than any text takes

struct Look
{
    QString shape; ///< shapes as well as colours
    Hue hue;
};
Look lookOf(int severity)
{
    switch (static_cast<trace::Severity>(severity)) {
    case trace::Severity::Error:
        return {QStringLiteral("✕"), Hue::Error};
    case trace::Severity::Warning:
        return {QStringLiteral("▲"), Hue::Warning};
    case trace::Severity::Note:
        break;
    }
    return {QStringLiteral("●"), Hue::Accent};
}

QString textOf(const QModelIndex &index)
{
    return index.siblingAtColumn(RemarksModel::TextColumn).data().toString();
}

QString linkText(const QModelIndex &index)
{
    const auto evidence = index.data(RemarksModel::EvidenceRole).value<QList<quint64>>();
    if (evidence.isEmpty())
        return {};
    return evidence.size() == 1 ? RemarksModel::tr("show") : RemarksModel::tr("show %1").arg(evidence.size());
}

} // namespace

struct RemarkDelegate::Parts
{
    QRect shape;
    QRect text;
    QRect advice;
    QRect link;
    int height = 0;
};

RemarkDelegate::Parts RemarkDelegate::layout(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QFontMetrics metrics(option.font);
    Parts parts;
    const int left = option.rect.left() + kMargin;
    const int right = option.rect.right() - kMargin;
    const int top = option.rect.top() + kPadding;
    parts.shape = {left, top, metrics.height(), metrics.height()};
    const QString link = linkText(index);
    const int linkWidth = link.isEmpty() ? 0 : metrics.horizontalAdvance(link) + 4;
    const int textLeft = parts.shape.right() + kGap;
    const int narrowest = metrics.averageCharWidth() * 12;
    const int textWidth = std::max(narrowest, right - textLeft - linkWidth - kGap);
    const auto wrapped = [&](const QString &text, int y) {
        const int height =
            metrics.boundingRect(QRect(0, 0, textWidth, kTall), Qt::TextWordWrap, text).height();
        return QRect(textLeft, y, textWidth, height);
    };
    parts.text = wrapped(textOf(index), top);
    parts.advice = wrapped(index.data(RemarksModel::AdviceRole).toString(), parts.text.bottom() + 3);
    if (linkWidth > 0)
        parts.link = {right - linkWidth, top, linkWidth, metrics.height()};
    parts.height = parts.advice.bottom() + kPadding + 1 - option.rect.top();
    return parts;
}

QRect RemarkDelegate::linkRect(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return layout(option, index).link;
}

void RemarkDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const Look look = lookOf(index.data(RemarksModel::SeverityRole).toInt());
    const Parts parts = layout(option, index);
    painter->save();
    painter->setFont(option.font);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.colour(Hue::Selection));
    painter->setPen(theme.colour(look.hue));
    painter->drawText(parts.shape, int(Qt::AlignCenter), look.shape);
    painter->setPen(theme.colour(Hue::Text));
    painter->drawText(parts.text, int(Qt::TextWordWrap), textOf(index));
    painter->setPen(theme.colour(Hue::Dim));
    painter->drawText(parts.advice, int(Qt::TextWordWrap), index.data(RemarksModel::AdviceRole).toString());
    if (!parts.link.isEmpty()) {
        QFont underlined = option.font;
        underlined.setUnderline(true);
        painter->setFont(underlined);
        painter->setPen(theme.colour(Hue::Accent));
        painter->drawText(parts.link, int(Qt::AlignRight | Qt::AlignTop), linkText(index));
    }
    painter->setPen(theme.colour(Hue::Grid));
    painter->drawLine(option.rect.left() + kMargin, option.rect.bottom(), option.rect.right() - kMargin,
                      option.rect.bottom());
    painter->restore();
}

QSize RemarkDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem sized = option;
    sized.rect = QRect(0, 0, option.rect.width(), 0);
    if (const auto *view = qobject_cast<const QAbstractScrollArea *>(option.widget))
        sized.rect.setWidth(view->viewport()->width());
    return {sized.rect.width(), layout(sized, index).height};
}

} // namespace rumpscope::ui
