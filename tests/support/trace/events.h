// SPDX-License-Identifier: BSD-2-Clause
// Hand-made events of hand-made sessions.
#pragma once

#include "clientcore/event/record.h"
#include "clientcore/wire/frame_writer.h"

#include <string>

namespace rumpscope::test {

/// Microseconds on a clock that only the test moves.
[[nodiscard]] transport::TimePoint at(std::int64_t microseconds);
[[nodiscard]] wire::Cookie cookie(unsigned char filling);

/// One connection of one session, from its client's side: `c.toServer(5, [&](auto &w) { w.prefork(1); })`.
struct Peer
{
    event::SessionId session{1};
    event::Generation generation{1};

    template<class Build>
    [[nodiscard]] event::FrameRecord toServer(std::int64_t time, const Build &build) const
    {
        return made(time, event::Direction::ToServer, build);
    }
    template<class Build>
    [[nodiscard]] event::FrameRecord fromServer(std::int64_t time, const Build &build) const
    {
        return made(time, event::Direction::FromServer, build);
    }
    [[nodiscard]] event::FrameRecord call(std::int64_t time, std::uint64_t reqno, std::uint32_t number,
                                          const std::vector<std::uint64_t> &arguments = {}) const;
    [[nodiscard]] event::FrameRecord answer(std::int64_t time, std::uint64_t reqno, std::int64_t value = 0,
                                            std::int32_t error = 0) const;
    [[nodiscard]] event::ConnectionEvent turn(std::int64_t time, event::ConnectionEvent::Kind kind,
                                              std::string text = {}) const;
    [[nodiscard]] event::ConnectionEvent established(std::int64_t time, std::int32_t pid,
                                                     std::string name) const;
    [[nodiscard]] event::ConnectionEvent about(std::int64_t time, event::ConnectionEvent::Kind kind,
                                               const wire::Cookie &value) const;

private:
    template<class Build>
    [[nodiscard]] event::FrameRecord made(std::int64_t time, event::Direction direction,
                                          const Build &build) const
    {
        wire::FrameWriter writer;
        build(writer);
        return fromBytes(time, direction, writer.bytes());
    }
    [[nodiscard]] event::FrameRecord fromBytes(std::int64_t time, event::Direction direction,
                                               wire::ByteView bytes) const;
};

/// What a session would have told to record this event. Points into the event.
[[nodiscard]] event::FrameEvent noteOf(const event::FrameRecord &event);

} // namespace rumpscope::test
