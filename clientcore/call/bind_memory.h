// SPDX-License-Identifier: BSD-2-Clause
// The second half of binding: memory and the arguments that tell its length.
#pragma once

#include "clientcore/call/marshal.h"
#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// Replaces the values of memory arguments in `bound`: what the kernel reads by a StringValue of its bytes,
/// what it writes by a RoomValue, vectors by a ListValue of these, NULL by NullValue; fills in lengths left
/// out. `typed`: as align() gives it.
[[nodiscard]] Parsed<void> bindMemory(const Expression &expression, const std::vector<const Value *> &typed,
                                      BoundCall &bound);

} // namespace rumpscope::call
