// SPDX-License-Identifier: GPL-3.0-or-later
// The line that filters everything.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane filterPane();

} // namespace rumpscope::ui
