// SPDX-License-Identifier: GPL-3.0-or-later
// A call as one line of text, much as strace prints it.
#pragma once

#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/server/seen_copies.h"

#include <string>

namespace rumpscope::kernel {

/// "2 scen: write(3, "hello", 5) = 5", "2 scen: close(99) = -1 EBADF (Bad file descriptor)". `entry` is null
/// for an unknown number; `copies` has what went between the kernel and the client during the call.
[[nodiscard]] std::string callLine(const Call &call, const CallEntry *entry, const Outcome<Values> &outcome,
                                   const SeenCopies &copies);

} // namespace rumpscope::kernel
