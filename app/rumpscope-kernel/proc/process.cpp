// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/process.h"

namespace rumpscope::kernel {

std::array<ResourceLimit, kResourceLimits> defaultLimits()
{
    constexpr std::uint64_t kInfinity = INT64_MAX;
    constexpr std::uint64_t kMegabyte = 1U << 20;
    std::array<ResourceLimit, kResourceLimits> limits;
    limits.fill({kInfinity, kInfinity});
    limits[NB_RLIMIT_STACK] = {4 * kMegabyte, 128 * kMegabyte};
    limits[NB_RLIMIT_MEMLOCK] = {512 * kMegabyte / 3, 512 * kMegabyte};
    limits[NB_RLIMIT_NPROC] = {160, 1044};
    limits[NB_RLIMIT_NOFILE] = {DescriptorTable::kDefaultLimit, DescriptorTable::kMost};
    limits[NB_RLIMIT_NTHR] = {160, 2048};
    return limits;
}

} // namespace rumpscope::kernel
