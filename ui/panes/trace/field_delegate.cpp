// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/trace/field_delegate.h"

#include "ui/kit/field_model.h"
#include "ui/kit/theme.h"

namespace rumpscope::ui {

void FieldDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool heading = index.siblingAtColumn(0).data(FieldModel::IsHeadingRole).toBool();
    switch (index.column()) {
    case FieldModel::NameColumn:
        option->font.setWeight(heading ? QFont::DemiBold : QFont::Normal);
        break;
    case FieldModel::TextColumn:
        option->font = Theme::monospaced(option->font);
        break;
    default: {
        const QColor pale = option->palette.color(QPalette::PlaceholderText);
        option->palette.setColor(QPalette::Text, pale);
        break;
    }
    }
    option->fontMetrics = QFontMetrics(option->font);
}

} // namespace rumpscope::ui
