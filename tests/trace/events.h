// SPDX-License-Identifier: BSD-2-Clause
// Hand-made events of hand-made sessions.
#pragma once

#include "clientcore/trace/event.h"
#include "clientcore/wire/frame_writer.h"

#include <string>

namespace rumpscope::test {

/// Microseconds on a clock that only the test moves.
[[nodiscard]] trace::TimePoint at(std::int64_t microseconds);
[[nodiscard]] wire::Cookie cookie(unsigned char filling);

/// One connection of one session, from its client's side: `c.toServer(5, [&](auto &w) { w.prefork(1); })`.
struct Peer
{
    trace::SessionId session{1};
    trace::Generation generation{1};

    template<class Build>
    [[nodiscard]] trace::FrameEvent toServer(std::int64_t time, const Build &build) const
    {
        return made(time, trace::Direction::ToServer, build);
    }
    template<class Build>
    [[nodiscard]] trace::FrameEvent fromServer(std::int64_t time, const Build &build) const
    {
        return made(time, trace::Direction::FromServer, build);
    }
    [[nodiscard]] trace::FrameEvent call(std::int64_t time, std::uint64_t reqno, std::uint32_t number,
                                         const std::vector<std::uint64_t> &arguments = {}) const;
    [[nodiscard]] trace::FrameEvent answer(std::int64_t time, std::uint64_t reqno, std::int64_t value = 0,
                                           std::int32_t error = 0) const;
    [[nodiscard]] trace::ConnectionEvent turn(std::int64_t time, trace::ConnectionEvent::Kind kind,
                                              std::string text = {}) const;
    [[nodiscard]] trace::ConnectionEvent established(std::int64_t time, std::int32_t pid,
                                                     std::string name) const;
    [[nodiscard]] trace::ConnectionEvent about(std::int64_t time, trace::ConnectionEvent::Kind kind,
                                               const wire::Cookie &value) const;

private:
    template<class Build>
    [[nodiscard]] trace::FrameEvent made(std::int64_t time, trace::Direction direction,
                                         const Build &build) const
    {
        wire::FrameWriter writer;
        build(writer);
        return fromBytes(time, direction, writer.bytes());
    }
    [[nodiscard]] trace::FrameEvent fromBytes(std::int64_t time, trace::Direction direction,
                                              wire::ByteView bytes) const;
};

/// What a session would have told to record this event. Points into the event.
[[nodiscard]] session::FrameNote noteOf(const trace::FrameEvent &event);

} // namespace rumpscope::test
