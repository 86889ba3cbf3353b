// SPDX-License-Identifier: BSD-2-Clause
// What went over the wire for a call of ours, as far as the memory it lent knows.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/memory/guest_memory.h"

#include <span>

namespace rumpscope::call {

/// For decode(). Spans point into `ranges`.
[[nodiscard]] std::vector<Copy> copiesOf(std::span<const memory::CallMemory::Lent> ranges);

} // namespace rumpscope::call
