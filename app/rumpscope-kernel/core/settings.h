// SPDX-License-Identifier: GPL-3.0-or-later
// What a practice kernel can be told before it boots.
#pragma once

#include "app/rumpscope-kernel/vfs/file_system.h"

#include <functional>
#include <string>
#include <string_view>

namespace rumpscope::kernel {

struct KernelSettings
{
    /// Empty: "rump-NNNNN.vm" with our own pid, as the real one does.
    std::string hostName;
    FileSystemLimits fileSystem;
    std::size_t maxProcesses = 1044;
    /// Called with one line (no newline) for every call that was answered. Empty: nothing is formatted.
    std::function<void(std::string_view line)> log;
    /// Called with what programs write to /dev/console, unchecked bytes.
    std::function<void(std::string_view bytes)> console;
};

} // namespace rumpscope::kernel
