// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/flattened.h"

namespace rumpscope::ui::test {

std::string flattened(const QAbstractItemModel &model,
                      const std::function<QString(const QModelIndex &)> &text, const QModelIndex &parent,
                      int depth)
{
    std::string lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines += std::string(2 * static_cast<std::size_t>(depth), ' ') + text(index).toStdString() + '\n';
        lines += flattened(model, text, index, depth + 1);
    }
    return lines;
}

} // namespace rumpscope::ui::test
