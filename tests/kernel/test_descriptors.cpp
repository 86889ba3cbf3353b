// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors: what fcntl(2) says of them, their limits, and the signals they send.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct Descriptors : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    Reply fcntl(std::uint64_t fd, std::uint64_t command, std::uint64_t argument = 0)
    {
        return client.call(NB_SYS_fcntl, {fd, command, argument});
    }
    void limit(std::uint64_t which, std::uint64_t soft, std::uint64_t hard)
    {
        const auto value = client.putValues<std::uint64_t>({soft, hard});
        ASSERT_EQ(client.call(NB_SYS_setrlimit, {which, value}).error, 0);
    }
};

TEST_F(Descriptors, StandardOnesAreAWriteOnlyConsole)
{
    EXPECT_EQ(fcntl(0, NB_F_GETFL).first, NB_O_WRONLY);
    EXPECT_EQ(client.call(NB_SYS_read, {0, client.room(4), 4}).error, NB_EBADF);
    EXPECT_EQ(client.call(NB_SYS_lseek, {1, 0, 0, 0}).error, NB_ESPIPE);
    EXPECT_EQ(client.write(1, "hello\n").first, 6);
}

TEST_F(Descriptors, StatusFlagsBelongToTheOpenFile)
{
    const auto fd = client.open("/f", NB_O_RDWR | NB_O_CREAT | NB_O_NONBLOCK | NB_O_CLOEXEC);
    EXPECT_EQ(fcntl(fd, NB_F_GETFL).first, NB_O_RDWR | NB_O_NONBLOCK);
    EXPECT_EQ(fcntl(fd, NB_F_GETFD).first, NB_FD_CLOEXEC);
    const auto copy = static_cast<std::uint64_t>(fcntl(fd, NB_F_DUPFD, 20).first);
    EXPECT_EQ(copy, 20U);
    EXPECT_EQ(fcntl(copy, NB_F_GETFD).first, 0);
    fcntl(copy, NB_F_SETFL, NB_O_APPEND);
    EXPECT_EQ(fcntl(fd, NB_F_GETFL).first, NB_O_RDWR | NB_O_APPEND);
}

TEST_F(Descriptors, RunOutAtTheirLimit)
{
    limit(NB_RLIMIT_NOFILE, 5, 100);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).first, 3);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).first, 4);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).error, NB_EMFILE);
    EXPECT_EQ(client.call(NB_SYS_pipe).error, NB_EMFILE);
    const auto path = client.put("/never");
    EXPECT_EQ(client.call(NB_SYS_open, {path, NB_O_CREAT | NB_O_RDWR, 0600}).error, NB_EMFILE);
    EXPECT_EQ(client.call(NB_SYS_access, {path, 0}).error, NB_ENOENT) << "nothing was made";
    EXPECT_EQ(client.call(NB_SYS_dup2, {0, 5}).error, NB_EBADF);
}

TEST_F(Descriptors, FilesOfAllProcessesTogetherRunOutToo)
{
    KernelClient other = kernel.guest();
    const auto path = client.put("/README");
    const auto otherPath = other.put("/README");
    limit(NB_RLIMIT_NOFILE, 3404, 3404);
    while (client.call(NB_SYS_open, {path, 0, 0}).error == 0) {
    }
    Reply last;
    for (int i = 0; i < 10 && last.error == 0; ++i)
        last = other.call(NB_SYS_open, {otherPath, 0, 0});
    EXPECT_EQ(last.error, NB_ENFILE);
    fcntl(3, NB_F_CLOSEM);
    EXPECT_EQ(client.call(NB_SYS_open, {path, 0, 0}).first, 3);
}

TEST_F(Descriptors, LargeFilesAreSignalled)
{
    const auto fd = client.open("/f", NB_O_RDWR | NB_O_CREAT);
    limit(NB_RLIMIT_FSIZE, 10, 100);
    EXPECT_EQ(client.write(fd, "0123456789").first, 10);
    EXPECT_EQ(client.write(fd, "x").error, NB_EFBIG);
    EXPECT_THAT(client.signals, ElementsAre(static_cast<std::uint32_t>(NB_SIGXFSZ)));
}

TEST_F(Descriptors, OwnersAreSignalledWhenThereIsSomethingToRead)
{
    client.call(NB_SYS_pipe);
    EXPECT_EQ(fcntl(3, NB_F_SETOWN, 999).error, NB_ESRCH);
    EXPECT_EQ(fcntl(3, NB_F_SETOWN, 2).error, 0);
    EXPECT_EQ(fcntl(3, NB_F_GETOWN).first, 2);
    client.write(4, "x");
    EXPECT_THAT(client.signals, testing::IsEmpty());
    fcntl(3, NB_F_SETFL, NB_O_ASYNC);
    client.write(4, "x");
    EXPECT_THAT(client.signals, ElementsAre(static_cast<std::uint32_t>(NB_SIGIO)));
    client.call(NB_SYS_close, {4});
    EXPECT_EQ(client.signals.size(), 2U) << "the end of the file, too";
}

/// The kernel ends with the fixture: what the prepared child then closes signals processes. What would be
/// read of those that are gone, AddressSanitizer sees.
TEST_F(Descriptors, OfAPreparedChildAreClosedWhileThereIsAKernel)
{
    client.call(NB_SYS_pipe);
    EXPECT_EQ(fcntl(3, NB_F_SETOWN, 2).error, 0);
    EXPECT_EQ(fcntl(3, NB_F_SETFL, NB_O_ASYNC).error, 0);
    static_cast<void>(client.prefork());
    EXPECT_THAT(client.signals, testing::IsEmpty());
}

TEST_F(Descriptors, SyncsSayWhatTheyAreFor)
{
    const auto fd = client.open("/f", NB_O_RDONLY | NB_O_CREAT);
    EXPECT_EQ(client.call(NB_SYS_fsync, {fd}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_fdatasync, {fd}).error, NB_EBADF);
    EXPECT_EQ(client.call(NB_SYS_fsync_range, {fd, 0, 0, 1}).error, NB_EINVAL);
    EXPECT_EQ(client.call(NB_SYS_fsync, {0}).error, NB_EINVAL);
    EXPECT_EQ(client.call(NB_SYS___posix_fadvise50, {99, 0, 0, 0, 0}), (Reply{0, NB_EBADF, 0}));
}

} // namespace
} // namespace rumpscope::test
