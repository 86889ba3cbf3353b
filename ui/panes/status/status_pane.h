// SPDX-License-Identifier: GPL-3.0-or-later
// The line of counts and notices.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane statusPane();

} // namespace rumpscope::ui
