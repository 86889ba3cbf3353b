// SPDX-License-Identifier: GPL-3.0-or-later
// One process a row: shapes, name, pid, and at the right what it does.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class ProcessDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace rumpscope::ui
