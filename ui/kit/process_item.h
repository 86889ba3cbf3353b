// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the process model.
#pragma once

#include "ui/kit/process_model.h"

#include <algorithm>

namespace rumpscope::ui {

/// A node, shown or not. Shown are those that are wanted, and all above them.
struct ProcessModel::Item
{
    lineage::NodeId node{};
    Item *parent = nullptr;       ///< null for the root only
    std::vector<Item *> children; ///< that are shown, by node id: in order of birth
    std::vector<Item *> all;      ///< children, shown or not
    int below = 0;                ///< shown ones at any depth
    bool wanted = false;          ///< for its own sake
    bool attached = false;        ///< among its parent's children
    bool alive = false;
    bool ours = false;

    [[nodiscard]] auto place(const Item &child)
    {
        return std::lower_bound(children.begin(), children.end(), child.node,
                                [](const Item *one, lineage::NodeId id) { return one->node < id; });
    }
};

} // namespace rumpscope::ui
