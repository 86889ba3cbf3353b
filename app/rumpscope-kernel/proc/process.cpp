// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/process.h"

namespace rumpscope::kernel {

std::array<ResourceLimit, kResourceLimits> defaultLimits()
{
    constexpr std::uint64_t kInfinity = INT64_MAX;
    std::array<ResourceLimit, kResourceLimits> limits;
    limits.fill({kInfinity, kInfinity});
    limits[NB_RLIMIT_NPROC] = {160, 1044};
    limits[NB_RLIMIT_NOFILE] = {1024, DescriptorTable::kMost};
    return limits;
}

} // namespace rumpscope::kernel
