// SPDX-License-Identifier: GPL-3.0-or-later
// A call as one line of text.
#pragma once

#include "app/rumpscope-kernel/calls/table.h"

#include <string>

namespace rumpscope::kernel {

/// "2 scen: write(3, 0x7ffe12, 10) = 10", "2 scen: close(99) = errno 9". `entry` is null for an unknown
/// number.
[[nodiscard]] std::string callLine(const Call &call, const CallEntry *entry, const Outcome<Values> &outcome);

} // namespace rumpscope::kernel
