// SPDX-License-Identifier: GPL-3.0-or-later
// What looks wrong or slow, with links to the calls that show it.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane remarksPane();

} // namespace rumpscope::ui
