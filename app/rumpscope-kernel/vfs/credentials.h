// SPDX-License-Identifier: GPL-3.0-or-later
// Who a process is. Every client starts as root.
#pragma once

#include <cstdint>
#include <vector>

namespace rumpscope::kernel {

struct Credentials
{
    std::uint32_t realUser = 0;
    std::uint32_t effectiveUser = 0;
    std::uint32_t savedUser = 0;
    std::uint32_t realGroup = 0;
    std::uint32_t effectiveGroup = 0;
    std::uint32_t savedGroup = 0;
    std::vector<std::uint32_t> groups;

    [[nodiscard]] bool isRoot() const { return effectiveUser == 0; }
    [[nodiscard]] bool inGroup(std::uint32_t group) const;
};

} // namespace rumpscope::kernel
