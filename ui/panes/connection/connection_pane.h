// SPDX-License-Identifier: GPL-3.0-or-later
// Connections, losses and attempts, over time.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane connectionPane();

} // namespace rumpscope::ui
