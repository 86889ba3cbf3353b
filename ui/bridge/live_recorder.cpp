// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/live_recorder.h"

namespace rumpscope::ui {

LiveRecorder::LiveRecorder(event::Sink &next, QObject *parent)
    : QObject(parent)
    , m_next(next)
    , m_workers(1)
{}

LiveRecorder::~LiveRecorder()
{
    set(nullptr);
}

void LiveRecorder::frame(const event::FrameEvent &note) noexcept
{
    m_next.frame(note);
    if (!m_on.load(std::memory_order_relaxed))
        return;
    const std::shared_lock lock(m_mutex);
    if (m_recording)
        m_recording->frame(note);
}

void LiveRecorder::connection(const event::ConnectionEvent &note) noexcept
{
    m_next.connection(note);
    const std::shared_lock lock(m_mutex);
    if (m_recording)
        m_recording->connection(note);
}

LiveRecorder::RecordingPtr LiveRecorder::get() const
{
    const std::shared_lock lock(m_mutex);
    return m_recording;
}

/// The one before is closed by a worker: that writes what it still has.
void LiveRecorder::set(RecordingPtr recording)
{
    {
        const std::unique_lock lock(m_mutex);
        m_recording.swap(recording);
        m_on = m_recording != nullptr;
    }
    if (!recording)
        return;
    m_workers.start([this, ended = std::move(recording)] {
        const auto last = ended->stop();
        if (last.error)
            m_mailbox.post(
                [this, text = QString::fromStdString(last.error->sentence)] { emit failed(text); });
    });
}

void LiveRecorder::start(const Setting &setting, std::vector<event::ConnectionEvent> before)
{
    stop();
    m_workers.start([this, setting, before = std::move(before), wanted = ++m_wanted] {
        auto opened = trace::LiveRecording::start(
            setting.path.toStdString(),
            {.file = {.segmentBytes = setting.segmentBytes, .keepSegments = setting.keep}});
        if (!opened) {
            m_mailbox.post(
                [this, text = QString::fromStdString(opened.error().sentence)] { emit failed(text); });
            return;
        }
        for (const event::ConnectionEvent &event : before)
            (*opened)->connection(event);
        m_mailbox.post([this, wanted, recording = RecordingPtr(std::move(*opened))] {
            if (wanted != m_wanted)
                return;
            set(recording);
            emit changed();
        });
    });
}

void LiveRecorder::stop()
{
    ++m_wanted;
    if (!get())
        return;
    set(nullptr);
    emit changed();
}

std::optional<trace::LiveRecording::Standing> LiveRecorder::standing() const
{
    const RecordingPtr recording = get();
    return recording ? std::optional(recording->standing()) : std::nullopt;
}

void LiveRecorder::note(const trace::Note &note)
{
    if (const RecordingPtr recording = get())
        recording->note(note);
}

void LiveRecorder::check()
{
    if (const auto now = standing(); now && now->error)
        stop(); // closing it says why
}

} // namespace rumpscope::ui
