// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace rumpscope::kernel {

/// Wall clock time as struct timespec has it.
struct Timestamp
{
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    [[nodiscard]] static Timestamp now();
    // clang-tidy 14 takes the zero that an order is compared with for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    friend auto operator<=>(const Timestamp &, const Timestamp &) = default;
};

} // namespace rumpscope::kernel
