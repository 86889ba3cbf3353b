// SPDX-License-Identifier: BSD-2-Clause
// Names of sysctl as people write them.
#pragma once

#include "clientcore/call/scanner.h"

namespace rumpscope::call {

/// "kern.hostname" as the list of numbers the kernel takes: [CTL_KERN, KERN_HOSTNAME]. Components may be
/// numbers. Nodes without constants are known to a running kernel alone: a mistake that says so.
[[nodiscard]] Parsed<Value> sysctlNumbers(const StringValue &name, const Value &at);

} // namespace rumpscope::call
