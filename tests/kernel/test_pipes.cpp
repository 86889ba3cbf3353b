// SPDX-License-Identifier: GPL-3.0-or-later
// Pipes and poll: calls that wait for others.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct PollEntry
{
    std::int32_t fd = 0;
    std::int16_t events = 0;
    std::int16_t happened = 0;
};

struct Pipes : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    Reply ends = client.call(NB_SYS_pipe);
    std::uint64_t readEnd = static_cast<std::uint64_t>(ends.first);
    std::uint64_t writeEnd = static_cast<std::uint64_t>(ends.second);
};

TEST_F(Pipes, BothEndsAreReturnValues)
{
    EXPECT_EQ(ends, (Reply{0, 3, 4}));
    EXPECT_EQ(client.copyOuts, 0);
}

TEST_F(Pipes, ReadWaitsForTheWriterAndHoldsNothingUp)
{
    const auto room = client.room(16);
    const auto waiting = client.start(NB_SYS_read, {readEnd, room, 16});
    EXPECT_EQ(client.pid(), 2);
    EXPECT_EQ(client.write(writeEnd, "ping").first, 4);
    EXPECT_EQ(client.finish(waiting), (Reply{0, 4, 0}));
    EXPECT_EQ(client.bytes(room, 4), "ping");
}

TEST_F(Pipes, ReadersGetEndOfFileWhenTheWritersAreGone)
{
    const auto waiting = client.start(NB_SYS_read, {readEnd, client.room(16), 16});
    EXPECT_EQ(client.call(NB_SYS_close, {writeEnd}).error, 0);
    EXPECT_EQ(client.finish(waiting), Reply{});
}

TEST_F(Pipes, WritersWithoutReadersGetASignal)
{
    client.call(NB_SYS_close, {readEnd});
    EXPECT_EQ(client.write(writeEnd, "x").error, NB_EPIPE);
    EXPECT_THAT(client.signals, ElementsAre(static_cast<std::uint32_t>(NB_SIGPIPE)));
}

TEST_F(Pipes, FullPipesHoldTheWriterUp)
{
    const std::string much(40000, 'x');
    const auto writing = client.start(NB_SYS_write, {writeEnd, client.put(much), much.size()});
    std::string got;
    while (got.size() < much.size())
        got += client.read(readEnd, 10000).value_or("");
    EXPECT_EQ(got, much);
    EXPECT_EQ(client.finish(writing).first, 40000);
}

TEST_F(Pipes, NonBlockingEndsDoNotWait)
{
    client.call(NB_SYS_fcntl, {readEnd, NB_F_SETFL, NB_O_NONBLOCK});
    EXPECT_EQ(client.call(NB_SYS_read, {readEnd, client.room(8), 8}).error, NB_EAGAIN);
}

TEST_F(Pipes, ProcessesShareThem)
{
    KernelClient child(kernel.url());
    child.fork(client.prefork());
    ASSERT_TRUE(child.receive());
    const auto room = client.room(8);
    const auto waiting = client.start(NB_SYS_read, {readEnd, room, 8});
    child.write(writeEnd, "hi");
    EXPECT_EQ(client.finish(waiting).first, 2);
    EXPECT_EQ(client.bytes(room, 2), "hi");
}

TEST_F(Pipes, TheDeathOfTheLastWriterIsSeen)
{
    KernelClient child(kernel.url());
    child.fork(client.prefork());
    ASSERT_TRUE(child.receive());
    client.call(NB_SYS_close, {writeEnd});
    const auto waiting = client.start(NB_SYS_read, {readEnd, client.room(8), 8});
    child.disconnect();
    EXPECT_EQ(client.finish(waiting), Reply{});
}

TEST_F(Pipes, FifosHaveNames)
{
    EXPECT_EQ(client.call(NB_SYS_mkfifo, {client.put("/fifo"), 0644}).error, 0);
    const auto opening = client.start(NB_SYS_open, {client.put("/fifo"), NB_O_RDONLY, 0});
    const auto writer = client.open("/fifo", NB_O_WRONLY);
    const auto reader = static_cast<std::uint64_t>(client.finish(opening).first);
    client.write(writer, "named");
    EXPECT_EQ(client.read(reader, 16), "named");
}

TEST_F(Pipes, PollTimesOut)
{
    const auto entry = client.putValues<PollEntry>({{3, NB_POLLIN, 0}});
    EXPECT_EQ(client.call(NB_SYS_poll, {entry, 1, 20}), Reply{});
    EXPECT_EQ(client.value<PollEntry>(entry).happened, 0);
}

TEST_F(Pipes, PollWakesForData)
{
    const auto entry = client.putValues<PollEntry>({{3, NB_POLLIN, 0}, {77, NB_POLLIN, 0}, {-1, 0, 0}});
    EXPECT_EQ(client.call(NB_SYS_poll, {entry, 3, 0}).first, 1) << "a closed descriptor is an event";
    const auto one = client.putValues<PollEntry>({{3, NB_POLLIN, 0}});
    const auto waiting = client.start(NB_SYS_poll, {one, 1, static_cast<std::uint64_t>(-1)});
    EXPECT_EQ(client.pid(), 2);
    client.write(writeEnd, "x");
    EXPECT_EQ(client.finish(waiting).first, 1);
    EXPECT_EQ(client.value<PollEntry>(one).happened, NB_POLLIN);
}

TEST_F(Pipes, PollSeesTheOtherEndGo)
{
    client.call(NB_SYS_close, {writeEnd});
    const auto entry = client.putValues<PollEntry>({{3, NB_POLLIN, 0}});
    EXPECT_EQ(client.call(NB_SYS_poll, {entry, 1, 1000}).first, 1);
    EXPECT_EQ(client.value<PollEntry>(entry).happened & NB_POLLHUP, NB_POLLHUP);
}

TEST_F(Pipes, NanosleepSleeps)
{
    const auto time = client.putValues<std::int64_t>({0, 20'000'000});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(client.call(NB_SYS___nanosleep50, {time, 0}), Reply{});
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
}

} // namespace
} // namespace rumpscope::test
