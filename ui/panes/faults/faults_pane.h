// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of the practice kernel.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane faultsPane();

} // namespace rumpscope::ui
