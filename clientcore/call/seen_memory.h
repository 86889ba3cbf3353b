// SPDX-License-Identifier: BSD-2-Clause
// The client's memory as far as it went over the wire.
#pragma once

#include "clientcore/call/bytes.h"
#include "clientcore/call/decode.h"

namespace rumpscope::call {

/// The part of a range that is known: from its start, without gaps.
struct SeenBytes
{
    Bytes bytes;
    bool any = false; ///< something of the range went over, if only zero bytes of it were kept
};

enum class Direction { In, Out };

/// What went over of [address, address + length) that way; never more than the copies hold.
[[nodiscard]] SeenBytes seenMemory(std::span<const Copy> copies, Direction direction, std::uint64_t address,
                                   std::uint64_t length);
/// Read by the kernel, then overwritten by it where it did.
[[nodiscard]] SeenBytes seenBoth(std::span<const Copy> copies, std::uint64_t address, std::uint64_t length);

} // namespace rumpscope::call
