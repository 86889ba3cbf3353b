// SPDX-License-Identifier: BSD-2-Clause
// What the value of a sysctl looks like, by its name.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/call/bytes.h"

namespace rumpscope::call {

struct SysctlShape
{
    const abi::Structure *structure = nullptr; ///< null: nothing known
    std::size_t stride = 0; ///< bytes from one to the next, 0 for the size of the structure
    bool list = false;
};

/// `mib`: the name as the kernel read it, ints one after the other.
[[nodiscard]] SysctlShape sysctlShape(std::span<const std::byte> mib);

} // namespace rumpscope::call
