// SPDX-License-Identifier: GPL-3.0-or-later
// Advisory locks, for the calls that take them.
#pragma once

#include "app/rumpscope-kernel/calls/call.h"

namespace rumpscope::kernel {

/// fcntl(F_GETLK, F_SETLK, F_SETLKW): the struct flock at argument 2 comes before the descriptor is looked
/// at.
[[nodiscard]] Task<Outcome<Values>> recordLock(Call &call, std::int32_t command);
/// The lock of flock(2) and of open(O_SHLOCK, O_EXLOCK). EAGAIN when it must not wait.
[[nodiscard]] Task<Outcome<void>> lockWhole(Call &call, FilePtr file, bool exclusive, bool wait);

} // namespace rumpscope::kernel
