// SPDX-License-Identifier: GPL-3.0-or-later
// What clients may cost: memory, processor time, process numbers.
#include "app/rumpscope-kernel/proc/held.h"
#include "app/rumpscope-kernel/sched/alarm.h"
#include "app/rumpscope-kernel/server/limits.h"
#include "app/rumpscope-kernel/server/output.h"
#include "clientcore/wire/payload.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using namespace std::chrono_literals;

TEST(Pids, RunOutWhateverTheLimitIsSetTo)
{
    kernel::Kernel kernel;
    kernel.processes.setLimit(1'000'000);
    std::size_t made = 0;
    auto last = kernel.processes.addGuest("one");
    while (last && made < 100'000) {
        ++made;
        last = kernel.processes.addGuest("more");
    }
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error(), kernel::Errno{NB_EAGAIN});
    EXPECT_EQ(made, 29'998U) << "0 and 1 are the kernel's own";
}

TEST(Pids, TheirLimitIsBelowTheLargest)
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    const std::vector<std::int32_t> name{NB_CTL_KERN, NB_KERN_MAXPROC};
    const auto set = [&](std::int32_t value) {
        return client
            .call(NB_SYS___sysctl,
                  {client.putValues(name), name.size(), 0, 0, client.putValues<std::int32_t>({value}), 4})
            .error;
    };
    EXPECT_EQ(set(30000), NB_EINVAL);
    EXPECT_EQ(set(-1), NB_EINVAL);
    EXPECT_EQ(set(29999), 0);
}

TEST(Unread, AllClientsShareOneBudget)
{
    std::size_t total = 0;
    kernel::Output mine(total);
    const std::vector<std::byte> piece(4096);
    const auto fill = [&](kernel::Output &output) {
        while (output.hasRoom())
            output.writer().copyOut(0, 0, piece);
    };
    fill(mine);
    EXPECT_GE(mine.pending(), kernel::kUnreadLimit);
    {
        std::vector<std::unique_ptr<kernel::Output>> others;
        while (others.size() < kernel::kMaxClients) {
            others.push_back(std::make_unique<kernel::Output>(total));
            fill(*others.back());
            EXPECT_GE(others.back()->pending(), kernel::kUnreadShare) << "nobody is kept waiting by others";
        }
        EXPECT_LT(total, kernel::kUnreadTotal + kernel::kMaxClients * (kernel::kUnreadShare + 8192));
    }
    EXPECT_FALSE(mine.hasRoom());
    EXPECT_EQ(total, mine.pending());
    while (mine.pending() > 0)
        mine.sent(mine.next().size());
    EXPECT_EQ(total, 0U);
}

TEST(Unread, ManyReadsAtOnceAreAllServed)
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    const auto fd = client.open("/dev/zero", NB_O_RDONLY);
    const std::size_t size = 64U << 10;
    std::vector<std::uint64_t> calls;
    for (std::size_t i = 0; i < kernel::kMaxCalls; ++i)
        calls.push_back(client.start(NB_SYS_read, {fd, client.room(size), size}));
    for (const std::uint64_t call : calls)
        EXPECT_EQ(client.finish(call).first, static_cast<std::int64_t>(size));
}

TEST(Held, OneCallMayKeepMuchAndManyOnlySoMuch)
{
    kernel::Process process(2, 1, "test");
    EXPECT_TRUE(kernel::mayHold(process, 2 * kernel::kMostHeld));
    {
        const kernel::Held most(process, kernel::kMostHeld - 100);
        EXPECT_TRUE(kernel::mayHold(process, 100));
        EXPECT_FALSE(kernel::mayHold(process, 101));
        EXPECT_FALSE(kernel::mayHold(process, SIZE_MAX));
    }
    EXPECT_TRUE(kernel::mayHold(process, kernel::kMostHeld));
}

TEST(Held, PollsOfOneClientAreLimited)
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    const auto read = static_cast<std::int32_t>(client.call(NB_SYS_pipe).first);
    std::vector<std::int32_t> descriptors;
    for (int i = 0; i < 4000; ++i) {
        descriptors.push_back(read);
        descriptors.push_back(NB_POLLIN);
    }
    const auto array = client.putValues(descriptors);
    for (int i = 0; i < 11; ++i) // each takes 750 KiB: the last finds no room
        client.start(NB_SYS_poll, {array, 4000, UINT32_MAX});
    const wire::Frame refused = client.nextEvent();
    const auto reply = wire::decodeSyscallReply(refused.view());
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->error, NB_ENOMEM);
}

/// Rings again and again.
class Bell final : public kernel::Alarm
{
public:
    explicit Bell(kernel::Scheduler &scheduler)
        : Alarm(scheduler)
    {}

private:
    void rang() override { setAgain(1ms); }
};

TEST(Timers, RingLessOftenWhenThereAreMany)
{
    kernel::Scheduler scheduler;
    std::vector<std::unique_ptr<Bell>> bells;
    const auto begin = kernel::SteadyClock::now();
    for (int i = 0; i < 10'000; ++i) {
        bells.push_back(std::make_unique<Bell>(scheduler));
        bells.back()->set(begin);
    }
    scheduler.fireTimers(kernel::SteadyClock::now());
    ASSERT_TRUE(scheduler.nextTimer());
    EXPECT_GE(*scheduler.nextTimer() - begin, 199ms) << "50,000 times a second together";
}

} // namespace
} // namespace rumpscope::test
