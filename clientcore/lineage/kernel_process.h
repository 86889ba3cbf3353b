// SPDX-License-Identifier: BSD-2-Clause
// Rows of the kernel's own process list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rumpscope::lineage {

/// A row of kern.proc2 (rump_sp, "Processes").
struct KernelProcess
{
    std::int32_t pid = 0;
    std::int32_t ppid = 0;
    std::uint32_t uid = 0;
    std::string comm; ///< what cannot be printed is escaped
};
/// Reads `count` kinfo_proc2 prefixes of `elementSize` bytes; rows that are cut off are left out.
[[nodiscard]] std::vector<KernelProcess> decodeProc2(std::span<const std::byte> bytes,
                                                     std::size_t elementSize);

} // namespace rumpscope::lineage
