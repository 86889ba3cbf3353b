// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where commands go to sessions and facts come back: the only thread crossing of the window.
#pragma once

#include "clientcore/lineage/process_tree.h"
#include "clientcore/query/processes.h"
#include "clientcore/retry/policy.h"
#include "clientcore/trace/store/statistics.h"
#include "clientcore/trace/store/store.h"
#include "ui/bridge/call_outcome.h"
#include "ui/bridge/link_status.h"
#include "ui/bridge/load.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>

namespace rumpscope::ui {

using event::SessionId;

class LiveRecorder;
class Replay;

/// Lives on the UI thread and never waits there: every socket operation is made by worker threads it owns.
/// Facts are drained from the recorder 30 times a second at most.
class Workbench : public QObject
{
    Q_OBJECT
public:
    explicit Workbench(QObject *parent = nullptr);
    explicit Workbench(const trace::Store::Limits &history, QObject *parent = nullptr);
    ~Workbench() override; ///< closes all sessions and joins all threads

    // Link
    /// Connects the observer ("rumpscope") and a first guest ("shell"). Ends a previous link.
    void connectTo(const QString &url);
    void disconnectAll();
    void reconnectNow(); ///< when Lost: one attempt for every lost session
    void stopRetrying();
    void setRetry(retry::Policy setting); ///< for all sessions, present and future
    [[nodiscard]] retry::Policy retry() const;
    [[nodiscard]] LinkStatus status() const;

    // Processes. Outcomes arrive as events; failures as notice().
    void newGuest(const QString &commandName);
    void fork(SessionId parent);    ///< prefork, then claim on a new connection
    void prepare(SessionId parent); ///< prefork only: the child stays prepared
    void claim(const wire::Cookie &cookie);
    void cancelPrepared(const wire::Cookie &cookie);
    void exec(SessionId session, const QString &commandName);
    void close(SessionId session);
    void dropConnection(SessionId session);             ///< on purpose, to see what the policy does
    [[nodiscard]] bool isOurs(SessionId session) const; ///< a user session that is not closed
    /// The session commands go to where none is chosen: the first guest that lives.
    [[nodiscard]] std::optional<SessionId> primary() const;
    [[nodiscard]] int clientCount() const; ///< user sessions that are not closed

    /// What the kernel says this process has open is told by filesListed() from now on, about twice a second;
    /// nothing: nobody's.
    void watchFiles(std::optional<std::int32_t> pid);

    // Calls
    /// Parses and makes the call on a worker; callFinished() follows with the same ticket. Mistakes in the
    /// text are found before by call::bind in the composer; here they come back as an outcome too.
    Ticket call(SessionId session, const QString &expression);
    /// Running console calls of a session are ended only by ending its connection.
    [[nodiscard]] int runningCalls(SessionId session) const;

    void startLoad(SessionId session, const LoadSetting &setting);
    void stopLoad(SessionId session);
    [[nodiscard]] bool loadRuns(SessionId session) const;

    // Recordings: shown in place of what is live. All that was connected and seen before is ended and
    // forgotten: ask before.
    void openRecording(const QString &path);
    void closeRecording(); ///< nothing is shown then
    [[nodiscard]] Replay &replay();
    [[nodiscard]] const Replay &replay() const;
    /// Writes what is live into a file while it happens.
    [[nodiscard]] LiveRecorder &recorder();

    /// What else is to be seen in the same history tells its frames and turns here. Any thread; as long as
    /// the workbench.
    [[nodiscard]] event::Sink &observer();

    // Facts, valid on the UI thread between signals
    [[nodiscard]] const trace::Store &store() const;
    [[nodiscard]] const lineage::ProcessTree &processes() const;
    [[nodiscard]] trace::SlidingStatistics::Summary latencySummary() const;
    [[nodiscard]] quint64 lostEvents() const;             ///< recorder's count
    [[nodiscard]] transport::TimePoint startTime() const; ///< zero of the time axis
    /// The present; of a recording the moment that is shown.
    [[nodiscard]] transport::TimePoint now() const;
    /// The moment of startTime() by the calendar, where it is known.
    [[nodiscard]] std::optional<std::chrono::system_clock::time_point> wallStart() const;
    void clearHistory();
    /// While paused facts go on arriving, views are not told: batch() is held back until false again.
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const;

signals:
    void statusChanged();
    /// New facts: at most 30 times a second, only when there are any.
    void batch(const rumpscope::trace::Store::Change &change);
    void historyCleared();
    void sourceChanged(); ///< after historyCleared(): what is shown begins anew, with other times
    void processesChanged();
    void filesListed(qint32 pid, const std::vector<rumpscope::query::OpenFile> &files);
    void callFinished(const rumpscope::ui::CallOutcome &outcome);
    void loadChanged(rumpscope::event::SessionId session);
    /// Something a person should read: a refused command, a lost kernel, an ended load.
    void notice(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace rumpscope::ui
