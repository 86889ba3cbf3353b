// SPDX-License-Identifier: GPL-3.0-or-later
// poll and pollts.
#include "app/rumpscope-kernel/calls/poll_wait.h"
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kMostPolled = DescriptorTable::kMost + 1000;
constexpr std::uint32_t kAlwaysReported = NB_POLLERR | NB_POLLHUP | NB_POLLNVAL;
constexpr std::int32_t kForever = -1;

struct PollDescriptor
{
    std::int32_t fd = 0;
    std::int16_t events = 0;
    std::int16_t happened = 0;
};
static_assert(sizeof(PollDescriptor) == layout::pollfd::kSize);

/// Fills in what holds now; how many descriptors have something. One may have been closed since the last
/// look.
std::int64_t look(std::vector<PollDescriptor> &descriptors, const DescriptorTable &table)
{
    std::int64_t ready = 0;
    for (PollDescriptor &descriptor : descriptors) {
        const auto wanted = static_cast<std::uint32_t>(static_cast<std::uint16_t>(descriptor.events));
        std::uint32_t events = 0;
        if (const FilePtr file = table.file(descriptor.fd))
            events = file->pollEvents() & (wanted | kAlwaysReported);
        else if (descriptor.fd >= 0)
            events = NB_POLLNVAL;
        descriptor.happened = static_cast<std::int16_t>(events);
        ready += events != 0 ? 1 : 0;
    }
    return ready;
}

Task<Outcome<Values>> pollFor(Call &call, std::optional<Timespec> timeout)
{
    const std::uint32_t count = call.bits(1);
    if (count > kMostPolled)
        co_return fail(NB_EINVAL);
    std::vector<PollDescriptor> descriptors(count);
    auto copied = co_await call.memory.copyIn(call.word(0), std::as_writable_bytes(std::span(descriptors)));
    if (!copied)
        co_return pass(copied);
    const auto end = deadlineAfter(timeout);
    if (!end)
        co_return pass(end);
    const DescriptorTable &table = call.process->descriptors;
    std::vector<FilePtr> files;
    files.reserve(descriptors.size());
    for (const PollDescriptor &descriptor : descriptors)
        files.push_back(table.file(descriptor.fd));
    WatchedFiles watched(std::move(files));
    const std::function<std::int64_t()> looking = [&] { return look(descriptors, table); };
    auto ready = co_await waitUntilReady(call, watched, *end, looking);
    if (!ready)
        co_return pass(ready);
    // The whole array goes back, whether something happened or not.
    copied = co_await call.memory.copyOut(call.word(0), std::as_bytes(std::span(descriptors)));
    if (!copied)
        co_return pass(copied);
    co_return answer(*ready);
}

Task<Outcome<Values>> sysPoll(Call &call)
{
    constexpr std::int64_t kMillisecond = 1'000'000;
    const std::int32_t milliseconds = call.integer(2);
    if (milliseconds == kForever)
        return pollFor(call, std::nullopt);
    return pollFor(call, Timespec{milliseconds / 1000, milliseconds % 1000 * kMillisecond});
}

Task<Outcome<Values>> sysPollts(Call &call)
{
    const auto timeout = co_await maskedTimeoutAt(call, 2);
    co_return timeout ? co_await pollFor(call, *timeout) : Outcome<Values>(pass(timeout));
}

} // namespace

std::span<const CallEntry> pollCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_poll, "poll", 3, sysPoll),
        slow(NB_SYS___pollts50, "pollts", 4, sysPollts),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
