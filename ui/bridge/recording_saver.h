// SPDX-License-Identifier: GPL-3.0-or-later
// What is in the history, as a recording.
#pragma once

#include "clientcore/recording/recording.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workbench.h"
#include "ui/bridge/workers.h"

#include <QTimer>
#include <queue>

namespace rumpscope::ui {

/// Takes the history in slices on the UI thread, writes on another one. The file appears under its name when
/// it is whole; what was there before stays until then.
class RecordingSaver : public QObject
{
    Q_OBJECT
public:
    explicit RecordingSaver(Workbench &workbench, QObject *parent = nullptr);
    ~RecordingSaver() override; ///< what was not saved by then is not

    /// Everything up to now. saved() or failed() follows; one at a time.
    void save(const QString &path, const trace::Notes &notes);
    void cancel();
    [[nodiscard]] bool isSaving() const { return m_job != nullptr; }
    [[nodiscard]] double progress() const; ///< 0..1

    static constexpr std::chrono::milliseconds kSlice{8};

signals:
    void saved(const QString &path, quint64 frames);
    void failed(const QString &sentence);

private:
    struct Job;
    /// A frame of a call that has begun: the earliest is written first.
    struct Waiting
    {
        transport::TimePoint time;
        trace::CallId call;
        std::size_t frame;
        friend bool operator<(const Waiting &a, const Waiting &b)
        {
            return std::tie(a.time, a.call, a.frame) > std::tie(b.time, b.call, b.frame);
        }
    };
    void slice();
    void takeCall(const trace::CallRecord &record);
    void writeUntil(std::optional<transport::TimePoint> time);
    void hand();
    void finish();

    Workbench &m_workbench;
    std::shared_ptr<Job> m_job;
    trace::CallId m_next{};
    trace::CallId m_end{};
    std::size_t m_nextTurn = 0;
    std::priority_queue<Waiting> m_waiting;
    std::vector<event::Event> m_batch;
    QTimer m_timer;
    Mailbox m_mailbox;
    Workers m_workers;
};

} // namespace rumpscope::ui
