// SPDX-License-Identifier: GPL-3.0-or-later
// What fuzzed clients lend the kernel: paths and structures that make sense, then the input itself.
#pragma once

#include "clientcore/wire/frame.h"

#include <cstddef>
#include <cstdint>

namespace rumpscope::fuzz {

/// The first kLentParts * kLentRoom bytes hold a path or a structure each; pointers in them lead to others.
inline constexpr std::size_t kLentRoom = 64;
inline constexpr std::size_t kLentParts = 40;

[[nodiscard]] wire::Bytes lentMemory(const std::uint8_t *data, std::size_t size);

} // namespace rumpscope::fuzz
