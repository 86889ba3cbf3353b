// SPDX-License-Identifier: GPL-3.0-or-later
// The process tree, and what can be done with a process.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane processesPane();

} // namespace rumpscope::ui
