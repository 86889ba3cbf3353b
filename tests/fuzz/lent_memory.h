// SPDX-License-Identifier: GPL-3.0-or-later
// What fuzzed clients lend the kernel: paths and structures that make sense, then the input itself.
#pragma once

#include "clientcore/wire/frame.h"

#include <cstddef>
#include <cstdint>

namespace rumpscope::fuzz {

/// The first kLentParts * kLentRoom bytes hold a path or a structure each; pointers in them lead to others.
inline constexpr std::size_t kLentRoom = 64;
inline constexpr std::size_t kLentParts = 43;

/// Which part is what.
namespace part {
inline constexpr std::uint64_t kFile = 0;
inline constexpr std::uint64_t kOtherFile = 1;
inline constexpr std::uint64_t kFolder = 10;
inline constexpr std::uint64_t kTmpfs = 11;
inline constexpr std::uint64_t kInetName = 12;
inline constexpr std::uint64_t kLocalName = 13;
inline constexpr std::uint64_t kMessage = 14;
inline constexpr std::uint64_t kVector = 15;
inline constexpr std::uint64_t kRights = 16;
inline constexpr std::uint64_t kLength = 17;
inline constexpr std::uint64_t kFirstEvent = 19;
inline constexpr std::uint64_t kEvents = 8;
inline constexpr std::uint64_t kNow = 27;
inline constexpr std::uint64_t kSoon = 28;
inline constexpr std::uint64_t kPeriod = 29;
inline constexpr std::uint64_t kInterval = 30;
inline constexpr std::uint64_t kSignal = 31;
inline constexpr std::uint64_t kFirstName = 32;
inline constexpr std::uint64_t kNames = 4;
inline constexpr std::uint64_t kPolled = 36;
inline constexpr std::uint64_t kMountArguments = 37;
inline constexpr std::uint64_t kRange = 38;
inline constexpr std::uint64_t kSet = 39;
inline constexpr std::uint64_t kRoom = 40;
inline constexpr std::uint64_t kScratch = 41; ///< copied out to, for what it is worth: nothing is kept
} // namespace part

[[nodiscard]] wire::Bytes lentMemory(const std::uint8_t *data, std::size_t size);

} // namespace rumpscope::fuzz
