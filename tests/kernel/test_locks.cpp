// SPDX-License-Identifier: GPL-3.0-or-later
// Advisory locks: fcntl(2) and flock(2).
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Lock
{
    std::int64_t start = 0;
    std::int64_t length = 0;
    std::int32_t pid = 0;
    std::int16_t type = NB_F_WRLCK;
    std::int16_t whence = NB_SEEK_SET;
};

struct Locks : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    std::uint64_t file = client.open("/f", NB_O_RDWR | NB_O_CREAT);
    KernelClient other = kernel.guest();
    std::uint64_t otherFile = other.open("/f", NB_O_RDWR);

    static std::uint64_t put(KernelClient &who, const Lock &lock) { return who.putValues<Lock>({lock}); }
    static std::int32_t set(KernelClient &who, std::uint64_t fd, const Lock &lock)
    {
        return who.call(NB_SYS_fcntl, {fd, NB_F_SETLK, put(who, lock)}).error;
    }
    static std::uint64_t startWait(KernelClient &who, std::uint64_t fd, const Lock &lock)
    {
        return who.start(NB_SYS_fcntl, {fd, NB_F_SETLKW, put(who, lock)});
    }
    static Lock conflict(KernelClient &who, std::uint64_t fd, const Lock &lock)
    {
        const std::uint64_t at = put(who, lock);
        EXPECT_EQ(who.call(NB_SYS_fcntl, {fd, NB_F_GETLK, at}).error, 0);
        return who.value<Lock>(at);
    }
};

TEST_F(Locks, KeepOthersOutOfTheirRangeOnly)
{
    EXPECT_EQ(set(client, file, {0, 10}), 0);
    EXPECT_EQ(set(other, otherFile, {5, 10}), NB_EAGAIN);
    EXPECT_EQ(set(other, otherFile, {10, 10}), 0);
    const Lock found = conflict(other, otherFile, {0, 0});
    EXPECT_EQ(found.length, 10);
    EXPECT_EQ(found.pid, 2);
    EXPECT_EQ(found.type, NB_F_WRLCK);
}

TEST_F(Locks, PartsCanBecomeSharedOrFree)
{
    set(client, file, {0, 100});
    set(client, file, {10, 10, 0, NB_F_RDLCK});
    set(client, file, {30, 10, 0, NB_F_UNLCK});
    EXPECT_EQ(set(other, otherFile, {10, 10, 0, NB_F_RDLCK}), 0);
    EXPECT_EQ(set(other, otherFile, {30, 10}), 0);
    const Lock behind = conflict(other, otherFile, {40, 1});
    EXPECT_EQ(behind.start, 40);
    EXPECT_EQ(behind.length, 60);
}

TEST_F(Locks, WaitUntilTheOwnerIsGone)
{
    set(client, file, {0, 10});
    const auto waiting = startWait(other, otherFile, {0, 10});
    EXPECT_EQ(other.pid(), 3) << "a waiting lock holds nothing up";
    client.disconnect();
    EXPECT_EQ(other.finish(waiting), Reply{});
}

TEST_F(Locks, GoWithAnyDescriptorOfTheFile)
{
    set(client, file, {0, 10});
    client.call(NB_SYS_close, {client.open("/f", NB_O_RDONLY)});
    EXPECT_EQ(set(other, otherFile, {0, 10}), 0);
}

TEST_F(Locks, ACircleOfWaitsIsRefused)
{
    set(client, file, {0, 1});
    set(other, otherFile, {10, 1});
    const auto waiting = startWait(client, file, {10, 1});
    EXPECT_EQ(client.pid(), 2);
    EXPECT_EQ(other.finish(startWait(other, otherFile, {0, 1})).error, NB_EDEADLK);
    set(other, otherFile, {0, 0, 0, NB_F_UNLCK});
    EXPECT_EQ(client.finish(waiting), Reply{});
}

TEST_F(Locks, ExecEndsAWaitButNotALock)
{
    set(client, file, {0, 10});
    const auto waiting = startWait(other, otherFile, {0, 5});
    other.writer().exec(0, "other");
    other.send();
    EXPECT_EQ(other.finish(waiting).error, NB_EINTR);
    client.exec("client");
    KernelClient third = kernel.guest();
    EXPECT_EQ(set(third, third.open("/f", NB_O_RDWR), {0, 5}), NB_EAGAIN);
}

TEST_F(Locks, WrongOnesAreRefused)
{
    EXPECT_EQ(set(client, file, {-1, 5}), NB_EINVAL);
    EXPECT_EQ(set(client, file, {0, 5, 0, 9}), NB_EINVAL);
    EXPECT_EQ(set(client, file, {0, 5, 0, NB_F_RDLCK, 7}), NB_EINVAL);
    EXPECT_EQ(set(client, client.open("/f", NB_O_RDONLY), {0, 5}), NB_EBADF);
    EXPECT_EQ(set(client, 0, {0, 5}), NB_EINVAL) << "the console is no file";
}

TEST_F(Locks, FlockBelongsToTheOpenFile)
{
    EXPECT_EQ(client.call(NB_SYS_flock, {file, NB_LOCK_EX}).error, 0);
    const auto again = client.open("/f", NB_O_RDWR);
    EXPECT_EQ(client.call(NB_SYS_flock, {again, NB_LOCK_SH | NB_LOCK_NB}).error, NB_EAGAIN);
    EXPECT_EQ(client.call(NB_SYS_dup, {file}).error, 0);
    client.call(NB_SYS_close, {file});
    EXPECT_EQ(client.call(NB_SYS_flock, {again, NB_LOCK_SH | NB_LOCK_NB}).error, NB_EAGAIN)
        << "a duplicate still holds it";
    EXPECT_EQ(conflict(other, otherFile, {0, 1}).pid, -1);
    client.call(NB_SYS_fcntl, {3, NB_F_CLOSEM, 0});
    EXPECT_EQ(other.call(NB_SYS_flock, {otherFile, NB_LOCK_EX | NB_LOCK_NB}).error, 0);
}

TEST_F(Locks, OpenCanTakeOne)
{
    const auto held = client.open("/f", NB_O_RDWR | NB_O_EXLOCK);
    const auto path = other.put("/f");
    EXPECT_EQ(other.call(NB_SYS_open, {path, NB_O_SHLOCK | NB_O_NONBLOCK, 0}).error, NB_EAGAIN);
    client.call(NB_SYS_flock, {held, NB_LOCK_UN});
    EXPECT_EQ(other.call(NB_SYS_open, {path, NB_O_SHLOCK | NB_O_NONBLOCK, 0}).error, 0);
}

} // namespace
} // namespace rumpscope::test
