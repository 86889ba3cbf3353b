// SPDX-License-Identifier: BSD-2-Clause
// What the recorder keeps: frames and turns of connections, in the order they happened.
#pragma once

#include "clientcore/event/event.h"
#include "clientcore/wire/frame.h"

#include <variant>

namespace rumpscope::event {

/// Where a recording has a frame: its reader's own number, kNoPlace where there is none.
using FramePlace = std::uint64_t;
inline constexpr FramePlace kNoPlace = ~FramePlace{0};

/// A frame, with as much of its payload as the recorder keeps (snap length).
struct FrameRecord
{
    transport::TimePoint time;
    SessionId session;
    Generation generation;
    Direction direction = Direction::ToServer;
    std::uint32_t thread = 0;
    std::optional<std::uint64_t> servedReqno;
    bool housekeeping = false;
    wire::Header header;
    wire::Bytes payload; ///< a prefix where header.payloadLength() is larger
    FramePlace place = kNoPlace;
};

using Event = std::variant<FrameRecord, ConnectionEvent>;

} // namespace rumpscope::event
