// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/time_axis.h"

#include <algorithm>

namespace rumpscope::ui {

TimeAxis::TimeAxis(Clock now, QObject *parent)
    : QObject(parent)
    , m_clock(std::move(now))
{
    m_end = m_clock();
    connect(&m_timer, &QTimer::timeout, this, &TimeAxis::tick);
    schedule();
}

void TimeAxis::setWindow(double seconds)
{
    seconds = std::clamp(seconds, kShortest, kLongest);
    if (seconds == m_window)
        return;
    m_window = seconds;
    schedule();
    emit changed();
}

void TimeAxis::setFollow(bool follow)
{
    if (follow == m_follows)
        return;
    m_follows = follow;
    if (m_follows && !m_paused)
        m_end = m_clock();
    schedule();
    emit followChanged(m_follows);
    emit changed();
}

void TimeAxis::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    schedule();
    if (!m_paused && m_follows)
        tick();
}

void TimeAxis::zoom(double factor, double anchor)
{
    const double window = std::clamp(m_window * factor, kShortest, kLongest);
    if (!m_follows) {
        const double part = (anchor - begin()) / m_window;
        m_end = anchor + (1 - part) * window;
    }
    m_window = window;
    schedule();
    emit changed();
}

void TimeAxis::pan(double seconds)
{
    const double now = m_clock();
    m_end = std::max(m_end + seconds, m_window * 0.1);
    const bool atEnd = seconds > 0 && m_end >= now;
    if (atEnd)
        m_end = now;
    if (m_follows != atEnd) {
        m_follows = atEnd;
        schedule();
        emit followChanged(m_follows);
    }
    emit changed();
}

void TimeAxis::showTime(double time)
{
    if (time >= begin() && time <= m_end)
        return;
    const bool followed = m_follows;
    m_follows = false;
    m_end = time + m_window / 2;
    schedule();
    if (followed)
        emit followChanged(false);
    emit changed();
}

void TimeAxis::setMark(std::optional<double> time)
{
    if (time == m_mark)
        return;
    m_mark = time;
    emit changed();
}

void TimeAxis::tick()
{
    const double now = m_clock();
    if (now == m_end) // of a recording that stands still
        return;
    m_end = now;
    emit changed();
}

void TimeAxis::schedule()
{
    // No oftener than the picture moves by about a pixel, and never above 30 times a second.
    m_timer.setInterval(std::clamp(static_cast<int>(m_window * 1'000 / 800), 34, 1'000));
    if (m_follows && !m_paused)
        m_timer.start();
    else
        m_timer.stop();
}

} // namespace rumpscope::ui
