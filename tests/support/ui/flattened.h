// SPDX-License-Identifier: GPL-3.0-or-later
// Item models as text.
#pragma once

#include <QAbstractItemModel>

#include <functional>
#include <string>

namespace rumpscope::ui::test {

/// One line a row, children two blanks further in.
[[nodiscard]] std::string flattened(const QAbstractItemModel &model,
                                    const std::function<QString(const QModelIndex &)> &text,
                                    const QModelIndex &parent = {}, int depth = 0);

} // namespace rumpscope::ui::test
