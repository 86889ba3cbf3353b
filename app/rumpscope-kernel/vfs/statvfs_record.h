// SPDX-License-Identifier: GPL-3.0-or-later
// struct statvfs as the client gets it.
#pragma once

#include "app/rumpscope-kernel/vfs/file_system.h"

#include <vector>

namespace rumpscope::kernel {

[[nodiscard]] std::vector<std::byte> encodeStatvfs(const FileSystem &fs);

} // namespace rumpscope::kernel
