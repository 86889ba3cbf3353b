// SPDX-License-Identifier: GPL-3.0-or-later
// select and pselect.
#include "app/rumpscope-kernel/calls/poll_wait.h"
#include "app/rumpscope-kernel/calls/table.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kBitsPerWord = 32;
/// Descriptors the smallest table has room for.
constexpr std::int32_t kSmallestTable = 20;

/// The three sets of a call, in the order they are given.
struct Sets
{
    std::array<std::vector<std::uint32_t>, 3> wanted;
    std::array<std::vector<std::uint32_t>, 3> found;
};
/// What makes a descriptor a member of each.
constexpr std::array<std::uint32_t, 3> kEvents{NB_POLLIN | NB_POLLRDNORM | NB_POLLHUP | NB_POLLERR,
                                               NB_POLLOUT | NB_POLLWRNORM | NB_POLLHUP | NB_POLLERR,
                                               NB_POLLPRI | NB_POLLRDBAND};

bool has(const std::vector<std::uint32_t> &set, std::uint32_t fd)
{
    return fd / kBitsPerWord < set.size() && (set[fd / kBitsPerWord] >> (fd % kBitsPerWord) & 1U) != 0;
}

constexpr std::int64_t kClosed = -1;

/// How many members the sets have now; kClosed when a descriptor is not open, or not any more.
std::int64_t look(Sets &sets, std::uint32_t count, const DescriptorTable &table)
{
    std::int64_t ready = 0;
    for (std::size_t which = 0; which < kEvents.size(); ++which) {
        auto &found = sets.found[which];
        std::fill(found.begin(), found.end(), 0U);
        for (std::uint32_t fd = 0; fd < count; ++fd) {
            if (!has(sets.wanted[which], fd))
                continue;
            const FilePtr file = table.file(static_cast<std::int32_t>(fd));
            if (file == nullptr)
                return kClosed;
            if ((file->pollEvents() & kEvents[which]) == 0)
                continue;
            found[fd / kBitsPerWord] |= 1U << (fd % kBitsPerWord);
            ++ready;
        }
    }
    return ready;
}

/// Slots: number of descriptors, three sets.
Task<Outcome<Values>> selectFor(Call &call, std::optional<Timespec> timeout)
{
    if (call.integer(0) < 0)
        co_return fail(NB_EINVAL);
    // Beyond the last descriptor there is nothing to look at.
    const DescriptorTable &table = call.process->descriptors;
    const std::int32_t last = table.slots().empty() ? -1 : table.slots().rbegin()->first;
    const auto count =
        static_cast<std::uint32_t>(std::min(call.integer(0), std::max(last + 1, kSmallestTable)));
    const std::size_t words = (count + kBitsPerWord - 1) / kBitsPerWord;
    Sets sets;
    for (std::size_t which = 0; which < sets.wanted.size(); ++which) {
        if (call.word(1 + which) == 0)
            continue;
        auto &set = sets.wanted[which];
        set.resize(words);
        auto copied =
            co_await call.memory.copyIn(call.word(1 + which), std::as_writable_bytes(std::span(set)));
        if (!copied)
            co_return pass(copied);
        sets.found[which].resize(words);
    }
    const auto end = deadlineAfter(timeout);
    if (!end)
        co_return pass(end);
    std::vector<FilePtr> files(count);
    for (std::uint32_t fd = 0; fd < count; ++fd) {
        const bool wanted = has(sets.wanted[0], fd) || has(sets.wanted[1], fd) || has(sets.wanted[2], fd);
        if (wanted)
            files[fd] = table.file(static_cast<std::int32_t>(fd));
    }
    WatchedFiles watched(std::move(files));
    const std::function<std::int64_t()> looking = [&] { return look(sets, count, table); };
    auto ready = co_await waitUntilReady(call, watched, *end, looking);
    if (!ready)
        co_return pass(ready);
    if (*ready == kClosed)
        co_return fail(NB_EBADF);
    for (std::size_t which = 0; which < sets.found.size(); ++which) {
        auto copied =
            co_await call.memory.copyOut(call.word(1 + which), std::as_bytes(std::span(sets.found[which])));
        if (!copied)
            co_return pass(copied);
    }
    co_return answer(*ready);
}

Task<Outcome<Values>> sysSelect(Call &call)
{
    std::optional<Timespec> timeout;
    if (call.word(4) != 0) {
        Timeval wanted;
        auto copied = co_await call.copyIn(call.word(4), wanted);
        if (!copied)
            co_return pass(copied);
        timeout = Timespec{wanted.seconds, std::int64_t{wanted.microseconds} * 1000};
    }
    co_return co_await selectFor(call, timeout);
}

Task<Outcome<Values>> sysPselect(Call &call)
{
    const auto timeout = co_await maskedTimeoutAt(call, 4);
    co_return timeout ? co_await selectFor(call, *timeout) : Outcome<Values>(pass(timeout));
}

} // namespace

std::span<const CallEntry> selectCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___select50, "select", 5, sysSelect),
        slow(NB_SYS___pselect50, "pselect", 6, sysPselect),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
