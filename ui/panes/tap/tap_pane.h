// SPDX-License-Identifier: GPL-3.0-or-later
// Taps, and the program that runs through one.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane tapPane();

} // namespace rumpscope::ui
