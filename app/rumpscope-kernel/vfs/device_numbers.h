// SPDX-License-Identifier: GPL-3.0-or-later
// Which device numbers mean which device: NetBSD/amd64's (major 2, the memory devices; major 0, the console),
// and 256 for the random ones, the first number a rump kernel gives out itself.
#pragma once

#include <cstdint>
#include <optional>

namespace rumpscope::kernel {

enum class DeviceKind { Null, Zero, Console, Random };

/// NetBSD's makedev.
[[nodiscard]] constexpr std::uint64_t makeDevice(std::uint32_t major, std::uint32_t minor)
{
    return ((static_cast<std::uint64_t>(major) << 8U) & 0x000fff00U) |
           ((static_cast<std::uint64_t>(minor) << 12U) & 0xfff00000U) | (minor & 0xffU);
}

inline constexpr std::uint64_t kConsoleDevice = makeDevice(0, 0);
inline constexpr std::uint64_t kNullDevice = makeDevice(2, 2);
inline constexpr std::uint64_t kZeroDevice = makeDevice(2, 12);
inline constexpr std::uint64_t kRandomDevice = makeDevice(256, 0);
inline constexpr std::uint64_t kUrandomDevice = makeDevice(256, 1);

[[nodiscard]] constexpr std::optional<DeviceKind> deviceKind(std::uint64_t device)
{
    switch (device) {
    case kConsoleDevice:
        return DeviceKind::Console;
    case kNullDevice:
        return DeviceKind::Null;
    case kZeroDevice:
        return DeviceKind::Zero;
    case kRandomDevice:
    case kUrandomDevice:
        return DeviceKind::Random;
    default:
        return std::nullopt;
    }
}

} // namespace rumpscope::kernel
