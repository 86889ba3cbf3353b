// SPDX-License-Identifier: GPL-3.0-or-later
// Calls a second, over time.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane throughputPane();

} // namespace rumpscope::ui
