// SPDX-License-Identifier: BSD-2-Clause
// Where events are given to.
#pragma once

#include "clientcore/event/event.h"

namespace rumpscope::event {

/// Called on whatever thread did the work, never with a session's lock wanted by that thread: be quick, do
/// not call back into the session. One sink may serve many sessions and must be thread-safe.
class Sink
{
public:
    virtual ~Sink() = default;
    virtual void frame(const FrameEvent &note) noexcept = 0;
    virtual void connection(const ConnectionEvent &note) noexcept = 0;
};

} // namespace rumpscope::event
