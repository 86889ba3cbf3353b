// SPDX-License-Identifier: GPL-3.0-or-later
// What kqueues hear (EVFILT_VNODE) when names come and go, in the order of a tmpfs.
#pragma once

#include "app/rumpscope-kernel/vfs/path_walk.h"

namespace rumpscope::kernel {

/// The directory has a new name for the inode.
void tellEntered(Directory &parent, const Inode &inode);
/// A name of the inode left the directory; `names`: how many it has without it.
void tellLeft(Directory &parent, Inode &inode, std::uint32_t names);
/// What had the first name has the second now; what had that before is gone.
void tellRenamed(const Place &from, const Place &to, const InodePtr &replaced);

} // namespace rumpscope::kernel
