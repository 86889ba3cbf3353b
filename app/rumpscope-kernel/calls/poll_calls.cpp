// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for several descriptors at once.
#include "app/rumpscope-kernel/calls/table.h"

#include <memory>

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kMostPolled = DescriptorTable::kMost + 1000;
constexpr std::uint32_t kAlwaysReported = NB_POLLERR | NB_POLLHUP | NB_POLLNVAL;

struct PollDescriptor
{
    std::int32_t fd = 0;
    std::int16_t events = 0;
    std::int16_t happened = 0;
};
static_assert(sizeof(PollDescriptor) == layout::pollfd::kSize);

/// The state of one poll: the files are held, so that their queues live while it waits.
class Polled
{
public:
    Polled(const Call &call, std::vector<PollDescriptor> &descriptors)
        : m_descriptors(descriptors)
    {
        m_files.reserve(descriptors.size());
        for (const PollDescriptor &descriptor : descriptors)
            m_files.push_back(descriptor.fd < 0 ? nullptr : call.process->descriptors.file(descriptor.fd));
    }

    /// Fills in what holds now; how many descriptors have something.
    std::int64_t look()
    {
        std::int64_t ready = 0;
        for (std::size_t i = 0; i < m_descriptors.size(); ++i) {
            PollDescriptor &descriptor = m_descriptors[i];
            const auto wanted = static_cast<std::uint32_t>(static_cast<std::uint16_t>(descriptor.events));
            std::uint32_t events = 0;
            if (m_files[i] != nullptr)
                events = m_files[i]->pollEvents() & (wanted | kAlwaysReported);
            else if (descriptor.fd >= 0)
                events = NB_POLLNVAL;
            descriptor.happened = static_cast<std::int16_t>(events);
            ready += events != 0 ? 1 : 0;
        }
        return ready;
    }

    /// Registers with every queue there is.
    void listen(Sleeper &sleeper)
    {
        for (const FilePtr &file : m_files) {
            if (file == nullptr)
                continue;
            for (WaitQueue *queue : {file->readQueue(), file->writeQueue()}) {
                if (queue != nullptr)
                    m_links.push_back(std::make_unique<WaitQueue::Link>(*queue, sleeper));
            }
        }
    }

private:
    std::vector<PollDescriptor> &m_descriptors;
    std::vector<FilePtr> m_files;
    std::vector<std::unique_ptr<WaitQueue::Link>> m_links; ///< gone before the files
};

Task<Outcome<std::int64_t>> wait(Call &call, Polled &polled, std::int32_t milliseconds)
{
    std::optional<TimePoint> end;
    if (milliseconds >= 0)
        end = SteadyClock::now() + std::chrono::milliseconds(milliseconds);
    std::int64_t ready = polled.look();
    if (ready > 0 || milliseconds == 0)
        co_return ready;
    polled.listen(call.sleeper);
    while (ready == 0) {
        ++call.process->sleeping;
        const auto reason = co_await call.sleeper.sleep(end);
        --call.process->sleeping;
        if (reason == Sleeper::Reason::Interrupted)
            co_return fail(NB_EINTR);
        ready = polled.look();
        if (reason == Sleeper::Reason::TimedOut)
            break;
    }
    co_return ready;
}

Task<Outcome<Values>> sysPoll(Call &call)
{
    const std::uint32_t count = call.bits(1);
    if (count > kMostPolled)
        co_return fail(NB_EINVAL);
    std::vector<PollDescriptor> descriptors(count);
    auto copied = co_await call.memory.copyIn(call.word(0), std::as_writable_bytes(std::span(descriptors)));
    if (!copied)
        co_return pass(copied);
    Polled polled(call, descriptors);
    auto ready = co_await wait(call, polled, call.integer(2));
    if (!ready)
        co_return pass(ready);
    // The whole array goes back, whether something happened or not.
    copied = co_await call.memory.copyOut(call.word(0), std::as_bytes(std::span(descriptors)));
    if (!copied)
        co_return pass(copied);
    co_return answer(*ready);
}

} // namespace

std::span<const CallEntry> pollCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS_poll, "poll", 3, sysPoll)};
    return kCalls;
}

} // namespace rumpscope::kernel
