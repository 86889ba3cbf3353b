// SPDX-License-Identifier: GPL-3.0-or-later
// From the recorder into everything that keeps facts: history, process tree, statistics, link.
#pragma once

#include "clientcore/lineage/process_tree.h"
#include "clientcore/trace/ring/recorder.h"
#include "clientcore/trace/store/statistics.h"
#include "clientcore/trace/store/store.h"
#include "ui/bridge/link_tracker.h"

#include <functional>
#include <optional>
#include <vector>

namespace rumpscope::ui {

/// Not thread-safe: belongs to the UI thread.
class Pump
{
public:
    /// Events kept while paused; what comes after them is counted as lost.
    static constexpr std::size_t kBacklog = 200'000;

    explicit Pump(const trace::Store::Limits &history = {})
        : store(history)
    {}

    /// Takes what was recorded. Nothing for the views while paused: link and lifecycle go on.
    [[nodiscard]] trace::Store::Change drain();
    /// Takes what `source` gives instead; what is recorded meanwhile is passed over.
    using Take = std::function<void(event::Event &&)>;
    [[nodiscard]] trace::Store::Change drain(const std::function<void(const Take &)> &source);
    /// Forgets everything but the recorder and the link. Returns the history so far: a long one takes its
    /// time to end.
    [[nodiscard]] trace::Store reset(const trace::Store::Limits &history,
                                     std::shared_ptr<trace::FrameSource> pages = nullptr);
    void setPaused(bool paused) { m_paused = paused; }
    [[nodiscard]] bool isPaused() const { return m_paused; }
    void clear();

    [[nodiscard]] std::uint64_t lost() const { return recorder.lost() + m_overflow; }

    trace::Recorder recorder;
    trace::Store store;
    lineage::ProcessTree processes;
    trace::SlidingStatistics statistics;
    LinkTracker link;

private:
    void take(event::Event &&event);
    void tickOn(transport::TimePoint when);
    void count(const trace::Store::Change &change);

    bool m_paused = false;
    std::vector<event::Event> m_backlog;
    std::uint64_t m_overflow = 0;
    std::optional<transport::TimePoint> m_ticked; ///< of what `source` gave
};

} // namespace rumpscope::ui
