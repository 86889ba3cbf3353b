// SPDX-License-Identifier: GPL-3.0-or-later
// One call made from the console: what was typed, what came back, what the buffers held.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class ConsoleDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace rumpscope::ui
