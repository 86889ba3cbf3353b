// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings: opened, saved, written while it happens, and the bar to go through them.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane recordingPane();

} // namespace rumpscope::ui
