// SPDX-License-Identifier: GPL-3.0-or-later
// What setsockopt(2) sets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

namespace rumpscope::kernel {

struct BufferSizes
{
    std::size_t send = 0;
    std::size_t receive = 0;
};

struct SocketOptions
{
    std::uint32_t flags = 0;                  ///< SO_REUSEADDR and its kind: the option's number is its bit
    std::int32_t linger = 0;                  ///< seconds
    std::chrono::microseconds sendTimeout{0}; ///< 0: none
    std::chrono::microseconds receiveTimeout{0};
    std::int32_t sendLowWater = 2048;
    std::int32_t receiveLowWater = 1;
    std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> others; ///< by level and option
    [[nodiscard]] bool has(std::int64_t option) const
    {
        return (flags & static_cast<std::uint32_t>(option)) != 0;
    }
};

} // namespace rumpscope::kernel
