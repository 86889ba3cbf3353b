// SPDX-License-Identifier: GPL-3.0-or-later
// A remark: the shape of its severity, what is said, what it means, and a link to the evidence.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class RemarkDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Where the link stands in an item of this place; empty without evidence.
    [[nodiscard]] static QRect linkRect(const QStyleOptionViewItem &option, const QModelIndex &index);

private:
    struct Parts;
    [[nodiscard]] static Parts layout(const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace rumpscope::ui
