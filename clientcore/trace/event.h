// SPDX-License-Identifier: BSD-2-Clause
// What the recorder keeps: frames and turns of connections, in the order they happened.
#pragma once

#include "clientcore/session/observer.h"
#include "clientcore/wire/frame.h"

#include <variant>

namespace rumpscope::trace {

using session::Direction;
using session::Generation;
using session::SessionId;
using transport::TimePoint;

/// Where a recording has a frame: its reader's own number, kNoPlace where there is none.
using FramePlace = std::uint64_t;
inline constexpr FramePlace kNoPlace = ~FramePlace{0};

/// A frame, with as much of its payload as the recorder keeps (snap length).
struct FrameEvent
{
    TimePoint time;
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

using ConnectionEvent = session::ConnectionNote;
using Event = std::variant<FrameEvent, ConnectionEvent>;

} // namespace rumpscope::trace
