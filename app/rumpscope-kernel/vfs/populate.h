// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rumpscope-kernel/vfs/mount_table.h"

namespace rumpscope::kernel {

/// What a freshly booted practice kernel has: /dev, /etc, /tmp and a few files to find. As far as the limits
/// of the file system allow.
void populate(const MountTable &mounts);

} // namespace rumpscope::kernel
