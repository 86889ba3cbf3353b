// SPDX-License-Identifier: GPL-3.0-or-later
// Permission checks.
#pragma once

#include "app/rumpscope-kernel/proc/credentials.h"
#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

enum Want : unsigned { WantExecute = 1, WantWrite = 2, WantRead = 4 };

/// Whether the effective user may do all of `want` (Want bits); root may, except execute a plain file
/// nobody may execute.
[[nodiscard]] bool permits(const Credentials &who, const Inode &inode, unsigned want);
/// Whether `who` may change permissions, times and the like.
[[nodiscard]] inline bool owns(const Credentials &who, const Inode &inode)
{
    return who.isRoot() || who.effectiveUser == inode.attributes.user;
}

} // namespace rumpscope::kernel
