// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/replay.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

transport::TimePoint timeOf(const event::Event &event)
{
    return std::visit([](const auto &one) { return one.time; }, event);
}

} // namespace

Replay::Replay(Clock clock, QObject *parent)
    : QObject(parent)
    , m_clock(std::move(clock))
    , m_workers(1)
{}

Replay::~Replay() = default;

void Replay::open(const QString &path)
{
    m_info = {};
    m_info.path = path;
    m_sessions.clear();
    m_position = {};
    m_stepping = false;
    m_state = State::Opening;
    start();
    emit changed();
}

void Replay::close()
{
    if (m_state == State::None)
        return;
    m_info = {};
    m_state = State::None;
    m_chunk.clear();
    m_at = 0;
    auto before = std::exchange(m_feed, nullptr);
    emit begun(); // nobody looks at frames of the old one from now on
    release(std::move(before));
    emit changed();
}

/// Reads from the beginning.
void Replay::start()
{
    auto before =
        std::exchange(m_feed, std::make_unique<RecordingFeed>(m_info.path.toStdString(), m_sessions));
    m_chunk.clear();
    m_at = 0;
    m_any = false;
    m_given = m_info.begin;
    emit begun();
    release(std::move(before));
}

/// A thread in a slow read shall not hold up the window.
void Replay::release(std::unique_ptr<RecordingFeed> feed)
{
    if (feed)
        m_workers.start(
            [ended = std::shared_ptr<RecordingFeed>(std::move(feed))]() mutable { ended.reset(); });
}

void Replay::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    emit changed();
}

void Replay::play()
{
    if (m_state != State::Paused && m_state != State::Seeking)
        return;
    if (m_position >= m_info.end) {
        m_position = m_info.begin;
        start();
    }
    m_lookedAt = m_clock();
    setState(State::Playing);
}

void Replay::pause()
{
    if (m_state == State::Playing)
        setState(State::Paused);
}

void Replay::step()
{
    if (m_state != State::Playing && m_state != State::Paused)
        return;
    m_stepping = true;
    setState(State::Paused);
}

void Replay::seek(transport::TimePoint when)
{
    if (m_state == State::None || m_state == State::Opening)
        return;
    m_position = std::clamp(when, m_info.begin, m_info.end);
    m_stepping = false;
    if (m_any && m_given > m_position)
        start();
    setState(State::Seeking);
    emit positionChanged();
}

void Replay::setSpeed(double speed)
{
    if (speed == m_speed)
        return;
    move();
    m_speed = speed;
    emit changed();
}

double Replay::progress() const
{
    if (m_state == State::Opening && m_feed) {
        const auto standing = m_feed->standing();
        return standing.bytes == 0
                   ? 0
                   : static_cast<double>(standing.bytesRead) / static_cast<double>(standing.bytes);
    }
    const auto whole = m_position - m_info.begin;
    return m_state == State::Seeking && whole.count() > 0
               ? std::chrono::duration<double>(m_given - m_info.begin) / std::chrono::duration<double>(whole)
               : 1;
}

/// Null while there is none.
const event::Event *Replay::next()
{
    if (m_at >= m_chunk.size()) {
        m_chunk = m_feed ? m_feed->take() : RecordingFeed::Chunk();
        m_at = 0;
    }
    return m_at < m_chunk.size() ? &m_chunk[m_at] : nullptr;
}

void Replay::giveNext(const std::function<void(event::Event &&)> &take)
{
    event::Event &event = m_chunk[m_at++];
    const transport::TimePoint time = timeOf(event);
    if (m_state == State::Opening) {
        m_info.begin = m_any ? m_info.begin : time; // a few may be told a little late
        m_info.end = m_any ? std::max(m_info.end, time) : time;
    }
    m_given = m_any ? std::max(m_given, time) : time;
    m_any = true;
    take(std::move(event));
}

/// On by what has passed since the last time.
void Replay::move()
{
    if (m_state != State::Playing || m_speed == kFastest)
        return;
    const transport::TimePoint now = m_clock();
    const auto passed = std::chrono::duration<double, std::nano>(now - m_lookedAt) * m_speed;
    m_lookedAt = now;
    const auto rest = std::chrono::duration<double, std::nano>(m_info.end - m_position);
    m_position += std::chrono::duration_cast<transport::Duration>(std::min(passed, rest));
}

void Replay::advance(const std::function<void(event::Event &&)> &take, transport::Duration budget)
{
    if (m_state == State::None || (m_state == State::Paused && !m_stepping))
        return;
    const transport::TimePoint before = m_position;
    if (m_stepping)
        giveOne(take);
    else
        giveDue(take, transport::Clock::now() + budget);
    if (!next() && m_feed->over())
        reachEnd();
    else if (m_state == State::Seeking && next() && timeOf(*next()) > m_position)
        setState(State::Paused);
    if (m_position != before || m_state == State::Opening || m_state == State::Seeking)
        emit positionChanged();
}

void Replay::giveOne(const std::function<void(event::Event &&)> &take)
{
    if (!next())
        return;
    giveNext(take);
    m_position = std::max(m_position, m_given);
    m_stepping = false;
}

void Replay::giveDue(const std::function<void(event::Event &&)> &take, transport::TimePoint until)
{
    constexpr unsigned kBetweenLooks = 64;
    move();
    const bool everything = m_state == State::Opening || (m_state == State::Playing && m_speed == kFastest);
    for (unsigned given = 1; next() && (everything || timeOf(*next()) <= m_position); ++given) {
        giveNext(take);
        if (given % kBetweenLooks == 0 && transport::Clock::now() >= until)
            break;
    }
    if (everything)
        m_position = m_given;
}

/// Nothing is left to give.
void Replay::reachEnd()
{
    m_stepping = false;
    if (m_state == State::Opening)
        return endOpening();
    if (m_state == State::Playing && m_speed != kFastest && m_position < m_info.end)
        return; // the last moments are quiet
    setState(State::Paused);
}

void Replay::endOpening()
{
    const auto standing = m_feed->standing();
    if (standing.error && !m_any && standing.frames == 0) {
        const QString sentence = QString::fromStdString(standing.error->sentence);
        close();
        emit failed(sentence);
        return;
    }
    const trace::RecordingFacts &facts = m_feed->facts();
    m_sessions = facts.sessions;
    m_info.frames = facts.frames;
    m_info.lost = facts.lost;
    m_info.wallClock = facts.wallClock;
    m_info.complete = facts.complete;
    m_info.marks = facts.marks;
    m_info.notes = facts.notes;
    m_position = m_info.end;
    if (standing.error)
        m_info.damage = QString::fromStdString(standing.error->sentence);
    setState(State::Paused);
    if (standing.error)
        emit failed(m_info.damage);
}

} // namespace rumpscope::ui
