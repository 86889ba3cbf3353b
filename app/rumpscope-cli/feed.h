// SPDX-License-Identifier: GPL-3.0-or-later
// Events, put together to a history as the window does it, for a presenter.
#pragma once

#include "app/rumpscope-cli/presenter.h"
#include "clientcore/trace/filter/filter.h"
#include "clientcore/trace/store.h"

namespace rumpscope::cli {

/// Calls are told when they have ended, by the time they did; nothing is kept
/// of those told before.
class Feed
{
public:
    /// The presenter outlives it; may be null: then only the sums are kept.
    Feed(Presenter *presenter, trace::Filter filter);

    void add(trace::Event &&event);
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

    Presenter *const m_presenter;
    const trace::Filter m_filter;
    trace::Store m_store;
    lineage::ProcessTree m_tree;
    std::vector<trace::ConnectionEvent> m_turns; ///< since the last flush
    std::size_t m_waiting = 0;                   ///< events since then
    std::optional<trace::TimePoint> m_start;
    std::uint64_t m_shown = 0;
};

} // namespace rumpscope::cli
