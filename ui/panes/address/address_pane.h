// SPDX-License-Identifier: GPL-3.0-or-later
// The bar that says where you are: address, state, retries, practice kernel.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane addressPane();

} // namespace rumpscope::ui
