// SPDX-License-Identifier: GPL-3.0-or-later
// struct stat as the client gets it.
#pragma once

#include "app/rumpscope-kernel/vfs/inode.h"

#include <vector>

namespace rumpscope::kernel {

[[nodiscard]] std::vector<std::byte> encodeStat(const Inode &inode);
/// For a pipe without a name: its size is what can be read from it.
[[nodiscard]] std::vector<std::byte> encodePipeStat(std::uint64_t stored, const Timestamp &made);

} // namespace rumpscope::kernel
