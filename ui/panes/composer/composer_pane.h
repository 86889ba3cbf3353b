// SPDX-License-Identifier: GPL-3.0-or-later
// The line calls are typed into.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane composerPane();

} // namespace rumpscope::ui
