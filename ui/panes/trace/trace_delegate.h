// SPDX-License-Identifier: GPL-3.0-or-later
// A row of the trace as strace would print it, with colours by what happened.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class TraceDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    /// Numbers stand at the right, words at the left; headings too.
    [[nodiscard]] static Qt::Alignment alignmentOf(int column);
    /// Width of the fold mark before a call's text, in pixels.
    [[nodiscard]] static int foldWidth(const QFontMetrics &metrics) { return metrics.height() * 3 / 4; }
};

} // namespace rumpscope::ui
