// SPDX-License-Identifier: GPL-3.0-or-later
// An observer that keeps everything, for tests to look at.
#pragma once

#include "clientcore/session/observer.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace rumpscope::test {

class Collector final : public session::Observer
{
public:
    using Kind = session::ConnectionNote::Kind;

    void frame(const session::FrameNote &note) noexcept override;
    void connection(const session::ConnectionNote &note) noexcept override;

    /// Waits until there are `count` notes of this kind; false after a long while.
    [[nodiscard]] bool await(Kind kind, std::size_t count = 1);
    [[nodiscard]] std::vector<session::ConnectionNote> notes() const;
    [[nodiscard]] std::vector<session::ConnectionNote> notes(Kind kind) const;
    /// One word a frame, in order: "→handshake ←handshake →syscall"; housekeeping in parentheses.
    [[nodiscard]] std::string frames() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<session::ConnectionNote> m_notes;
    std::string m_frames;
};

} // namespace rumpscope::test
