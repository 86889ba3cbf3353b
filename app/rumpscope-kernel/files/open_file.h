// SPDX-License-Identifier: GPL-3.0-or-later
// open(2): from a path and flags to an open file.
#pragma once

#include "app/rumpscope-kernel/core/call.h"

#include <string>

namespace rumpscope::kernel {

/// Creates, truncates and checks as the flags say. Waits only for the other end of a FIFO.
[[nodiscard]] Task<Outcome<FilePtr>> openFile(Call &call, PathContext context, std::string path,
                                              std::uint32_t flags, std::uint32_t mode);

} // namespace rumpscope::kernel
