// SPDX-License-Identifier: GPL-3.0-or-later
// A candidate of the completion: what would be inserted, and a dim note about it.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class CandidateDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { NoteRole = Qt::UserRole + 1 };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace rumpscope::ui
