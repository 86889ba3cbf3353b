// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/link_tracker.h"

#include "ui/bridge/sentences.h"

namespace rumpscope::ui {

using Kind = event::ConnectionEvent::Kind;

void LinkTracker::begin(const QString &url)
{
    m_connections.clear();
    m_link = {};
    m_link.state = LinkState::Connecting;
    m_link.url = url;
}

void LinkTracker::failed(const QString &sentence)
{
    m_link.state = LinkState::Lost;
    m_link.sentence = sentence;
}

void LinkTracker::end()
{
    m_connections.clear();
    m_link.state = LinkState::Idle;
    m_link.sentence.clear();
}

void LinkTracker::event(const event::ConnectionEvent &event)
{
    auto &[status, nextAttempt] = m_connections[event.session];
    switch (event.kind) {
    case Kind::Established:
        status = {};
        status.state = LinkState::Connected;
        status.banner = event.banner;
        status.generation = static_cast<unsigned>(event.generation);
        status.pid = event.pid;
        nextAttempt.reset();
        break;
    case Kind::Lost:
        status.state = LinkState::Lost;
        status.pid.reset();
        status.attempts = 0;
        if (event.error)
            status.sentence = sentence(*event.error);
        break;
    case Kind::RetryPlanned:
        status.state = LinkState::Retrying;
        status.attempts = event.attempt;
        nextAttempt = event.planned;
        break;
    case Kind::AttemptStarted:
        status.state = LinkState::Retrying;
        nextAttempt.reset();
        break;
    case Kind::AttemptFailed:
        status.attempts = event.attempt + 1;
        if (event.error)
            status.sentence = sentence(*event.error);
        break;
    case Kind::GaveUp:
    case Kind::Died:
    case Kind::Closed:
        status.state = LinkState::Lost;
        nextAttempt.reset();
        if (event.error)
            status.sentence = sentence(*event.error);
        break;
    default:
        break;
    }
}

LinkStatus LinkTracker::status(std::optional<event::SessionId> session, transport::TimePoint now) const
{
    const auto found = session ? m_connections.find(*session) : m_connections.end();
    if (found == m_connections.end() || m_link.state == LinkState::Idle)
        return m_link;
    LinkStatus status = found->second.status;
    status.url = m_link.url;
    if (found->second.nextAttempt)
        status.nextAttempt =
            std::max(std::chrono::nanoseconds(0), std::chrono::nanoseconds(*found->second.nextAttempt - now));
    return status;
}

} // namespace rumpscope::ui
