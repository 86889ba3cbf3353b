// SPDX-License-Identifier: GPL-3.0-or-later
// Files and devices, and how their bytes travel: a page at a time.
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Files : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    std::uint64_t create(const std::string &path) { return client.open(path, NB_O_RDWR | NB_O_CREAT); }
    Reply openError(const std::string &path, std::int64_t flags)
    {
        return client.call(NB_SYS_open, {client.put(path), static_cast<std::uint64_t>(flags), 0644});
    }
};

TEST_F(Files, KeepWhatIsWritten)
{
    const auto fd = create("/a");
    EXPECT_EQ(client.write(fd, "hello rump"), (Reply{0, 10, 0}));
    EXPECT_EQ(client.call(NB_SYS_lseek, {fd, 0, 6, NB_SEEK_SET}), (Reply{0, 6, 0}));
    EXPECT_EQ(client.read(fd, 64), "rump");
    EXPECT_EQ(client.read(fd, 64), "");
}

TEST_F(Files, PositionedTransfersLeaveThePositionAlone)
{
    const auto fd = create("/a");
    client.write(fd, "hello");
    EXPECT_EQ(client.call(NB_SYS_pwrite, {fd, client.put("J"), 1, 0, 0}).first, 1);
    const auto room = client.room(8);
    EXPECT_EQ(client.call(NB_SYS_pread, {fd, room, 8, 0, 0}).first, 5);
    EXPECT_EQ(client.bytes(room, 5), "Jello");
    EXPECT_EQ(client.call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_CUR}).first, 5);
}

TEST_F(Files, BulkDataMovesAPageAtATime)
{
    const auto fd = create("/big");
    const std::string megabyte(1U << 20, 'x');
    const auto from = client.put(megabyte);
    client.copyIns = client.copyOuts = 0;
    EXPECT_EQ(client.call(NB_SYS_pwrite, {fd, from, megabyte.size(), 0, 0}).first, 1 << 20);
    EXPECT_EQ(client.copyIns, 256);
    const auto to = client.room(megabyte.size());
    EXPECT_EQ(client.call(NB_SYS_pread, {fd, to, megabyte.size(), 0, 0}).first, 1 << 20);
    EXPECT_EQ(client.copyOuts, 256);
    EXPECT_EQ(client.bytes(to, megabyte.size()), megabyte);
}

TEST_F(Files, PagesAreThoseOfTheFile)
{
    const auto fd = create("/big");
    client.write(fd, std::string(8192, 'x'));
    client.copyOuts = 0;
    EXPECT_EQ(client.call(NB_SYS_pread, {fd, client.room(5000), 5000, 0, 100}).first, 5000);
    EXPECT_EQ(client.copyOuts, 2);
}

TEST_F(Files, NullSwallowsWithoutCopying)
{
    const auto fd = client.open("/dev/null", NB_O_RDWR);
    client.copyIns = 0;
    EXPECT_EQ(client.call(NB_SYS_write, {fd, 0x1234, 1U << 30}).first, 1 << 30);
    EXPECT_EQ(client.copyIns, 0);
    EXPECT_EQ(client.read(fd, 10), "");
}

TEST_F(Files, ZeroGivesZeros)
{
    const auto fd = client.open("/dev/zero", NB_O_RDWR);
    EXPECT_EQ(client.read(fd, 5000), std::string(5000, '\0'));
}

TEST_F(Files, NullPointersAreNotAskedFor)
{
    const auto fd = create("/a");
    client.copyIns = 0;
    EXPECT_EQ(client.call(NB_SYS_write, {fd, 0, 10}).error, NB_EFAULT);
    EXPECT_EQ(client.call(NB_SYS_read, {fd, 0, 0}), Reply{});
    EXPECT_EQ(client.copyIns, 0);
}

TEST_F(Files, VectorsAreOneTransfer)
{
    const auto fd = create("/iov");
    const auto a = client.put("abcd");
    const auto b = client.put("efgh");
    EXPECT_EQ(client.call(NB_SYS_writev, {fd, client.putValues<std::uint64_t>({a, 4, b, 4}), 2}).first, 8);
    client.call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_SET});
    EXPECT_EQ(client.call(NB_SYS_readv, {fd, client.putValues<std::uint64_t>({a, 3, b, 5}), 2}).first, 8);
    EXPECT_EQ(client.bytes(a, 4), "abcd");
    EXPECT_EQ(client.bytes(b, 5), "defgh");
}

TEST_F(Files, TruncateCutsAndGrowsWithZeros)
{
    const auto fd = create("/a");
    client.write(fd, "hello");
    EXPECT_EQ(client.call(NB_SYS_ftruncate, {fd, 0, 2}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_truncate, {client.put("/a"), 0, 4}).error, 0);
    client.call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_SET});
    EXPECT_EQ(client.read(fd, 10), std::string("he\0\0", 4));
}

TEST_F(Files, AppendWritesAtTheEnd)
{
    client.write(create("/a"), "one");
    const auto fd = client.open("/a", NB_O_RDWR | NB_O_APPEND);
    client.write(fd, "two");
    client.call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_SET});
    EXPECT_EQ(client.read(fd, 10), "onetwo");
}

TEST_F(Files, OpenSaysWhy)
{
    EXPECT_EQ(openError("/none", NB_O_RDONLY).error, NB_ENOENT);
    EXPECT_EQ(openError("/etc/motd", NB_O_RDWR | NB_O_CREAT | NB_O_EXCL).error, NB_EEXIST);
    EXPECT_EQ(openError("/etc/motd/x", NB_O_RDONLY).error, NB_ENOTDIR);
    EXPECT_EQ(openError("/etc", NB_O_RDWR).error, NB_EISDIR);
    EXPECT_EQ(openError(std::string(300, 'x'), NB_O_RDONLY).error, NB_ENAMETOOLONG);
    EXPECT_EQ(openError(std::string(2000, '/'), NB_O_RDONLY).error, NB_ENAMETOOLONG);
}

TEST_F(Files, DescriptorsEndAtTheLimit)
{
    EXPECT_EQ(
        client.call(NB_SYS_setrlimit, {NB_RLIMIT_NOFILE, client.putValues<std::uint64_t>({5, 5})}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).first, 3);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).first, 4);
    EXPECT_EQ(client.call(NB_SYS_dup, {0}).error, NB_EMFILE);
}

TEST_F(Files, StatTellsSizeAndKind)
{
    client.write(create("/a"), "hello");
    const auto record = client.room(layout::stat::kSize);
    EXPECT_EQ(client.call(NB_SYS___stat50, {client.put("/a"), record}).error, 0);
    EXPECT_EQ(client.value<std::int64_t>(record + layout::stat::st_size), 5);
    EXPECT_EQ(client.value<std::uint32_t>(record + layout::stat::st_mode), NB_S_IFREG | 0644U);
}

TEST_F(Files, MemoryHasAnEnd)
{
    kernel::KernelSettings settings;
    settings.fileSystem.bytes = 64U << 10;
    const RunningKernel small(settings);
    KernelClient other = small.guest();
    const auto fd = other.open("/big", NB_O_RDWR | NB_O_CREAT);
    EXPECT_EQ(other.write(fd, std::string(128U << 10, 'x')).error, NB_ENOSPC);
}

} // namespace
} // namespace rumpscope::test
