// SPDX-License-Identifier: BSD-2-Clause
// Events out of a recording that was written down as JSON lines.
#pragma once

#include "clientcore/recording/recording.h"
#include "clientcore/tap/client_book.h"
#include "clientcore/tap/conversation.h"

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <fstream>
#include <map>

namespace rumpscope::trace {

/// One line a banner, frame, accept or end (tests/data/transcripts/README.md). The bytes go through a tap's
/// understanding: the events are what a tap in that place would have told.
class TranscriptReader final : public EventSource, private event::Sink
{
public:
    TranscriptReader(std::string path, ReadOptions options);

    [[nodiscard]] tl::expected<std::optional<Event>, RecordingError> next() override;
    [[nodiscard]] const RecordingFacts &facts() const override { return m_facts; }

private:
    struct Line;

    void frame(const event::FrameEvent &note) noexcept override;
    void connection(const event::ConnectionEvent &note) noexcept override;
    /// False where it makes no sense.
    [[nodiscard]] bool take(const nlohmann::json &line);
    [[nodiscard]] bool say(const nlohmann::json &line, tap::Conversation &conversation, TimePoint when);
    [[nodiscard]] SessionId steady(SessionId told);
    [[nodiscard]] tap::Conversation *conversation(std::uint32_t connection, TimePoint when);

    const std::string m_path;
    const ReadOptions m_options;
    std::map<SessionId, SessionId> m_sessions; ///< as told by the conversations: as we say
    std::ifstream m_file;
    std::uint64_t m_lines = 0;
    RecordingFacts m_facts;
    tap::ClientBook m_book;
    std::map<std::uint32_t, std::unique_ptr<tap::Conversation>> m_conversations;
    std::deque<Event> m_events; ///< understood and not yet handed out
    std::optional<RecordingError> m_error;
};

} // namespace rumpscope::trace
