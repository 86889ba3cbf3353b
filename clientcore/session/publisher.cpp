// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/publisher.h"

namespace rumpscope::session {

Publisher::Publisher(Sink *sink, SessionId session, bool housekeeping)
    : m_sink(sink)
    , m_session(session)
    , m_housekeeping(housekeeping)
{}

void Publisher::frame(Direction direction, transport::TimePoint time, Generation generation,
                      const wire::FrameView &frame, const About &about) const noexcept
{
    if (m_sink)
        m_sink->frame({time, m_session, generation, direction, about.thread, about.servedReqno,
                       about.housekeeping || m_housekeeping, frame});
}

ConnectionEvent Publisher::note(ConnectionEvent::Kind kind, Generation generation) const
{
    ConnectionEvent note;
    note.time = transport::Clock::now();
    note.session = m_session;
    note.generation = generation;
    note.kind = kind;
    note.housekeeping = m_housekeeping;
    return note;
}

void Publisher::tell(const ConnectionEvent &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_sink && !m_silent)
        m_sink->connection(note);
}

void Publisher::tell(ConnectionEvent::Kind kind, Generation generation) noexcept
{
    tell(note(kind, generation));
}

void Publisher::tellLast(const ConnectionEvent &note) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_sink && !m_silent)
        m_sink->connection(note);
    m_silent = true;
}

void Publisher::fallSilent() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_silent = true;
}

} // namespace rumpscope::session
