// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a recording on a thread of its own, a little ahead of whoever takes the events.
#pragma once

#include "clientcore/recording/recording.h"
#include "clientcore/recording/recording_pages.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace rumpscope::ui {

class RecordingFeed
{
public:
    /// `sessions`: ids for those in it, from an earlier reading.
    RecordingFeed(std::string path, std::vector<event::SessionId> sessions);
    ~RecordingFeed(); ///< ends reading, joins the thread
    RecordingFeed(const RecordingFeed &) = delete;
    RecordingFeed &operator=(const RecordingFeed &) = delete;

    using Chunk = std::vector<event::Event>;
    /// What was read next, in order; empty while nothing is there. Never waits.
    [[nodiscard]] Chunk take();

    struct Standing
    {
        std::uint64_t bytesRead = 0;
        std::uint64_t bytes = 0;
        std::uint64_t frames = 0;
        bool ended = false;                         ///< nothing more is read; chunks may still be there
        std::optional<trace::RecordingError> error; ///< why it ended early
    };
    [[nodiscard]] Standing standing() const;
    [[nodiscard]] bool over() const; ///< everything was taken
    /// What the recording says of itself: once over().
    [[nodiscard]] const trace::RecordingFacts &facts() const { return m_facts; }
    /// For frames of what was taken. May outlive the feed.
    [[nodiscard]] std::shared_ptr<trace::RecordingPages> pages() { return m_pages; }

    static constexpr std::size_t kChunk = 2048;          ///< events
    static constexpr std::size_t kChunkBytes = 1U << 20; ///< payloads at which a chunk is full as well
    static constexpr std::size_t kChunks = 16;           ///< read ahead

private:
    void run();
    /// False once it shall end.
    [[nodiscard]] bool give(Chunk &chunk);
    void note(const trace::RecordingFacts &facts);

    const std::string m_path;
    const std::vector<event::SessionId> m_sessions;
    const std::shared_ptr<trace::RecordingPages> m_pages = std::make_shared<trace::RecordingPages>();
    trace::RecordingFacts m_facts; ///< the thread's, until it has ended
    mutable std::mutex m_mutex;    ///< guards the rest
    std::condition_variable m_room;
    std::deque<Chunk> m_chunks;
    Standing m_standing;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace rumpscope::ui
