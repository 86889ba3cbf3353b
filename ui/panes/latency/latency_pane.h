// SPDX-License-Identifier: GPL-3.0-or-later
// How long calls took, over time.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane latencyPane();

} // namespace rumpscope::ui
