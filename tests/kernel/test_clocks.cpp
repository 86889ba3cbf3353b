// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks and timers.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::Each;

struct Clocks : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    std::int64_t seconds(std::uint64_t clock)
    {
        const auto room = client.room(16);
        EXPECT_EQ(client.call(NB_SYS___clock_gettime50, {clock, room}).error, 0);
        return client.value<std::int64_t>(room);
    }
    Reply setTimer(std::uint64_t which, std::int64_t period, std::int64_t first, std::uint64_t old = 0)
    {
        return client.call(NB_SYS___setitimer50,
                           {which, client.putValues<std::int64_t>({0, period, 0, first}), old});
    }
};

TEST_F(Clocks, TheTimeOfDayCanBeSet)
{
    const std::int64_t monotonic = seconds(NB_CLOCK_MONOTONIC);
    const auto time = client.putValues<std::int64_t>({2'000'000'000, 0});
    EXPECT_EQ(client.call(NB_SYS___clock_settime50, {NB_CLOCK_REALTIME, time}).error, 0);
    EXPECT_GE(seconds(NB_CLOCK_REALTIME), 2'000'000'000);
    EXPECT_LE(seconds(NB_CLOCK_REALTIME), 2'000'000'060);
    EXPECT_LE(seconds(NB_CLOCK_MONOTONIC) - monotonic, 60) << "the other clock does not move";
    EXPECT_EQ(client.call(NB_SYS___clock_settime50, {NB_CLOCK_MONOTONIC, time}).error, NB_EINVAL);
    client.call(NB_SYS_setuid, {5});
    EXPECT_EQ(client.call(NB_SYS___clock_settime50, {NB_CLOCK_REALTIME, time}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS___settimeofday50, {time, 0}).error, NB_EPERM);
}

TEST_F(Clocks, SleepsAnswerTheirErrnoAsAValue)
{
    const auto soon = client.putValues<std::int64_t>({0, 1000});
    const auto wrong = client.putValues<std::int64_t>({0, -1});
    EXPECT_EQ(client.call(NB_SYS_clock_nanosleep, {NB_CLOCK_MONOTONIC, 0, soon, 0}), Reply{});
    EXPECT_EQ(client.call(NB_SYS_clock_nanosleep, {NB_CLOCK_REALTIME, 1, soon, 0}), Reply{}) << "long past";
    EXPECT_EQ(client.call(NB_SYS_clock_nanosleep, {NB_CLOCK_REALTIME, 0, wrong, 0}),
              (Reply{0, NB_EINVAL, 0}));
    EXPECT_EQ(client.call(NB_SYS_clock_nanosleep, {99, 0, soon, 0}), (Reply{0, NB_EINVAL, 0}));
}

TEST_F(Clocks, TimersRaiseSignalsAgainAndAgain)
{
    EXPECT_EQ(setTimer(NB_ITIMER_REAL, 10000, 10000).error, 0);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (client.signals.size() < 3 && std::chrono::steady_clock::now() < deadline)
        static_cast<void>(client.pid());
    EXPECT_GE(client.signals.size(), 3U);
    EXPECT_THAT(client.signals, Each(static_cast<std::uint32_t>(NB_SIGALRM)));
}

TEST_F(Clocks, TimersSayWhatIsLeft)
{
    const auto old = client.room(32);
    EXPECT_EQ(
        client.call(NB_SYS___setitimer50, {NB_ITIMER_REAL, client.putValues<std::int64_t>({0, 0, 100, 0}), 0})
            .error,
        0);
    EXPECT_EQ(client.call(NB_SYS___getitimer50, {NB_ITIMER_REAL, old}).error, 0);
    EXPECT_EQ(client.value<std::int64_t>(old + 16), 99);
    EXPECT_EQ(setTimer(NB_ITIMER_REAL, 0, 0, old).error, 0);
    client.call(NB_SYS___getitimer50, {NB_ITIMER_REAL, old});
    EXPECT_EQ(client.value<std::int64_t>(old + 16), 0);
    EXPECT_EQ(setTimer(NB_ITIMER_REAL, 0, 2'000'000).error, NB_EINVAL);
    EXPECT_EQ(setTimer(9, 0, 1).error, NB_EINVAL);
}

TEST_F(Clocks, TheTimerThatKillsTheRealKernelIsHarmless)
{
    EXPECT_EQ(setTimer(NB_ITIMER_MONOTONIC, 0, 10000).error, 0);
    EXPECT_EQ(client.pid(), 2);
    KernelClient other = kernel.guest();
    other.call(NB_SYS___setitimer50, {NB_ITIMER_REAL, other.putValues<std::int64_t>({0, 1000, 0, 1000}), 0});
    other.disconnect();
    EXPECT_EQ(client.pid(), 2) << "timers go with their process";
}

} // namespace
} // namespace rumpscope::test
