// SPDX-License-Identifier: BSD-2-Clause
// The bounded ring between the threads that talk to kernels and the one that looks.
#pragma once

#include "clientcore/event/record.h"
#include "clientcore/event/sink.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace rumpscope::trace {

using event::ConnectionEvent;
using event::Direction;
using event::Event;
using event::FrameEvent;
using event::FramePlace;
using event::FrameRecord;
using event::Generation;
using event::kNoPlace;
using event::SessionId;
using transport::TimePoint;

/// Observes any number of sessions from any threads; one reader drains. A frame costs one bounded copy; what
/// does not fit is counted, never waited for.
class Recorder final : public event::Sink
{
public:
    struct Limits
    {
        std::size_t bytes = 32U << 20; ///< of events waiting to be drained; 16 KiB at least
        /// Payload bytes kept of one frame; 64 at least, so that every answer and cookie can be read.
        std::size_t snapLength = 4096;
    };
    Recorder(); ///< with the default limits
    explicit Recorder(Limits limits);
    ~Recorder() override;

    void frame(const event::FrameEvent &note) noexcept override;
    void connection(const event::ConnectionEvent &note) noexcept override;

    /// Hands over everything recorded since the last drain, in order; what is recorded meanwhile waits for
    /// the next one. One thread at a time. Returns how many. If `take` throws, the rest comes with the next
    /// drain.
    std::size_t drain(const std::function<void(Event &&)> &take);
    /// The same, with frames where they lie, for whoever needs no copy of them: until `takeFrame` returns.
    std::size_t drain(const std::function<void(const event::FrameEvent &)> &takeFrame,
                      const std::function<void(ConnectionEvent &&)> &takeTurn);
    /// Events that did not fit, since the beginning. Any thread.
    [[nodiscard]] std::uint64_t lost() const noexcept;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace rumpscope::trace
