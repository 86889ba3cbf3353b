// SPDX-License-Identifier: GPL-3.0-or-later
// The locks of fcntl(2).
#pragma once

#include "app/rumpscope-kernel/core/call.h"

namespace rumpscope::kernel {

/// fcntl(F_GETLK, F_SETLK, F_SETLKW): the struct flock at argument 2 comes before the descriptor is looked
/// at.
[[nodiscard]] Task<Outcome<Values>> recordLock(Call &call, std::int32_t command);

} // namespace rumpscope::kernel
