// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/sysctl_shape.h"

#include "clientcore/abi/netbsd.h"

namespace rumpscope::call {

namespace {

std::int64_t component(std::span<const std::byte> mib, std::size_t index)
{
    return loadSigned(part(mib, index * 4, 4));
}

/// The caller names the size of one element in the fifth component; smaller ones are prefixes.
SysctlShape table(std::span<const std::byte> mib, const char *structure)
{
    const std::int64_t size = component(mib, 4);
    return size <= 0 ? SysctlShape{}
                     : SysctlShape{abi::findStructure(structure), static_cast<std::size_t>(size), true};
}

} // namespace

SysctlShape sysctlShape(std::span<const std::byte> mib)
{
    const std::size_t count = mib.size() / 4;
    if (count == 0)
        return {};
    if (component(mib, count - 1) == abi::NB_CTL_QUERY)
        return {abi::findStructure("sysctlnode"), 0, true};
    if (count < 2 || component(mib, 0) != abi::NB_CTL_KERN)
        return {};
    switch (component(mib, 1)) {
    case abi::NB_KERN_PROC2:
        return count == 6 ? table(mib, "kinfo_proc2") : SysctlShape{};
    case abi::NB_KERN_FILE2:
        return count == 6 ? table(mib, "kinfo_file") : SysctlShape{};
    case abi::NB_KERN_BOOTTIME:
        return {abi::findStructure("timespec"), 0, false};
    default:
        return {};
    }
}

} // namespace rumpscope::call
