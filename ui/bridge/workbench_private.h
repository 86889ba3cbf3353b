// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of the workbench: what lives on the UI thread, and how work gets off it and back.
#pragma once

#include "clientcore/session/session.h"
#include "ui/bridge/live_recorder.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/observer_poll.h"
#include "ui/bridge/pump.h"
#include "ui/bridge/replay.h"
#include "ui/bridge/workbench.h"
#include "ui/bridge/workers.h"

#include <map>
#include <set>

namespace rumpscope::ui {

using SessionPtr = std::shared_ptr<session::Session>;

class Workbench::Private
{
public:
    Private(Workbench &workbench, const trace::Store::Limits &history);
    ~Private();

    /// One session of the user's.
    struct Member
    {
        SessionPtr session;
        int calls = 0; ///< console calls under way
        std::shared_ptr<Load> load;
        quint64 loadNumber = 0; ///< counts the loads: an old one's end must not end its successor
    };

    /// The way back from another thread to the link that asked.
    class Reply
    {
    public:
        /// Of the UI thread.
        explicit Reply(Private &workbench);
        /// Runs `task` on the UI thread, unless the workbench is gone or its link is another one by then.
        void operator()(std::function<void()> task) const;
        /// Runs `task` on the UI thread, unless the workbench is gone: for answers that somebody waits for.
        void always(std::function<void()> task) const;
        /// A notice.
        void complain(const event::ClientError &error) const;

    private:
        Private *m_workbench;
        quint64 m_epoch;
        std::shared_ptr<transport::Wakeup> m_stop; ///< as long as somebody may wait for it
    };

    [[nodiscard]] SessionPtr find(SessionId session) const;
    [[nodiscard]] session::SessionOptions options(const QString &commandName, bool housekeeping = false);
    /// Runs on a worker thread.
    void work(std::function<void(const Reply &)> task);
    void adopt(const SessionPtr &session);
    void startPoll(SessionPtr session);
    void endLink();
    void pump();
    [[nodiscard]] trace::Store::Change fill();
    void adapt(transport::Duration took);
    void begin();
    void endLoad(SessionId session, const QString &sentence);
    /// Connects a guest; failures become notices.
    void connectGuest(const QString &commandName);

    Workbench &q;
    const trace::Store::Limits limits; ///< of what is live
    Pump facts;
    LiveRecorder recorder{facts.recorder}; ///< hands on to it
    Replay replay;
    Mailbox mailbox; ///< tasks on their way may hold sessions, and a session's last word goes to the recorder
    std::shared_ptr<transport::Wakeup> stop; ///< ends the waits of this link's first connections
    std::optional<transport::ServerUrl> url;
    std::map<SessionId, Member> members;
    std::shared_ptr<ObserverPoll> poll;
    retry::Policy retry = retry::Policy::forEver();
    quint64 epoch = 0; ///< of the link
    std::optional<std::chrono::nanoseconds> roundTrip;
    std::optional<std::int32_t> watched; ///< whose open files are asked for
    LinkStatus shown;                    ///< as last told
    quint64 tickets = 0;
    quint64 shownRevision = 0;
    transport::TimePoint start = transport::Clock::now();
    std::chrono::system_clock::time_point wallStart = std::chrono::system_clock::now();
    transport::TimePoint ticked{};
    transport::Duration budget =
        std::chrono::milliseconds(4); ///< of giving events of a recording, in a batch
    QTimer timer;
    Workers workers;
};

} // namespace rumpscope::ui
