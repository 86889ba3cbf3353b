// SPDX-License-Identifier: GPL-3.0-or-later
// What a history is turned into: lines, tables, traces.
#pragma once

#include "app/rumpscope-cli/record_text.h"
#include "clientcore/lineage/process_tree.h"

#include <functional>
#include <memory>
#include <string>

namespace rumpscope::cli {

/// Told of calls when they end and of turns when they happen; of calls that
/// never end, at the end.
class Presenter
{
public:
    using Write = std::function<void(std::string_view)>; ///< takes text as it is,
                                                         ///< newlines included

    virtual ~Presenter() = default;
    virtual void call(const trace::CallRecord &record) = 0;
    virtual void turn(const trace::ConnectionEvent & /*turn*/) {}
    virtual void finish(const lineage::ProcessTree & /*tree*/) {}
};

/// By its word: strace, json, csv, tree, summary, perfetto; null for another
/// one.
[[nodiscard]] std::unique_ptr<Presenter> makePresenter(const std::string &format, Presenter::Write write);

} // namespace rumpscope::cli
