// SPDX-License-Identifier: GPL-3.0-or-later
// What clients see of faults that were asked for.
#include "tests/kernel/control_client.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Faulty : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    void say(const std::string &command) { ASSERT_EQ(kernel.control(command), "ok\n") << command; }
    /// How many of `count` getppids fail with `error`.
    int failures(int count, std::int32_t error)
    {
        int failed = 0;
        for (int i = 0; i < count; ++i)
            failed += client.call(NB_SYS_getppid).error == error ? 1 : 0;
        return failed;
    }
};

TEST_F(Faulty, CallsFailAsOftenAsWanted)
{
    say("fail getppid EINTR 20%");
    EXPECT_EQ(failures(50, NB_EINTR), 10);
    EXPECT_EQ(client.call(NB_SYS_getuid_with_euid).error, 0);
    say("fail getppid never");
    EXPECT_EQ(failures(50, NB_EINTR), 0);
}

TEST_F(Faulty, AFailedCallDidNothing)
{
    const auto fd = client.open("/tmp/file", NB_O_RDWR | NB_O_CREAT);
    say("fail write ENOSPC");
    EXPECT_EQ(client.write(fd, "text").error, NB_ENOSPC);
    EXPECT_EQ(client.copyIns, 1) << "the path of open alone";
    say("clear");
    EXPECT_EQ(client.call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_END}).first, 0);
}

TEST_F(Faulty, ACallsOwnRuleCountsBeforeThatForAll)
{
    say("fail all EIO");
    say("fail getppid EPERM 100");
    EXPECT_EQ(client.call(NB_SYS_getppid).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS_getuid_with_euid).error, NB_EIO);
    EXPECT_EQ(client.call(511).error, NB_EIO);
}

TEST_F(Faulty, SlowCallsAreAnsweredLaterThanOthers)
{
    say("slow getppid 30");
    const auto begin = std::chrono::steady_clock::now();
    const auto slow = client.start(NB_SYS_getppid);
    const auto quick = client.start(NB_SYS_getuid_with_euid);
    EXPECT_EQ(client.nextEvent().header.reqno, quick);
    EXPECT_EQ(client.finish(slow).first, 1);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(30));
}

TEST_F(Faulty, ASlowCallCanBeInterrupted)
{
    say("slow getppid 3600000");
    const auto slow = client.start(NB_SYS_getppid);
    client.writer().exec(0, "other");
    client.send();
    EXPECT_EQ(client.finish(slow).error, NB_EINTR);
}

TEST_F(Faulty, SilenceHoldsAnswersBack)
{
    say("silent");
    const auto call = client.start(NB_SYS_getppid);
    EXPECT_NE(kernel.control("status").find(" silent\n"), std::string::npos);
    EXPECT_TRUE(client.isQuiet());
    say("answer");
    EXPECT_EQ(client.finish(call).first, 1);
    EXPECT_EQ(kernel.guest().pid(), 3);
}

TEST_F(Faulty, SilenceAfterSomeAnswers)
{
    say("silent after 3");
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(client.call(NB_SYS_getppid).first, 1);
    const auto held = client.start(NB_SYS_getppid);
    while (kernel.control("status").find(" silent\n") == std::string::npos) {
    }
    say("answer");
    EXPECT_EQ(client.finish(held).first, 1);
}

TEST_F(Faulty, WithWorkersAllBlockedEverybodyWaits)
{
    KernelClient other = kernel.guest("other");
    say("workers 2");
    const auto pipe = client.call(NB_SYS_pipe);
    const auto read = static_cast<std::uint64_t>(pipe.first);
    const auto one = client.start(NB_SYS_read, {read, client.room(1), 1});
    const auto two = client.start(NB_SYS_read, {read, client.room(1), 1});
    while (kernel.control("status").find("under way: 2\n") == std::string::npos) {
    }
    const auto waiting = other.start(NB_SYS_getppid);
    EXPECT_NE(kernel.control("status").find("under way: 2\n"), std::string::npos);
    EXPECT_TRUE(other.isQuiet());
    say("workers 3");
    EXPECT_EQ(other.finish(waiting).first, 1);
    EXPECT_EQ(client.write(static_cast<std::uint64_t>(pipe.second), "ab").first, 2);
    EXPECT_EQ(client.finish(one).first, 1);
    EXPECT_EQ(client.finish(two).first, 1);
}

