// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/poll_wait.h"

#include "app/rumpscope-kernel/proc/held.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// Bytes a file costs that is waited for: its entry, and its place in two queues.
constexpr std::size_t kCostOfWatching = 192;

} // namespace

void WatchedFiles::listen(Watcher &watcher)
{
    for (const FilePtr &file : m_files) {
        if (file == nullptr)
            continue;
        for (WaitQueue *queue : {file->readQueue(), file->writeQueue()}) {
            if (queue != nullptr)
                m_links.push_back(std::make_unique<WaitQueue::Link>(*queue, watcher));
        }
    }
}

Task<Outcome<std::optional<Timespec>>> timeoutAt(Call &call, std::size_t slot)
{
    if (call.word(slot) == 0)
        co_return std::optional<Timespec>();
    Timespec wanted;
    auto copied = co_await call.copyIn(call.word(slot), wanted);
    if (!copied)
        co_return pass(copied);
    co_return std::optional<Timespec>(wanted);
}

Task<Outcome<std::optional<Timespec>>> maskedTimeoutAt(Call &call, std::size_t slot)
{
    auto timeout = co_await timeoutAt(call, slot);
    if (!timeout || call.word(slot + 1) == 0)
        co_return timeout;
    std::array<std::byte, 16> mask{};
    auto copied = co_await call.memory.copyIn(call.word(slot + 1), mask);
    if (!copied)
        co_return pass(copied);
    co_return timeout;
}

Outcome<std::optional<TimePoint>> deadlineAfter(const std::optional<Timespec> &timeout)
{
    if (!timeout)
        return std::optional<TimePoint>();
    if (timeout->seconds < 0 || timeout->nanoseconds < 0 || timeout->nanoseconds >= kNanosecondsPerSecond)
        return fail(NB_EINVAL);
    return std::optional<TimePoint>(SteadyClock::now() +
                                    std::chrono::seconds(std::min(timeout->seconds, kLongestWait)) +
                                    std::chrono::nanoseconds(timeout->nanoseconds));
}

Task<Outcome<std::int64_t>> waitUntilReady(Call &call, WatchedFiles &watched, std::optional<TimePoint> end,
                                           const std::function<std::int64_t()> &look)
{
    std::int64_t ready = look();
    if (ready != 0 || (end && *end <= SteadyClock::now()))
        co_return ready;
    const std::size_t cost = watched.files().size() * kCostOfWatching;
    if (!mayHold(*call.process, cost))
        co_return fail(NB_ENOMEM);
    const Held held(*call.process, cost);
    watched.listen(call.sleeper);
    while (ready == 0) {
        ++call.process->sleeping;
        const auto reason = co_await call.sleeper.sleep(end);
        --call.process->sleeping;
        if (reason == Sleeper::Reason::Interrupted)
            co_return fail(NB_EINTR);
        ready = look();
        if (reason == Sleeper::Reason::TimedOut)
            break;
    }
    co_return ready;
}

} // namespace rumpscope::kernel
