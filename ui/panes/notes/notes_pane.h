// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and bookmarks beside calls.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane notesPane();

} // namespace rumpscope::ui
