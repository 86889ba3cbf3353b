// SPDX-License-Identifier: GPL-3.0-or-later
// The one time range that latency, connection lane and throughput show.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace rumpscope::ui {

/// Times are seconds since Workbench::startTime. While it follows, the right edge is now.
class TimeAxis : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<double()>; ///< seconds since Workbench::startTime
    explicit TimeAxis(Clock now, QObject *parent = nullptr);

    [[nodiscard]] double now() const { return m_clock(); }
    [[nodiscard]] double begin() const { return m_end - m_window; }
    [[nodiscard]] double end() const { return m_end; }
    [[nodiscard]] double window() const { return m_window; }
    [[nodiscard]] bool follows() const { return m_follows; }
    [[nodiscard]] bool isPaused() const { return m_paused; }

    void setWindow(double seconds);
    void setFollow(bool follow);
    /// The picture stands still, whatever else happens; following goes on when it ends.
    void setPaused(bool paused);
    /// `factor` below 1 shows less time; the moment `anchor` keeps its place (the right edge while
    /// following).
    void zoom(double factor, double anchor);
    /// Moves what is seen by `seconds`; leaves following, and takes it up again at the right end.
    void pan(double seconds);
    void showTime(double time); ///< makes `time` visible without zooming

    /// A moment marked in every view: of the selected call.
    void setMark(std::optional<double> time);
    [[nodiscard]] std::optional<double> mark() const { return m_mark; }

    static constexpr double kDefaultWindow = 60;
    static constexpr double kShortest = 0.05;
    static constexpr double kLongest = 24 * 3600;

signals:
    void changed();
    void followChanged(bool follows);

private:
    void tick();
    void schedule();

    Clock m_clock;
    QTimer m_timer;
    double m_end = 0;
    double m_window = kDefaultWindow;
    bool m_follows = true;
    bool m_paused = false;
    std::optional<double> m_mark;
};

} // namespace rumpscope::ui
