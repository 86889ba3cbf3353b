// SPDX-License-Identifier: GPL-3.0-or-later
// Messages between clients and kernel as a sequence diagram.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane ladderPane();

} // namespace rumpscope::ui
