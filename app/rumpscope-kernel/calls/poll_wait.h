// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for several files at once: poll, select and their kind.
#pragma once

#include "app/rumpscope-kernel/calls/time_values.h"
#include "app/rumpscope-kernel/core/call.h"

#include <functional>
#include <memory>
#include <vector>

namespace rumpscope::kernel {

/// Files held while a call waits for them, so that their queues live.
class WatchedFiles
{
public:
    explicit WatchedFiles(std::vector<FilePtr> files)
        : m_files(std::move(files))
    {}
    [[nodiscard]] const std::vector<FilePtr> &files() const { return m_files; }
    /// Registers with every queue there is.
    void listen(Watcher &watcher);

private:
    std::vector<FilePtr> m_files;                          ///< null: nothing to wait for
    std::vector<std::unique_ptr<WaitQueue::Link>> m_links; ///< gone before the files
};

/// A struct timespec an argument points at; none: it is NULL.
[[nodiscard]] Task<Outcome<std::optional<Timespec>>> timeoutAt(Call &call, std::size_t slot);
/// The same, and in the next slot a set of signals, which is the client's business: no signal of its own
/// reaches a process here. It is copied in and forgotten.
[[nodiscard]] Task<Outcome<std::optional<Timespec>>> maskedTimeoutAt(Call &call, std::size_t slot);

/// When a wait of that length ends; none: never. EINVAL for times that make no sense.
[[nodiscard]] Outcome<std::optional<TimePoint>> deadlineAfter(const std::optional<Timespec> &timeout);

/// Looks until that is not 0 or the time is over; EINTR.
[[nodiscard]] Task<Outcome<std::int64_t>> waitUntilReady(Call &call, WatchedFiles &watched,
                                                         std::optional<TimePoint> end,
                                                         const std::function<std::int64_t()> &look);

} // namespace rumpscope::kernel
