// SPDX-License-Identifier: GPL-3.0-or-later
// Through a recording: play, step, a slider over its time, speed; while it opens, how far that has come.
#pragma once

#include "ui/bridge/replay.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QToolButton;

namespace rumpscope::ui {

class ElidedLabel;

class ReplayBar : public QWidget
{
    Q_OBJECT
public:
    explicit ReplayBar(QWidget *parent = nullptr);

    void show(const Replay &replay); ///< hides itself where nothing is open
    [[nodiscard]] QSlider *slider() const { return m_slider; }

    /// Milliseconds in which the slider is let come to rest before everything goes there.
    static constexpr int kRest = 60;

signals:
    void playRequested();
    void pauseRequested();
    void stepRequested();
    void seekRequested(rumpscope::transport::TimePoint when);
    void speedRequested(double speed);
    void closeRequested(); ///< also: give up opening

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QToolButton *addButton(const QString &icon, const QString &name);
    void fillSpeeds();
    void showTime(transport::TimePoint when);
    [[nodiscard]] transport::TimePoint momentOf(int value) const;

    QToolButton *m_play;
    QToolButton *m_step;
    QSlider *m_slider;
    QLabel *m_time;
    QComboBox *m_speed;
    ElidedLabel *m_opening;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QToolButton *m_close;
    QTimer m_rest;
    transport::TimePoint m_begin{};
    transport::TimePoint m_end{};
    bool m_wallClock = false;
    bool m_plays = false;
    bool m_showing = false; ///< the slider is moved by us
};

} // namespace rumpscope::ui
