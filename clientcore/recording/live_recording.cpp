// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/live_recording.h"

#include <utility>

namespace rumpscope::trace {

namespace {

/// What happened is in the file after this at most.
constexpr auto kPause = std::chrono::milliseconds(20);
/// While much happens: the ring starts anew whenever it is empty, and its beginning is warm memory.
constexpr auto kShortPause = std::chrono::milliseconds(1);
constexpr std::uint64_t kMuch = 64U << 10; ///< bytes written in one go
constexpr std::size_t kMostMarks = 1000;

} // namespace

tl::expected<std::unique_ptr<LiveRecording>, RecordingError> LiveRecording::start(const std::string &path,
                                                                                  Settings settings)
{
    auto writer = RecordingWriter::open(path, settings.existing, settings.file);
    if (!writer)
        return tl::unexpected(writer.error());
    return std::unique_ptr<LiveRecording>(new LiveRecording(std::move(*writer), settings));
}

LiveRecording::LiveRecording(std::unique_ptr<RecordingWriter> writer, const Settings &settings)
    : m_recorder(settings.ring)
    , m_writer(std::move(writer))
{
    m_standing.path = m_writer->path();
    m_thread = std::thread([this] { run(); });
}

LiveRecording::~LiveRecording()
{
    stop();
}

void LiveRecording::mark(std::string text)
{
    const std::lock_guard lock(m_mutex);
    if (m_marks.size() < kMostMarks)
        m_marks.push_back({transport::Clock::now(), std::move(text)});
    m_wake.notify_all();
}

void LiveRecording::note(const Note &note)
{
    if (note.sent < m_began)
        return;
    const std::lock_guard lock(m_mutex);
    m_notes.push_back(note);
    m_wake.notify_all();
}

LiveRecording::Standing LiveRecording::standing() const
{
    const std::lock_guard lock(m_mutex);
    return m_standing;
}

LiveRecording::Standing LiveRecording::stop()
{
    const std::lock_guard stopping(m_stopping);
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable()) {
        m_thread.join();
        writeWhatCame();
        m_writer->close();
        const std::lock_guard lock(m_mutex);
        m_standing.bytes = m_writer->bytes();
        m_standing.error = m_writer->error();
    }
    return standing();
}

void LiveRecording::run()
{
    std::unique_lock lock(m_mutex);
    bool busy = false;
    while (!m_stop) {
        m_wake.wait_for(lock, busy ? kShortPause : kPause,
                        [this] { return m_stop || !m_marks.empty() || !m_notes.empty(); });
        lock.unlock();
        const std::uint64_t before = m_writer->bytes();
        writeWhatCame();
        busy = m_writer->bytes() - before >= kMuch;
        lock.lock();
    }
}

void LiveRecording::writeWhatCame()
{
    std::vector<Mark> marks;
    std::vector<Note> notes;
    {
        const std::lock_guard lock(m_mutex);
        marks.swap(m_marks);
        notes.swap(m_notes);
    }
    m_recorder.drain([this](const event::FrameEvent &frame) { m_writer->add(frame); },
                     [this](ConnectionEvent &&turn) { m_writer->add(turn); });
    const std::uint64_t lost = m_recorder.lost();
    m_writer->lost(lost - std::exchange(m_lostSaid, lost));
    for (const Mark &mark : marks)
        m_writer->mark(mark.time, mark.text);
    for (const Note &note : notes)
        m_writer->note(note);
    m_writer->flush();
    const std::lock_guard lock(m_mutex);
    m_standing.path = m_writer->path();
    m_standing.bytes = m_writer->bytes();
    m_standing.frames = m_writer->frames();
    m_standing.lost = lost;
    m_standing.error = m_writer->error();
}

} // namespace rumpscope::trace
