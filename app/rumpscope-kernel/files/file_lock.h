// SPDX-License-Identifier: GPL-3.0-or-later
// Advisory locks, for the calls that take them.
#pragma once

#include "app/rumpscope-kernel/core/call.h"
#include "app/rumpscope-kernel/vfs/record_locks.h"

namespace rumpscope::kernel {

/// Waits until nothing stands in the way of a lock, then takes it. EAGAIN when it must not wait, EDEADLK
/// where processes would wait for each other.
[[nodiscard]] Task<Outcome<void>> takeLock(Call &call, std::shared_ptr<Inode> inode, RecordLock wanted,
                                           bool wait);
/// The lock of flock(2) and of open(O_SHLOCK, O_EXLOCK). EAGAIN when it must not wait.
[[nodiscard]] Task<Outcome<void>> lockWhole(Call &call, FilePtr file, bool exclusive, bool wait);

} // namespace rumpscope::kernel
