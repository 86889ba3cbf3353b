// SPDX-License-Identifier: BSD-2-Clause
// Several observers as one.
#pragma once

#include "clientcore/session/observer.h"

#include <vector>

namespace rumpscope::trace {

/// Tells each, in the order given, on the thread that tells. They are not owned and outlive it.
class Fanout final : public session::Observer
{
public:
    explicit Fanout(std::vector<session::Observer *> observers)
        : m_observers(std::move(observers))
    {}
    void frame(const session::FrameNote &note) noexcept override
    {
        for (session::Observer *observer : m_observers)
            observer->frame(note);
    }
    void connection(const session::ConnectionNote &note) noexcept override
    {
        for (session::Observer *observer : m_observers)
            observer->connection(note);
    }

private:
    const std::vector<session::Observer *> m_observers;
};

} // namespace rumpscope::trace
