// SPDX-License-Identifier: BSD-2-Clause
// How a session publishes its events: in order, and nothing after the last one.
#pragma once

#include "clientcore/event/sink.h"

#include <mutex>

namespace rumpscope::session {

using event::ConnectionEvent;
using event::Direction;
using event::Generation;
using event::SessionId;
using event::Sink;

/// Safe from any thread. Without a sink its functions do nothing.
class Publisher
{
public:
    Publisher(Sink *sink, SessionId session, bool housekeeping);

    /// What a frame is about, beside itself.
    struct About
    {
        std::uint32_t thread = 0;
        bool housekeeping = false;
        std::optional<std::uint64_t> servedReqno{};
    };
    void frame(Direction direction, transport::TimePoint time, Generation generation,
               const wire::FrameView &frame, const About &about) const noexcept;

    /// A note of this session with time, session and flags filled in.
    [[nodiscard]] ConnectionEvent note(ConnectionEvent::Kind kind, Generation generation) const;
    void tell(const ConnectionEvent &note) noexcept;
    void tell(ConnectionEvent::Kind kind, Generation generation) noexcept;
    /// Tells, and then never again: Closed and Died come last.
    void tellLast(const ConnectionEvent &note) noexcept;
    /// No word any more.
    void fallSilent() noexcept;

private:
    Sink *const m_sink;
    const SessionId m_session;
    const bool m_housekeeping;
    std::mutex m_mutex; ///< keeps the turns of one connection in order
    bool m_silent = false;
};

} // namespace rumpscope::session
