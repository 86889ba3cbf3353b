// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that wait in a real kernel: what wakes them, and for how long they do.
#include "clientcore/abi/netbsd.h"
#include "tests/live/live.h"

#include <future>

namespace rumpscope::test {
namespace {

using namespace std::chrono_literals;

struct LivePipes : Live
{};

TEST_F(LivePipes, BytesGoThrough)
{
    TypedGuest shell = guest();
    const Made made = shell.call("pipe()");
    EXPECT_EQ(made.result, "= [3, 4]");
    EXPECT_EQ(made.answer.roundTrips, 1U) << "both descriptors are in the answer";
    EXPECT_EQ(shell("write(4, \"hello\\n\")"), "= 6");
    EXPECT_EQ(shell.call("read(3, 64)").text, "read(3, \"hello\\n\", 64)");
    EXPECT_EQ(shell("close(4)"), "= 0");
    EXPECT_EQ(shell("read(3, 64)"), "= 0") << "the end of the file";
}

TEST_F(LivePipes, AWriteWakesABlockedRead)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return shell.call("read(3, 64)"); });
    ASSERT_TRUE(shell.watch().awaitSent(abi::NB_SYS_read));
    EXPECT_EQ(shell("getpid()"), "= 2") << "a blocked call holds up no other";
    EXPECT_NE(blocked.wait_for(0s), std::future_status::ready);
    EXPECT_EQ(shell("write(4, \"wake!\")"), "= 5");
    const Made woken = blocked.get();
    EXPECT_EQ(woken.result, "= 5");
    EXPECT_EQ(woken.bytes("buf"), "wake!");
}

TEST_F(LivePipes, ManyThreadsShareOneConnection)
{
    constexpr int kThreads = 8;
    constexpr int kCalls = 200;
    TypedGuest shell = guest();
    std::vector<std::future<int>> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.push_back(std::async(std::launch::async, [&, i] {
            const std::string path = "/f" + std::to_string(i);
            const std::string fd = shell("open(\"" + path + "\", O_RDWR|O_CREAT, 0644)").substr(2);
            int right = 0;
            for (int k = 0; k < kCalls; ++k) {
                (void)shell.call("pwrite(" + fd + ", \"" + path + "\", 0)");
                right += shell.call("pread(" + fd + ", 64, 0)").bytes("buf") == path ? 1 : 0;
            }
            return right;
        }));
    for (auto &thread : threads)
        EXPECT_EQ(thread.get(), kCalls);
}

TEST_F(LivePipes, NobodyReadsIsAnErrorAndASignal)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    ASSERT_EQ(shell("close(3)"), "= 0");
    EXPECT_EQ(shell("write(4, \"x\")"), "-1 EPIPE");
    ASSERT_TRUE(shell.watch().notes().await(event::ConnectionEvent::Kind::Signal));
    EXPECT_EQ(shell.watch().notes().notes(event::ConnectionEvent::Kind::Signal).at(0).number,
              abi::NB_SIGPIPE);
}

TEST_F(LivePipes, PollWaitsAndTells)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    const Made nothing = shell.call("poll([{fd=3, events=POLLIN}], 1, 50)");
    EXPECT_EQ(nothing.result, "= 0");
    EXPECT_GE(nothing.answer.answered - nothing.answer.sent, 40ms) << "a tick of the kernel is 10 ms";
    ASSERT_EQ(shell("write(4, \"x\")"), "= 1");
    const Made something = shell.call("poll([{fd=3, events=POLLIN}], 1, 50)");
    EXPECT_EQ(something.result, "= 1");
    EXPECT_THAT(something.text, testing::HasSubstr("revents=POLLIN"));
}

TEST_F(LivePipes, NanosleepTakesItsTime)
{
    TypedGuest shell = guest();
    const Made made = shell.call("nanosleep({tv_sec=0, tv_nsec=50000000}, NULL)");
    EXPECT_EQ(made.result, "= 0");
    EXPECT_GE(made.answer.answered - made.answer.sent, 40ms);
    EXPECT_EQ(shell("nanosleep({tv_sec=0, tv_nsec=-1}, NULL)"), "-1 EINVAL");
}

TEST_F(LivePipes, ClosingEndsABlockedCallAtOnce)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return shell.call("read(3, 64)"); });
    ASSERT_TRUE(shell.watch().awaitSent(abi::NB_SYS_read));
    shell.session().close();
    const Made ended = blocked.get();
    ASSERT_TRUE(ended.failure);
    EXPECT_EQ(ended.failure->kind, event::ClientError::Kind::Stopped);
}

} // namespace
} // namespace rumpscope::test
