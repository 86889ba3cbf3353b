// SPDX-License-Identifier: GPL-3.0-or-later
// The panes of the program.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

/// In the order of tabs, bars and the commands they bring. A pane that uses another's shelf or commands does
/// not depend on this order.
[[nodiscard]] std::vector<Pane> panes();

} // namespace rumpscope::ui
