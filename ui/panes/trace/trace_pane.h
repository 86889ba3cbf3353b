// SPDX-License-Identifier: GPL-3.0-or-later
// Every call, as strace would print it, with its frames and bytes.
#pragma once

#include "ui/kit/pane.h"

namespace rumpscope::ui {

[[nodiscard]] Pane tracePane();

} // namespace rumpscope::ui
