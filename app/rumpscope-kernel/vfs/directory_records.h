// SPDX-License-Identifier: GPL-3.0-or-later
// A directory as getdents(2) gives it out.
#pragma once

#include "app/rumpscope-kernel/vfs/directory.h"

#include <vector>

namespace rumpscope::kernel {

struct Listing
{
    std::vector<std::byte> bytes; ///< whole struct dirents
    std::int64_t position = 0;    ///< where the next listing goes on
    bool atEnd = false;           ///< nothing was left out
};

/// As many entries from `position` on as fit into `room` bytes. Like the root file system of a rump kernel
/// it shows no "." and "..".
[[nodiscard]] Listing encodeEntries(const Directory &directory, std::int64_t position, std::size_t room);

} // namespace rumpscope::kernel
