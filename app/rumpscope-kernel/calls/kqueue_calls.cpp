// SPDX-License-Identifier: GPL-3.0-or-later
// kqueue and kevent.
#include "app/rumpscope-kernel/calls/poll_wait.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/ipc/kqueue_file.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// Events that are copied at once.
constexpr std::uint64_t kBatch = 8;
constexpr std::uint64_t kMostChanges = 4096;

Outcome<Values> makeKqueue(Call &call, std::uint32_t flags)
{
    auto file = std::make_shared<KqueueFile>(
        call.kernel.scheduler, flags & static_cast<std::uint32_t>(NB_O_NONBLOCK | NB_O_NOSIGPIPE));
    const auto fd = call.process->descriptors.add(std::move(file), (flags & NB_O_CLOEXEC) != 0);
    return fd ? answer(*fd) : Outcome<Values>(pass(fd));
}

Outcome<Values> sysKqueue(Call &call)
{
    return makeKqueue(call, 0);
}

Outcome<Values> sysKqueue1(Call &call)
{
    return makeKqueue(call, call.bits(0));
}

/// The slots of kevent(2).
enum Slot : std::size_t { Queue, Changes, ChangeCount, Events, EventCount, Timeout };

Outcome<void> change(const Call &call, Kqueue &kqueue, const KernelEvent &wanted)
{
    const bool isNew = (wanted.flags & NB_EV_ADD) != 0;
    const auto number = static_cast<std::int32_t>(wanted.ident);
    if (wanted.filter == NB_EVFILT_PROC && isNew && call.kernel.processes.find(number) == nullptr)
        return fail(NB_ESRCH);
    return kqueue.change(wanted, call.process->descriptors.file(number));
}

/// Makes the changes of one batch; how many events were given to say how that went.
Task<Outcome<std::uint64_t>> applyBatch(Call &call, Kqueue &kqueue, std::span<const KernelEvent> batch,
                                        std::uint64_t told)
{
    for (const KernelEvent &wanted : batch) {
        const auto changed = change(call, kqueue, wanted);
        if (changed && (wanted.flags & NB_EV_RECEIPT) == 0)
            continue;
        if (told >= call.word(EventCount)) {
            if (!changed)
                co_return pass(changed);
            continue;
        }
        KernelEvent result = wanted;
        result.flags = NB_EV_ERROR;
        result.filterFlags = 0;
        result.data = changed ? 0 : static_cast<std::int64_t>(changed.error());
        auto copied = co_await call.copyOut(call.word(Events) + told * sizeof result, result);
        if (!copied)
            co_return pass(copied);
        ++told;
    }
    co_return told;
}

Task<Outcome<std::uint64_t>> applyChanges(Call &call, Kqueue &kqueue)
{
    const std::uint64_t count = call.word(ChangeCount);
    if (count > kMostChanges)
        co_return fail(NB_EINVAL);
    std::uint64_t told = 0;
    std::array<KernelEvent, kBatch> events;
    for (std::uint64_t done = 0; done < count; done += kBatch) {
        const auto batch = std::span(events).first(std::min(kBatch, count - done));
        auto copied = co_await call.memory.copyIn(
            call.word(Changes) + (call.word(Changes) != 0 ? done * sizeof(KernelEvent) : 0),
            std::as_writable_bytes(batch));
        if (!copied)
            co_return pass(copied);
        auto applied = co_await applyBatch(call, kqueue, batch, told);
        if (!applied)
            co_return applied;
        told = *applied;
    }
    co_return told;
}

Task<Outcome<Values>> giveEvents(Call &call, const std::vector<KernelEvent> &events)
{
    std::uint64_t address = call.word(Events);
    for (std::size_t done = 0; done < events.size(); done += kBatch) {
        const auto batch = std::as_bytes(
            std::span(events).subspan(done).first(std::min<std::size_t>(kBatch, events.size() - done)));
        auto copied = co_await call.memory.copyOut(address, batch);
        if (!copied)
            co_return pass(copied);
        address += batch.size();
    }
    co_return answer(static_cast<std::int64_t>(events.size()));
}

Task<Outcome<Values>> sysKevent(Call &call)
{
    const auto file = call.file(Queue);
    if (!file || (*file)->kqueue() == nullptr)
        co_return fail(NB_EBADF);
    const auto timeout = co_await timeoutAt(call, Timeout);
    if (!timeout)
        co_return pass(timeout);
    Kqueue &kqueue = *(*file)->kqueue();
    const auto told = co_await applyChanges(call, kqueue);
    if (!told)
        co_return pass(told);
    if (*told > 0)
        co_return answer(static_cast<std::int64_t>(*told));
    if (call.word(EventCount) == 0)
        co_return answer(0);
    const auto end = deadlineAfter(*timeout);
    if (!end)
        co_return pass(end);
    std::vector<FilePtr> files{*file};
    WatchedFiles watched(std::move(files));
    std::vector<KernelEvent> events;
    const std::size_t most = std::min<std::uint64_t>(call.word(EventCount), Kqueue::kMostNotes);
    const std::function<std::int64_t()> looking = [&] {
        events = kqueue.collect(most);
        return static_cast<std::int64_t>(events.size()) + (kqueue.isClosed() ? 1 : 0);
    };
    auto ready = co_await waitUntilReady(call, watched, *end, looking);
    if (!ready)
        co_return pass(ready);
    if (kqueue.isClosed())
        co_return fail(kRestart);
    co_return co_await giveEvents(call, events);
}

} // namespace

std::span<const CallEntry> kqueueCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_kqueue, "kqueue", 0, sysKqueue),
        quick(NB_SYS_kqueue1, "kqueue1", 1, sysKqueue1),
        slow(NB_SYS___kevent50, "kevent", 6, sysKevent),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
