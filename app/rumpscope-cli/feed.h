// SPDX-License-Identifier: GPL-3.0-or-later
// Events, put together to a history as the window does it, for a presenter.
#pragma once

#include "app/rumpscope-cli/presenter.h"
#include "clientcore/filter/filter.h"
#include "clientcore/trace/store/store.h"

#include <deque>

namespace rumpscope::cli {

/// Calls are told when they have ended, by the time they did; nothing is kept
/// of those told before. A filter lets calls pass, and no turns of connections.
class Feed
{
public:
    /// What people added to a recording: told beside the events.
    struct Additions
    {
        std::vector<trace::Mark> marks; ///< by their times
        trace::Notes notes;
    };
    /// The presenter outlives it; may be null: then only the sums are kept.
    Feed(Presenter *presenter, trace::Filter filter, Additions additions = {});

    void add(event::Event &&event);
    /// Tells what came since the last time.
    void flush();
    /// ... and what has not ended, and the tree.
    void finish();

    [[nodiscard]] std::uint64_t calls() const { return m_store.callsSeen(); }
    [[nodiscard]] std::uint64_t frames() const { return m_store.framesSeen(); }
    [[nodiscard]] std::uint64_t shown() const { return m_shown; }
    [[nodiscard]] const lineage::ProcessTree &tree() const { return m_tree; }

private:
    void tell(const trace::CallRecord &record);
    /// Turns and marks up to then.
    void tellUntil(transport::TimePoint time);

    Presenter *const m_presenter;
    const trace::Filter m_filter;
    const Additions m_additions;
    std::size_t m_marksTold = 0;
    trace::Store m_store;
    lineage::ProcessTree m_tree;
    std::deque<event::ConnectionEvent> m_turns; ///< not told yet
    std::size_t m_waiting = 0;                  ///< events since then
    std::optional<transport::TimePoint> m_start;
    std::uint64_t m_shown = 0;
    lineage::CallCounts m_counts; ///< of calls that were told
};

} // namespace rumpscope::cli
