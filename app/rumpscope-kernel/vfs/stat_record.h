// SPDX-License-Identifier: GPL-3.0-or-later
// struct stat as the client gets it.
#pragma once

#include "app/rumpscope-kernel/vfs/inode.h"

#include <vector>

namespace rumpscope::kernel {

[[nodiscard]] std::vector<std::byte> encodeStat(const Inode &inode);
struct NamelessStat
{
    std::uint32_t mode = 0; ///< type and permissions
    std::uint64_t size = 0; ///< what can be read from it
    std::uint32_t blockSize = 0;
};
/// For what has no inode: pipes, sockets, the console.
[[nodiscard]] std::vector<std::byte> encodeNamelessStat(const NamelessStat &what, const Timestamp &made);

} // namespace rumpscope::kernel
