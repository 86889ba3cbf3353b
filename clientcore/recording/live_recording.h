// SPDX-License-Identifier: BSD-2-Clause
// A recording that is written while things happen.
#pragma once

#include "clientcore/recording/recording_writer.h"
#include "clientcore/trace/ring/recorder.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace rumpscope::trace {

/// Observes any sessions and taps from any threads; a thread of its own writes. Those who tell never wait for
/// the disk: they put into a ring, and what does not fit there is counted, in the file too.
class LiveRecording final : public event::Sink
{
public:
    struct Settings
    {
        RecordingWriter::Existing existing = RecordingWriter::Existing::Refuse;
        RecordingWriter::Settings file;
        /// Whole frames, and room for a moment in which the disk is slow.
        Recorder::Limits ring{.bytes = 64U << 20, .snapLength = 64U << 10};
    };
    [[nodiscard]] static tl::expected<std::unique_ptr<LiveRecording>, RecordingError>
    start(const std::string &path, Settings settings);
    ~LiveRecording() override; ///< stop()s

    void frame(const event::FrameEvent &note) noexcept override { m_recorder.frame(note); }
    void connection(const event::ConnectionEvent &note) noexcept override { m_recorder.connection(note); }
    /// A remark of the user's. Any thread.
    void mark(std::string text);
    /// What was written beside a call; nothing happens where the call was sent before the recording began.
    /// Any thread.
    void note(const Note &note);

    struct Standing
    {
        std::string path; ///< of the present segment
        std::uint64_t bytes = 0;
        std::uint64_t frames = 0;
        std::uint64_t lost = 0;
        std::optional<RecordingError> error; ///< nothing is written any more
    };
    [[nodiscard]] Standing standing() const;
    /// Writes the rest and closes the file. Any number of times; what is told later is not recorded.
    Standing stop();

private:
    LiveRecording(std::unique_ptr<RecordingWriter> writer, const Settings &settings);
    void run();
    void writeWhatCame();

    Recorder m_recorder;
    std::unique_ptr<RecordingWriter> m_writer; ///< of the thread, and of stop() after its end
    const TimePoint m_began = transport::Clock::now();
    std::uint64_t m_lostSaid = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::vector<Mark> m_marks;
    std::vector<Note> m_notes;
    Standing m_standing;
    std::mutex m_stopping;
    std::thread m_thread;
};

} // namespace rumpscope::trace
