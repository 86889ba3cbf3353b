// SPDX-License-Identifier: BSD-2-Clause
// What could stand at the cursor of a half-typed filter.
#pragma once

#include "clientcore/call/complete.h"

#include <span>
#include <string>
#include <string_view>

namespace rumpscope::trace {

/// `cursor` in bytes. `names`: command names seen so far, offered for comm. The candidates replace
/// [begin, end) of the answer; `hint` is empty.
[[nodiscard]] call::Completion completeFilter(std::string_view text, std::size_t cursor,
                                              std::span<const std::string> names = {});

} // namespace rumpscope::trace
