// SPDX-License-Identifier: GPL-3.0-or-later
// timer_create and its kind; what floods of their signals cost.
#include "app/rumpscope-kernel/server/client_memory.h"
#include "app/rumpscope-kernel/server/limits.h"
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

struct PosixTimers : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    Reply create(std::uint64_t signal, std::uint64_t id)
    {
        const auto event =
            client.putValues<std::uint64_t>({std::uint64_t{NB_SIGEV_SIGNAL} | signal << 32U, 0, 0, 0});
        return client.call(NB_SYS_timer_create, {NB_CLOCK_MONOTONIC, event, id});
    }
    Reply set(std::uint64_t id, std::int64_t periodNanoseconds, std::int64_t nanoseconds)
    {
        const auto value = client.putValues<std::int64_t>({0, periodNanoseconds, 0, nanoseconds});
        return client.call(NB_SYS___timer_settime50, {id, 0, value, 0});
    }
};

TEST_F(PosixTimers, RaiseTheirOwnSignalAgainAndAgain)
{
    const auto id = client.room(4);
    ASSERT_EQ(create(NB_SIGUSR2, id).error, 0);
    const auto timer = client.value<std::uint32_t>(id);
    ASSERT_EQ(set(timer, 10'000'000, 10'000'000).error, 0);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (client.signals.size() < 3 && std::chrono::steady_clock::now() < deadline)
        static_cast<void>(client.pid());
    EXPECT_GE(client.signals.size(), 3U);
    EXPECT_THAT(client.signals, testing::Each(static_cast<std::uint32_t>(NB_SIGUSR2)));
}

TEST_F(PosixTimers, AreNoFasterThanTheKernelsClock)
{
    const auto id = client.room(4);
    ASSERT_EQ(create(NB_SIGUSR2, id).error, 0);
    ASSERT_EQ(set(client.value<std::uint32_t>(id), 1, 1).error, 0);
    const auto value = client.room(32);
    ASSERT_EQ(client.call(NB_SYS___timer_gettime50, {client.value<std::uint32_t>(id), value}).error, 0);
    EXPECT_EQ(client.value<std::int64_t>(value + 8), 10'000'000);
}

TEST_F(PosixTimers, RunOut)
{
    const auto id = client.room(4);
    for (int i = 4; i < 32; ++i)
        ASSERT_EQ(create(NB_SIGUSR2, id).error, 0);
    EXPECT_EQ(create(NB_SIGUSR2, id).error, NB_EAGAIN);
    EXPECT_EQ(client.call(NB_SYS_timer_delete, {31}).error, 0);
    EXPECT_EQ(create(NB_SIGUSR2, id).error, 0);
}

TEST_F(PosixTimers, GoWithTheirProcess)
{
    const auto id = client.room(4);
    ASSERT_EQ(create(NB_SIGUSR2, id).error, 0);
    ASSERT_EQ(set(client.value<std::uint32_t>(id), 10'000'000, 10'000'000).error, 0);
    client.disconnect();
    KernelClient other = kernel.guest();
    EXPECT_EQ(other.call(NB_SYS_timer_delete, {4}).error, NB_EINVAL); // nor are they anybody else's
}

TEST(Signals, ThatNobodyReadsCostNoMemory)
{
    kernel::Scheduler scheduler;
    std::size_t unread = 0;
    kernel::Output output(unread);
    kernel::ClientMemory memory(scheduler, output);
    for (int i = 0; i < 100'000; ++i)
        memory.raise(NB_SIGALRM);
    EXPECT_LE(output.pending(), kernel::kUnreadLimit + 64);
    EXPECT_GE(output.pending(), kernel::kUnreadLimit);
}

} // namespace
} // namespace rumpscope::test
