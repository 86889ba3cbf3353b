// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_delegate.h"

#include "ui/kit/process_model.h"
#include "ui/panes/processes/process_symbol.h"

#include <QPainter>
#include <QTreeView>

#include <algorithm>

namespace rumpscope::ui {

namespace {

QList<ProcessSymbol> symbolsOf(const QModelIndex &index)
{
    using State = lineage::Node::State;
    QList<ProcessSymbol> symbols;
    switch (static_cast<State>(index.data(ProcessModel::StateRole).toInt())) {
    case State::Guest:
        symbols << ProcessSymbol::Guest;
        break;
    case State::Forked:
        symbols << ProcessSymbol::Forked;
        break;
    case State::Prepared:
        symbols << ProcessSymbol::Prepared;
        break;
    case State::KernelOnly:
        symbols << ProcessSymbol::KernelOnly;
        break;
    case State::Ended:
        return {ProcessSymbol::Ended};
    }
    if (index.data(ProcessModel::ExecedRole).toBool())
        symbols << ProcessSymbol::Exec;
    return symbols;
}

/// What a folded branch hides is counted.
QString secondaryOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QString text = index.data(ProcessModel::SecondaryRole).toString();
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    const int below = index.data(ProcessModel::BelowRole).toInt();
    if (below == 0 || !tree || tree->isExpanded(index))
        return text;
    const QString count = ProcessDelegate::tr("+%1").arg(below);
    return text.isEmpty() ? count : count + QStringLiteral(" · ") + text;
}

/// Pixels between the words of a row.
constexpr int kGap = 8;

} // namespace

ProcessWords ProcessWords::fit(const ProcessWords &all, int width, const QFontMetrics &bold,
                               const QFontMetrics &plain)
{
    constexpr int kFewest = 4; // letters that still say something
    ProcessWords shown{.name = all.name, .pid = all.pid, .doing = {}};
    const int pidWidth = all.pid.isEmpty() ? 0 : plain.horizontalAdvance(all.pid) + kGap;
    const int left = width - bold.horizontalAdvance(all.name) - pidWidth;
    if (left < 0)
        shown.name = bold.elidedText(all.name, Qt::ElideMiddle, std::max(0, width - pidWidth));
    else
        shown.doing = plain.elidedText(all.doing, Qt::ElideRight, std::max(0, left - kGap));
    if (shown.doing.size() < kFewest && shown.doing != all.doing)
        shown.doing.clear();
    return shown;
}

void ProcessDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const bool ended = index.data(ProcessModel::EndedRole).toBool();
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.colour(Hue::Selection));

    QRect rect = option.rect.adjusted(4, 0, -8, 0);
    const int side = option.fontMetrics.ascent();
    for (const ProcessSymbol symbol : symbolsOf(index)) {
        const QRectF box(rect.left(), rect.center().y() - side / 2.0 + 0.5, side, side);
        drawProcessSymbol(*painter, symbol, box, theme.colour(hueOf(symbol)));
        rect.setLeft(rect.left() + side + 3);
    }
    rect.setLeft(rect.left() + 4);

    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics boldMetrics(bold);
    const ProcessWords words =
        ProcessWords::fit({.name = index.data().toString(),
                           .pid = index.siblingAtColumn(ProcessModel::PidColumn).data().toString(),
                           .doing = secondaryOf(option, index)},
                          rect.width(), boldMetrics, option.fontMetrics);
    painter->setFont(option.font);
    painter->setPen(theme.colour(Hue::Dim));
    painter->drawText(rect, int(Qt::AlignRight | Qt::AlignVCenter), words.doing);
    painter->setFont(bold);
    painter->setPen(theme.colour(ended ? Hue::Dim : Hue::Text));
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter), words.name);
    rect.setLeft(rect.left() + boldMetrics.horizontalAdvance(words.name) + kGap);
    painter->setFont(option.font);
    painter->setPen(theme.colour(Hue::Dim));
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter), words.pid);
    painter->restore();
}

QSize ProcessDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString()) + 60;
    return {width, option.fontMetrics.height() + 8};
}

} // namespace rumpscope::ui
