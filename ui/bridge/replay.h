// SPDX-License-Identifier: GPL-3.0-or-later
// An opened recording, and the moment of it that is shown.
#pragma once

#include "ui/bridge/recording_feed.h"
#include "ui/bridge/workers.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace rumpscope::ui {

/// What the window says of the recording it shows.
struct RecordingInfo
{
    QString path;
    quint64 frames = 0;
    quint64 lost = 0; ///< events the recorder had no room for
    transport::TimePoint begin{};
    transport::TimePoint end{};
    bool wallClock = false; ///< times are since 1970
    bool complete = false;  ///< closed by its recorder
    QString damage;         ///< a sentence: why it could not be read to its end; empty if it could
    std::vector<trace::Mark> marks;
    trace::Notes notes;
};

/// Lives on the UI thread. Whoever shows the events calls advance() again and again; reading is done
/// elsewhere. The state at a moment is made by every event up to it, so going back begins anew.
class Replay : public QObject
{
    Q_OBJECT
public:
    enum class State {
        None,    ///< no recording
        Opening, ///< read for the first time, up to its end
        Paused,
        Playing,
        Seeking, ///< on the way to a moment that was asked for
    };
    using Clock = std::function<transport::TimePoint()>; ///< what playing goes by
    explicit Replay(Clock clock, QObject *parent = nullptr);
    ~Replay() override;

    void open(const QString &path);
    void close();
    void play(); ///< from the beginning when it stands at the end
    void pause();
    void step(); ///< to the next event
    void seek(transport::TimePoint when);
    /// Seconds of the recording in one second; kFastest: as fast as it goes.
    void setSpeed(double speed);
    static constexpr double kFastest = 0;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOpen() const { return m_state != State::None; }
    [[nodiscard]] double speed() const { return m_speed; }
    /// The moment shown, or on its way to be: between info().begin and end.
    [[nodiscard]] transport::TimePoint position() const { return m_position; }
    [[nodiscard]] double progress() const; ///< of opening and seeking: 0..1
    [[nodiscard]] const RecordingInfo &info() const { return m_info; }
    [[nodiscard]] std::shared_ptr<trace::RecordingPages> pages()
    {
        return m_feed ? m_feed->pages() : nullptr;
    }

    /// Gives what is due, in the order of the recording, for about `budget`.
    void advance(const std::function<void(event::Event &&)> &take, transport::Duration budget);

signals:
    /// Everything given so far counts no longer: a recording was opened, closed, or begins anew.
    void begun();
    void changed(); ///< state, speed or info
    void positionChanged();
    void failed(const QString &sentence); ///< the recording could not be opened, or not to its end

private:
    void start();
    void release(std::unique_ptr<RecordingFeed> feed);
    void setState(State state);
    void endOpening();
    void reachEnd();
    [[nodiscard]] const event::Event *next();
    void giveNext(const std::function<void(event::Event &&)> &take);
    void giveOne(const std::function<void(event::Event &&)> &take);
    void giveDue(const std::function<void(event::Event &&)> &take, transport::TimePoint until);
    void move();

    const Clock m_clock;
    std::unique_ptr<RecordingFeed> m_feed;
    RecordingFeed::Chunk m_chunk;
    std::size_t m_at = 0; ///< in m_chunk
    std::vector<event::SessionId> m_sessions;
    RecordingInfo m_info;
    State m_state = State::None;
    double m_speed = 1;
    transport::TimePoint m_position{};
    transport::TimePoint m_given{};    ///< time of the latest event given
    transport::TimePoint m_lookedAt{}; ///< by the clock, while playing
    bool m_any = false;                ///< an event was given since begun()
    bool m_stepping = false;
    Workers m_workers; ///< joins feeds: a thread in a slow read shall not hold up the window
};

} // namespace rumpscope::ui
