// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns of a model are called.
#pragma once

#include <QString>
#include <QVariant>

#include <initializer_list>

namespace rumpscope::ui {

/// For headerData(): the name of column `section`, in the order of the columns. Nothing for other roles, and
/// for rows.
[[nodiscard]] inline QVariant heading(std::initializer_list<QString> names, int section,
                                      Qt::Orientation orientation, int role)
{
    const bool named = orientation == Qt::Horizontal && role == Qt::DisplayRole && section >= 0 &&
                       section < static_cast<int>(names.size());
    return named ? QVariant(names.begin()[section]) : QVariant();
}

} // namespace rumpscope::ui
