// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/teller.h"

#include <atomic>

namespace rumpscope::session {

SessionId nextSessionId() noexcept
{
    static std::atomic<std::uint32_t> last{0};
    return SessionId{++last};
}

Teller::Teller(Observer *observer, SessionId session, bool housekeeping)
    : m_observer(observer)
    , m_session(session)
    , m_housekeeping(housekeeping)
{}

void Teller::frame(Direction direction, transport::TimePoint time, Generation generation,
                   const wire::FrameView &frame, const About &about) const noexcept
{
    if (m_observer)
        m_observer->frame({time, m_session, generation, direction, about.thread, about.servedReqno,
                           about.housekeeping || m_housekeeping, frame});
}

ConnectionNote Teller::note(ConnectionNote::Kind kind, Generation generation) const
{
    ConnectionNote note;
    note.time = transport::Clock::now();
    note.session = m_session;
    note.generation = generation;
    note.kind = kind;
    note.housekeeping = m_housekeeping;
    return note;
}

void Teller::tell(const ConnectionNote &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_observer && !m_silent)
        m_observer->connection(note);
}

void Teller::tell(ConnectionNote::Kind kind, Generation generation) noexcept
{
    tell(note(kind, generation));
}

void Teller::tellLast(const ConnectionNote &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_observer && !m_silent)
        m_observer->connection(note);
    m_silent = true;
}

void Teller::fallSilent() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_silent = true;
}

} // namespace rumpscope::session
