// SPDX-License-Identifier: BSD-2-Clause
// A packet block and the interface it came in at: what makes a frame of it.
#pragma once

#include "clientcore/event/record.h"
#include "clientcore/recording/block_source.h"

#include <optional>

namespace rumpscope::trace {

using event::Direction;
using event::FrameRecord;
using event::Generation;
using event::SessionId;
using transport::TimePoint;

/// What an interface block says, and whom it belongs to.
struct PacketInterface
{
    std::uint16_t linkType = 0; ///< frames come with kUpperPdu
    SessionId session{};
    Generation generation{1};
    unsigned exponent = 6; ///< a second has 10^exponent ticks, or 2^exponent
    bool binary = false;
    std::int64_t offset = 0; ///< seconds
};

/// Number of the interface that a packet block names.
[[nodiscard]] std::uint32_t interfaceNumber(const BlockSource::Block &block);
/// Why a packet is no frame.
enum class NoFrame {
    OfOthers, ///< it names another dissector, or none
    Damaged,  ///< cut within the frame's header, or its lengths contradict each other
};
/// Of an interface with the link type kUpperPdu. Its place is left out.
[[nodiscard]] tl::expected<FrameRecord, NoFrame> frameOf(const BlockSource::Block &block,
                                                         const PacketInterface &interface);
/// Ticks as nanoseconds; times before 1970 and beyond the 23rd century are not believed. `offset` in seconds.
[[nodiscard]] TimePoint toTime(std::uint64_t ticks, unsigned exponent, bool isBinary, std::int64_t offset);

} // namespace rumpscope::trace
