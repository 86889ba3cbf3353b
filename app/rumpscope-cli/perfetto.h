// SPDX-License-Identifier: GPL-3.0-or-later
// Chrome's trace format, which ui.perfetto.dev and chrome://tracing open.
#pragma once

#include "app/rumpscope-cli/presenter.h"

#include <map>

namespace rumpscope::cli {

/// A process a connection, a thread a lane of calls, copies as spans within
/// their calls, turns as instants.
class Perfetto final : public Presenter
{
public:
    explicit Perfetto(Write write);
    void begin(transport::TimePoint first) override { m_zero = first; }
    void call(const trace::CallRecord &record, const trace::Note *note) override;
    void turn(const event::ConnectionEvent &turn) override;
    void mark(const trace::Mark &mark) override;
    void finish(const lineage::ProcessTree &tree,
                const std::optional<lineage::CallCounts> &filtered) override;

private:
    using Life = std::pair<event::SessionId, event::Generation>;
    struct Process
    {
        unsigned number = 0;
        std::string name;
    };
    Process &processOf(event::SessionId session, event::Generation generation);
    [[nodiscard]] double stamp(transport::TimePoint time) const;
    [[nodiscard]] Json span(std::string name, unsigned process, std::uint32_t thread,
                            transport::TimePoint from, transport::TimePoint to) const;
    void copies(const trace::CallRecord &record, unsigned process);
    void put(const Json &event);

    const Write m_write;
    bool m_first = true;
    transport::TimePoint
        m_zero{}; ///< times are written from here on: whole ones have more digits than JSON keeps
    std::map<Life, Process> m_processes;
};

} // namespace rumpscope::cli
