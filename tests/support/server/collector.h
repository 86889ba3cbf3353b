// SPDX-License-Identifier: GPL-3.0-or-later
// An observer that keeps everything, for tests to look at.
#pragma once

#include "clientcore/event/sink.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace rumpscope::test {

class Collector final : public event::Sink
{
public:
    using Kind = event::ConnectionEvent::Kind;

    void frame(const event::FrameEvent &note) noexcept override;
    void connection(const event::ConnectionEvent &note) noexcept override;

    /// Waits until there are `count` notes of this kind; false after a long while.
    [[nodiscard]] bool await(Kind kind, std::size_t count = 1);
    [[nodiscard]] std::vector<event::ConnectionEvent> notes() const;
    [[nodiscard]] std::vector<event::ConnectionEvent> notes(Kind kind) const;
    /// One word a frame, in order: "→handshake ←handshake →syscall"; housekeeping in parentheses.
    [[nodiscard]] std::string frames() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<event::ConnectionEvent> m_notes;
    std::string m_frames;
};

} // namespace rumpscope::test
