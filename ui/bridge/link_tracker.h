// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the connections of sessions through their events, and says where the link stands.
#pragma once

#include "clientcore/event/record.h"
#include "ui/bridge/link_status.h"

#include <map>

namespace rumpscope::ui {

/// Not thread-safe: belongs to the thread that drains the recorder.
class LinkTracker
{
public:
    /// A new link to `url`: what was known is forgotten.
    void begin(const QString &url);
    /// The first connection could not be made.
    void failed(const QString &sentence);
    void end(); ///< disconnected by the user
    void event(const event::ConnectionEvent &event);

    /// As `session` has it; the link's own state before there is one.
    [[nodiscard]] LinkStatus status(std::optional<event::SessionId> session, transport::TimePoint now) const;

private:
    struct Connection
    {
        LinkStatus status;
        std::optional<transport::TimePoint> nextAttempt;
    };
    LinkStatus m_link;
    std::map<event::SessionId, Connection> m_connections;
};

} // namespace rumpscope::ui
