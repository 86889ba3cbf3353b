// SPDX-License-Identifier: GPL-3.0-or-later
// What a history is turned into: lines, tables, traces.
#pragma once

#include "app/rumpscope-cli/record_text.h"
#include "clientcore/lineage/process_tree.h"
#include "clientcore/recording/recording.h"

#include <functional>
#include <memory>
#include <string>

namespace rumpscope::cli {

/// Told of calls when they end, of turns and marks when they happen; of calls that
/// never end, at the end.
class Presenter
{
public:
    using Write = std::function<void(std::string_view)>; ///< takes text as it is,
                                                         ///< newlines included

    virtual ~Presenter() = default;
    /// The time of the first event; comes before everything else.
    virtual void begin(transport::TimePoint /*first*/) {}
    /// `note`: what a person wrote beside it; null where nobody did.
    virtual void call(const trace::CallRecord &record, const trace::Note *note) = 0;
    virtual void turn(const event::ConnectionEvent & /*turn*/) {}
    virtual void mark(const trace::Mark & /*mark*/) {}
    /// `filtered`: where there is a filter, how many calls of each process fulfil it.
    virtual void finish(const lineage::ProcessTree & /*tree*/,
                        const std::optional<lineage::CallCounts> & /*filtered*/)
    {}
};

/// By its word: strace, json, csv, tree, summary, perfetto; null for another
/// one.
[[nodiscard]] std::unique_ptr<Presenter> makePresenter(const std::string &format, Presenter::Write write);

} // namespace rumpscope::cli