TEST_F(Faulty, AnExecTellsQueuedCallsThatTheKernelIsBusy)
{
    say("workers 1");
    const auto read = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    const auto blocked = client.start(NB_SYS_read, {read, client.room(1), 1});
    const auto queued = client.start(NB_SYS_getppid);
    client.writer().exec(0, "other");
    client.send();
    EXPECT_EQ(client.finish(blocked).error, NB_EINTR);
    EXPECT_EQ(client.finish(queued).error, NB_EBUSY);
}

TEST_F(Faulty, AClientThatGoesGivesItsWorkersBack)
{
    say("workers 1");
    {
        KernelClient greedy = kernel.guest("greedy");
        const auto read = static_cast<std::uint64_t>(greedy.call(NB_SYS_pipe).first);
        greedy.start(NB_SYS_read, {read, greedy.room(1), 1});
        greedy.start(NB_SYS_read, {read, greedy.room(1), 1});
    }
    EXPECT_EQ(client.pid(), 2);
}

TEST_F(Faulty, NewClientsSeeAnotherBanner)
{
    say("protocol 0.5");
    EXPECT_EQ(KernelClient(kernel.url()).banner, "RUMPSP-0.5-NetBSD-7.99.34/amd64\n");
    say("banner default");
    EXPECT_EQ(KernelClient(kernel.url()).banner, "RUMPSP-0.4-NetBSD-7.99.34/amd64\n");
}

TEST_F(Faulty, ALostRequestWasNotDone)
{
    say("lose-request mkdir");
    client.start(NB_SYS_mkdir, {client.put("/tmp/lost"), 0755});
    EXPECT_TRUE(client.closed());
    KernelClient again = kernel.guest("again");
    EXPECT_EQ(again.call(NB_SYS_mkdir, {again.put("/tmp/lost"), 0755}).error, 0);
}

TEST_F(Faulty, ALostAnswerWasDone)
{
    say("lose-answer mkdir");
    const auto lost = client.start(NB_SYS_mkdir, {client.put("/tmp/done"), 0755});
    EXPECT_THROW(client.finish(lost), std::runtime_error) << "the path is fetched, and nothing answered";
    KernelClient again = kernel.guest("again");
    EXPECT_EQ(again.call(NB_SYS_mkdir, {again.put("/tmp/done"), 0755}).error, NB_EEXIST);
}

TEST_F(Faulty, OnlyTheCallerLosesItsConnection)
{
    KernelClient other = kernel.guest("other");
    say("lose-answer getppid 1");
    client.start(NB_SYS_getppid);
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(other.call(NB_SYS_getppid).first, 1);
}

TEST_F(Faulty, As128CallsWaitTheNextOfAnybodyDoes)
{
    const auto pipe = client.call(NB_SYS_pipe);
    const auto read = static_cast<std::uint64_t>(pipe.first);
    for (std::size_t i = 0; i < kernel::Faults::kRealWorkers; ++i)
        client.start(NB_SYS_read, {read, client.room(1), 1});
    while (kernel.control("status").find("under way: 128\n") == std::string::npos) {
    }
    KernelClient other = kernel.guest("other");
    const auto waiting = other.start(NB_SYS_getppid);
    EXPECT_NE(kernel.control("status").find("under way: 128\n"), std::string::npos);
    EXPECT_TRUE(other.isQuiet());
    say("workers any");
    EXPECT_EQ(other.finish(waiting).first, 1);
}

} // namespace
} // namespace rumpscope::test
