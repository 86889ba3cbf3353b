// SPDX-License-Identifier: GPL-3.0-or-later
// A directory as getdents(2) gives it out.
#pragma once

#include "app/rumpscope-kernel/vfs/directory.h"

#include <vector>

namespace rumpscope::kernel {

struct Listing
{
    std::vector<std::vector<std::byte>> records; ///< struct dirents
    std::size_t size = 0;                        ///< of all of them
    std::int64_t position = 0;                   ///< where the next listing goes on
};

/// As many entries from `position` on as fit into `room` bytes; each is a COPYOUT of its own. Like the root
/// file system of a rump kernel ours shows no "." and ".."; others do.
[[nodiscard]] Listing encodeEntries(const Directory &directory, std::int64_t position, std::size_t room);

} // namespace rumpscope::kernel
