// SPDX-License-Identifier: GPL-3.0-or-later
// How fields are written: values in figures of one width, meanings pale, headings strong.
#pragma once

#include <QStyledItemDelegate>

namespace rumpscope::ui {

class FieldDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace rumpscope::ui
