// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/recording_feed.h"

namespace rumpscope::ui {

RecordingFeed::RecordingFeed(std::string path, std::vector<event::SessionId> sessions)
    : m_path(std::move(path))
    , m_sessions(std::move(sessions))
{
    m_thread = std::thread([this] { run(); });
}

RecordingFeed::~RecordingFeed()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_room.notify_all();
    m_thread.join();
}

RecordingFeed::Chunk RecordingFeed::take()
{
    Chunk chunk;
    const std::lock_guard lock(m_mutex);
    if (!m_chunks.empty()) {
        chunk = std::move(m_chunks.front());
        m_chunks.pop_front();
        m_room.notify_one();
    }
    return chunk;
}

RecordingFeed::Standing RecordingFeed::standing() const
{
    const std::lock_guard lock(m_mutex);
    return m_standing;
}

bool RecordingFeed::over() const
{
    const std::lock_guard lock(m_mutex);
    return m_standing.ended && m_chunks.empty();
}

void RecordingFeed::note(const trace::RecordingFacts &facts)
{
    m_standing.bytesRead = facts.bytesRead;
    m_standing.bytes = facts.bytes;
    m_standing.frames = facts.frames;
}

bool RecordingFeed::give(Chunk &chunk)
{
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_stop || m_chunks.size() < kChunks; });
    if (m_stop)
        return false;
    if (!chunk.empty())
        m_chunks.push_back(std::move(chunk));
    chunk = {};
    chunk.reserve(kChunk);
    return true;
}

void RecordingFeed::run()
{
    std::optional<trace::RecordingError> error;
    auto source = trace::openRecording(m_path, {.pages = m_pages.get(), .sessions = m_sessions});
    if (!source)
        error = source.error();
    Chunk chunk;
    std::size_t bytes = 0;
    bool goOn = source && give(chunk);
    while (goOn) {
        auto event = (*source)->next();
        if (!event)
            error = event.error();
        if (!event || !*event)
            break;
        if (const auto *frame = std::get_if<event::FrameRecord>(&**event))
            bytes += frame->payload.size();
        chunk.push_back(std::move(**event));
        if (chunk.size() < kChunk && bytes < kChunkBytes)
            continue;
        bytes = 0;
        goOn = give(chunk);
        const std::lock_guard lock(m_mutex);
        note((*source)->facts());
    }
    if (goOn)
        static_cast<void>(give(chunk));
    if (source)
        m_facts = (*source)->facts();
    const std::lock_guard lock(m_mutex);
    note(m_facts);
    m_standing.error = std::move(error);
    m_standing.ended = true;
}

} // namespace rumpscope::ui
