// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rumpscope-kernel/core/call.h"

namespace rumpscope::kernel {

/// Another descriptor, from `least` on, for the file the first argument names.
[[nodiscard]] inline Outcome<Values> duplicate(Call &call, std::int32_t least, bool closeOnExec)
{
    auto file = call.file(0);
    if (!file)
        return pass(file);
    const auto fd = call.process->descriptors.add(std::move(*file), closeOnExec, least);
    if (!fd)
        return pass(fd);
    return answer(*fd);
}

} // namespace rumpscope::kernel
