// SPDX-License-Identifier: BSD-2-Clause
// How a session tells its observer: in order, and nothing after the end.
#pragma once

#include "clientcore/session/observer.h"

#include <mutex>

namespace rumpscope::session {

/// Safe from any thread. Without an observer everything here is nothing.
class Teller
{
public:
    Teller(Observer *observer, SessionId session, bool housekeeping);

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
    [[nodiscard]] ConnectionNote note(ConnectionNote::Kind kind, Generation generation) const;
    void tell(const ConnectionNote &note) noexcept;
    void tell(ConnectionNote::Kind kind, Generation generation) noexcept;
    /// Tells, and then never again: Closed and Died come last.
    void tellLast(const ConnectionNote &note) noexcept;
    /// No word any more.
    void fallSilent() noexcept;

private:
    Observer *const m_observer;
    const SessionId m_session;
    const bool m_housekeeping;
    std::mutex m_mutex; ///< keeps the turns of one connection in order
    bool m_silent = false;
};

} // namespace rumpscope::session
