// SPDX-License-Identifier: GPL-3.0-or-later
// What is live, into a file while it happens.
#pragma once

#include "clientcore/recording/live_recording.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workers.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>

namespace rumpscope::ui {

/// Lives on the UI thread; as an observer it is told by any threads and hands on to the next one. Files are
/// opened and closed elsewhere.
class LiveRecorder : public QObject, public event::Sink
{
    Q_OBJECT
public:
    struct Setting
    {
        QString path;             ///< must not be there yet
        quint64 segmentBytes = 0; ///< go on in the next file then; 0: never
        unsigned keep = 0;        ///< newest files that stay, 2 at least; 0: all
    };
    /// `next` outlives this object.
    explicit LiveRecorder(event::Sink &next, QObject *parent = nullptr);
    ~LiveRecorder() override; ///< ends the recording

    /// Ends one that runs. `before`: turns of connections that are still up, so that the file knows who is
    /// who.
    void start(const Setting &setting, std::vector<event::ConnectionEvent> before);
    void stop();
    /// Of the file that is written; nothing while none is.
    [[nodiscard]] std::optional<trace::LiveRecording::Standing> standing() const;
    /// Into the recording that is made, if there is one.
    void note(const trace::Note &note);
    /// Looks whether it can still be written: failed() and the end if not. Now and then is enough.
    void check();

    void frame(const event::FrameEvent &note) noexcept override;
    void connection(const event::ConnectionEvent &note) noexcept override;

signals:
    void changed(); ///< begun or ended
    void failed(const QString &sentence);

private:
    using RecordingPtr = std::shared_ptr<trace::LiveRecording>;
    void set(RecordingPtr recording);
    [[nodiscard]] RecordingPtr get() const;

    event::Sink &m_next;
    std::atomic<bool> m_on{false};
    mutable std::shared_mutex m_mutex; ///< guards the next one
    RecordingPtr m_recording;
    quint64 m_wanted = 0; ///< counts starts and stops: a file opened late may be unwanted by then
    Mailbox m_mailbox;
    Workers m_workers;
};

} // namespace rumpscope::ui
