// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed and what came back.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane consolePane();

} // namespace rumpscope::ui
