// SPDX-License-Identifier: BSD-2-Clause
// Several sinks as one.
#pragma once

#include "clientcore/event/sink.h"

#include <vector>

namespace rumpscope::event {

/// Tells each, in the order given, on the thread that tells. They are not owned and outlive it.
class Fanout final : public Sink
{
public:
    explicit Fanout(std::vector<Sink *> sinks)
        : m_sinks(std::move(sinks))
    {}
    void frame(const FrameEvent &note) noexcept override
    {
        for (Sink *sink : m_sinks)
            sink->frame(note);
    }
    void connection(const ConnectionEvent &note) noexcept override
    {
        for (Sink *sink : m_sinks)
            sink->connection(note);
    }

private:
    const std::vector<Sink *> m_sinks;
};

} // namespace rumpscope::event
