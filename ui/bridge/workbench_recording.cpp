// SPDX-License-Identifier: GPL-3.0-or-later
// A recording in the place of what is live: its events, its times.
#include "ui/bridge/workbench_private.h"

#include <algorithm>

namespace rumpscope::ui {

namespace {

/// Of a batch with all that follows from it: the window stays awake, and has time to paint.
constexpr auto kBatch = std::chrono::milliseconds(24);
constexpr auto kLeast = std::chrono::microseconds(500);
constexpr auto kMost = std::chrono::milliseconds(16);
/// Frames stay in the recording: a record is all that is kept of a call.
constexpr trace::Store::Limits kRecorded{.calls = 10'000'000, .bytes = 4ULL << 30};

} // namespace

trace::Store::Change Workbench::Private::fill()
{
    if (!replay.isOpen())
        return facts.drain();
    const auto pages = replay.pages();
    if (const auto error = pages ? pages->takeError() : std::nullopt) // somebody looked at what is gone
        emit q.notice(QString::fromStdString(error->sentence));
    return facts.drain([this](const Pump::Take &take) { replay.advance(take, budget); });
}

/// The views' work grows with the events given: time for these is a part of the whole that is found out.
void Workbench::Private::adapt(transport::Duration took)
{
    budget = std::clamp<transport::Duration>(took > kBatch ? budget * 3 / 4 : budget * 5 / 4, kLeast, kMost);
}

/// What is shown begins anew: with a recording, or without one.
void Workbench::Private::begin()
{
    facts.setPaused(false);
    auto before = std::make_shared<trace::Store>(replay.isOpen() ? facts.reset(kRecorded, replay.pages())
                                                                 : facts.reset(limits));
    ++shownRevision;
    emit q.historyCleared();
    emit q.processesChanged();
    emit q.sourceChanged();
    workers.start([ended = std::move(before)]() mutable { ended.reset(); }); // a million calls take a while
}

void Workbench::openRecording(const QString &path)
{
    closeRecording();
    disconnectAll();
    d->replay.open(path);
}

void Workbench::closeRecording()
{
    d->replay.close();
}

Replay &Workbench::replay()
{
    return d->replay;
}

const Replay &Workbench::replay() const
{
    return d->replay;
}

LiveRecorder &Workbench::recorder()
{
    return d->recorder;
}

transport::TimePoint Workbench::startTime() const
{
    return d->replay.isOpen() ? d->replay.info().begin : d->start;
}

transport::TimePoint Workbench::now() const
{
    return d->replay.isOpen() ? d->replay.position() : transport::Clock::now();
}

std::optional<std::chrono::system_clock::time_point> Workbench::wallStart() const
{
    using std::chrono::system_clock;
    if (!d->replay.isOpen())
        return d->wallStart;
    if (!d->replay.info().wallClock)
        return std::nullopt;
    return system_clock::time_point(
        std::chrono::duration_cast<system_clock::duration>(startTime().time_since_epoch()));
}

} // namespace rumpscope::ui
