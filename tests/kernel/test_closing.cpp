// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors that are closed while a call of the same process waits on them.
#include "app/rumpscope-kernel/sched/outcome.h"
#include "tests/kernel/socket_fixture.h"

namespace rumpscope::test {
namespace {

constexpr std::int32_t kRestarted = kernel::kRestart;
/// filter EVFILT_READ and flags EV_ADD of a struct kevent.
constexpr std::uint64_t kAdd = std::uint64_t{NB_EVFILT_READ} | std::uint64_t{NB_EV_ADD} << 32U;

struct Closing : SocketTest
{
    std::uint64_t readEnd = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    std::uint64_t writeEnd = readEnd + 1;

    /// A read that waits: the answer to another call says that it was begun.
    std::uint64_t startReading(std::uint64_t fd)
    {
        const auto reading = client.start(NB_SYS_read, {fd, client.room(10), 10});
        static_cast<void>(client.pid());
        return reading;
    }
};

TEST_F(Closing, EndsAReadAndThePipe)
{
    const auto reading = startReading(readEnd);
    close(readEnd);
    EXPECT_EQ(client.finish(reading).error, kRestarted);
    EXPECT_EQ(client.write(writeEnd, "x").error, NB_EPIPE);
}

TEST_F(Closing, LeavesOtherProcessesAlone)
{
    KernelClient child(kernel.url());
    child.fork(client.prefork());
    ASSERT_TRUE(child.receive());
    const auto reading = child.start(NB_SYS_read, {readEnd, child.room(10), 10});
    static_cast<void>(child.pid());
    close(readEnd);
    client.write(writeEnd, "abc");
    EXPECT_EQ(child.finish(reading).first, 3);
}

TEST_F(Closing, ADescriptorOfTheSameFileGoesOnServing)
{
    const auto copy = static_cast<std::uint64_t>(client.call(NB_SYS_dup, {readEnd}).first);
    const auto reading = startReading(readEnd);
    close(readEnd);
    EXPECT_EQ(client.finish(reading).error, kRestarted);
    client.write(writeEnd, "abc");
    EXPECT_EQ(client.read(copy, 10), "abc");
}

TEST_F(Closing, AWriteKeepsWhatItHasWritten)
{
    const std::string big(20000, 'x');
    const auto writing = client.start(NB_SYS_write, {writeEnd, client.put(big), big.size()});
    static_cast<void>(client.pid());
    close(writeEnd);
    EXPECT_EQ(client.finish(writing), (Reply{0, 16384, 0}));
}

TEST_F(Closing, EndsAnAccept)
{
    const auto listening = listener(NB_AF_INET, inet(5000));
    const auto accepting = client.start(NB_SYS_accept, {listening, 0, 0});
    static_cast<void>(client.pid());
    close(listening);
    EXPECT_EQ(client.finish(accepting).error, kRestarted);
    EXPECT_EQ(named(NB_SYS_bind, make(NB_AF_INET, NB_SOCK_STREAM), inet(5000)), 0);
}

TEST_F(Closing, AKqueueStopsWatchingAtOnce)
{
    const auto queue = static_cast<std::uint64_t>(client.call(NB_SYS_kqueue).first);
    const auto note = client.putValues<std::uint64_t>({readEnd, kAdd, 0, 0, 0});
    ASSERT_EQ(client.call(NB_SYS___kevent50, {queue, note, 1, 0, 0, 0}).error, 0);
    const auto waiting = client.start(NB_SYS___kevent50, {queue, 0, 0, client.room(40), 1, 0});
    static_cast<void>(client.pid());
    // In one piece: nothing runs between the two.
    client.writer().syscall(1001, NB_SYS_close, {{queue}});
    client.writer().syscall(1002, NB_SYS_close, {{readEnd}});
    client.writer().syscall(1003, NB_SYS_close, {{writeEnd}});
    client.send();
    EXPECT_EQ(client.finish(1003).error, 0);
    EXPECT_EQ(client.finish(waiting).error, kRestarted);
}

TEST_F(Closing, AKqueueThatWatchesItselfGoesToo)
{
    const auto queue = static_cast<std::uint64_t>(client.call(NB_SYS_kqueue).first);
    const auto note = client.putValues<std::uint64_t>({queue, kAdd, 0, 0, 0});
    EXPECT_EQ(client.call(NB_SYS___kevent50, {queue, note, 1, 0, 0, 0}).error, 0);
    close(queue);
    EXPECT_EQ(client.call(NB_SYS_close, {queue}).error, NB_EBADF);
}

TEST_F(Closing, ALockThatCameTooLateIsGivenBack)
{
    const auto lock = [](KernelClient &who, std::int64_t command, std::uint64_t fd) {
        const auto range = who.putValues<std::uint64_t>({0, 0, std::uint64_t{NB_F_WRLCK} << 32U});
        return who.start(NB_SYS_fcntl, {fd, static_cast<std::uint64_t>(command), range});
    };
    const auto mine = client.open("/tmp/lock", NB_O_RDWR | NB_O_CREAT);
    ASSERT_EQ(client.finish(lock(client, NB_F_SETLK, mine)).error, 0);
    KernelClient other = kernel.guest();
    const auto theirs = other.open("/tmp/lock", NB_O_RDWR);
    const auto waiting = lock(other, NB_F_SETLKW, theirs);
    static_cast<void>(other.pid()); // serves the copy of the range
    static_cast<void>(other.pid()); // by now it waits
    EXPECT_EQ(other.call(NB_SYS_close, {theirs}).error, 0);
    close(mine);
    EXPECT_EQ(other.finish(waiting).error, kRestarted);
    const auto again = client.open("/tmp/lock", NB_O_RDWR);
    EXPECT_EQ(client.finish(lock(client, NB_F_SETLK, again)).error, 0);
}

} // namespace
} // namespace rumpscope::test
