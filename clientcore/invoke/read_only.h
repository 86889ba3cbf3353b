// SPDX-License-Identifier: BSD-2-Clause
// Which calls read-only mode lets pass.
#pragma once

#include "clientcore/call/marshal.h"

namespace rumpscope::invoke {

/// Whether the call changes nothing but its own process: its descriptors, positions, working directory and
/// limits. A call that is not known to be so changes something. What reading itself does (the access time of
/// a file, the bytes taken out of a pipe, socket or device) does not count as a change.
[[nodiscard]] bool changesNothing(const call::BoundCall &call);

} // namespace rumpscope::invoke
