// SPDX-License-Identifier: GPL-3.0-or-later
// mount(2) and unmount(2) of a fresh tmpfs.
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Arguments
{
    std::int32_t version = 1;
    std::int32_t padding = 0;
    std::uint64_t inodes = 0;
    std::uint64_t bytes = 0;
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    std::uint32_t permissions = 0755;
    std::uint32_t more = 0;
};

struct Mounts : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    std::int32_t mount(const std::string &where, std::uint64_t flags = 0, const Arguments &arguments = {})
    {
        return client
            .call(NB_SYS___mount50, {client.put("tmpfs"), client.put(where), flags,
                                     client.putValues<Arguments>({arguments}), sizeof arguments})
            .error;
    }
    std::int32_t unmount(const std::string &where, std::uint64_t flags = 0)
    {
        return client.call(NB_SYS_unmount, {client.put(where), flags}).error;
    }
    std::int32_t mkdir(const std::string &path)
    {
        return client.call(NB_SYS_mkdir, {client.put(path), 0755}).error;
    }
    std::int32_t rename(const std::string &from, const std::string &to)
    {
        return client.call(NB_SYS_rename, {client.put(from), client.put(to)}).error;
    }
    std::int64_t count() { return client.call(NB_SYS_getvfsstat, {0, 0, NB_MNT_WAIT}).first; }
    std::string workingDirectory()
    {
        const auto room = client.room(64);
        const Reply reply = client.call(NB_SYS___getcwd, {room, 64});
        return reply.error == 0 ? client.bytes(room, static_cast<std::size_t>(reply.first) - 1) : "";
    }
    void SetUp() override { ASSERT_EQ(mkdir("/mnt"), 0); }
};

TEST_F(Mounts, HideWhatWasThereUntilTheyGo)
{
    mkdir("/mnt/below");
    EXPECT_EQ(mount("/mnt"), 0);
    EXPECT_EQ(count(), 2);
    const auto path = client.put("/mnt/below");
    EXPECT_EQ(client.call(NB_SYS_access, {path, 0}).error, NB_ENOENT);
    EXPECT_EQ(mkdir("/mnt/above"), 0);
    EXPECT_EQ(unmount("/mnt"), 0);
    EXPECT_EQ(client.call(NB_SYS_access, {path, 0}).error, 0);
    EXPECT_EQ(count(), 1);
}

TEST_F(Mounts, PathsCrossThemBothWays)
{
    mount("/mnt");
    mkdir("/mnt/a");
    client.call(NB_SYS_chdir, {client.put("/mnt/a")});
    EXPECT_EQ(workingDirectory(), "/mnt/a");
    client.call(NB_SYS_chdir, {client.put("../..")});
    EXPECT_EQ(workingDirectory(), "/");
}

TEST_F(Mounts, NamesDoNotCrossThem)
{
    mount("/mnt");
    const auto file = client.put("/file");
    client.open("/file", NB_O_CREAT | NB_O_WRONLY);
    EXPECT_EQ(rename("/file", "/mnt/file"), NB_EXDEV);
    EXPECT_EQ(client.call(NB_SYS_link, {file, client.put("/mnt/file")}).error, NB_EXDEV);
    EXPECT_EQ(rename("/mnt", "/other"), NB_EBUSY);
    EXPECT_EQ(client.call(NB_SYS_rmdir, {client.put("/mnt")}).error, NB_EBUSY);
}

TEST_F(Mounts, AreBusyWhileUsed)
{
    mount("/mnt");
    const auto file = client.open("/mnt/f", NB_O_CREAT | NB_O_RDWR);
    EXPECT_EQ(unmount("/mnt"), NB_EBUSY);
    client.call(NB_SYS_close, {file});
    client.call(NB_SYS_chdir, {client.put("/mnt")});
    EXPECT_EQ(unmount("/mnt"), NB_EBUSY);
    client.call(NB_SYS_chdir, {client.put("/")});
    mkdir("/mnt/inner");
    mount("/mnt/inner");
    EXPECT_EQ(unmount("/mnt"), NB_EBUSY);
    EXPECT_EQ(unmount("/mnt/inner"), 0);
    EXPECT_EQ(unmount("/mnt"), 0);
}

TEST_F(Mounts, ForceLeavesDeadFiles)
{
    mount("/mnt");
    const auto file = client.open("/mnt/f", NB_O_CREAT | NB_O_RDWR);
    client.write(file, "abc");
    EXPECT_EQ(unmount("/mnt", NB_MNT_FORCE), 0);
    EXPECT_EQ(client.write(file, "abc").error, NB_EIO);
    EXPECT_EQ(client.call(NB_SYS_read, {file, client.room(8), 8}).error, NB_EIO);
    EXPECT_EQ(client.call(NB_SYS_close, {file}).error, 0);
}

TEST_F(Mounts, CanBeReadOnly)
{
    EXPECT_EQ(mount("/mnt"), 0);
    client.open("/mnt/f", NB_O_CREAT | NB_O_RDWR);
    EXPECT_EQ(mount("/mnt", NB_MNT_UPDATE | NB_MNT_RDONLY), 0);
    EXPECT_EQ(mkdir("/mnt/d"), NB_EROFS);
    EXPECT_EQ(client.call(NB_SYS_open, {client.put("/mnt/f"), NB_O_WRONLY, 0}).error, NB_EROFS);
    EXPECT_EQ(client.call(NB_SYS_chmod, {client.put("/mnt/f"), 0600}).error, NB_EROFS);
    client.open("/mnt/f", NB_O_RDONLY);
    EXPECT_EQ(mount("/mnt", NB_MNT_UPDATE), 0);
    EXPECT_EQ(mkdir("/mnt/d"), 0);
}

TEST_F(Mounts, HaveTheLimitsTheyWereGiven)
{
    EXPECT_EQ(mount("/mnt", 0, {1, 0, 5, 40960}), 0);
    for (const char *name : {"/mnt/0", "/mnt/1", "/mnt/2"})
        client.open(name, NB_O_CREAT | NB_O_RDWR);
    const auto path = client.put("/mnt/3");
    EXPECT_EQ(client.call(NB_SYS_open, {path, NB_O_CREAT | NB_O_RDWR, 0600}).error, NB_ENOSPC);
    const auto file = client.open("/mnt/0", NB_O_RDWR);
    const int copies = client.copyIns;
    EXPECT_EQ(client.write(file, std::string(65536, 'x')).error, NB_ENOSPC);
    EXPECT_EQ(client.copyIns, copies) << "refused before anything is fetched";
    EXPECT_EQ(client.write(file, std::string(8192, 'x')).first, 8192);
}

TEST_F(Mounts, WrongOnesAreRefused)
{
    EXPECT_EQ(mount("/nowhere"), NB_ENOENT);
    EXPECT_EQ(mount("/README"), NB_ENOTDIR);
    EXPECT_EQ(mount("/mnt", 0, {2}), NB_EINVAL);
    EXPECT_EQ(unmount("/mnt"), NB_EINVAL);
    EXPECT_EQ(unmount("/"), NB_EINVAL);
    client.call(NB_SYS_setuid, {5});
    EXPECT_EQ(mount("/mnt"), NB_EPERM);
    EXPECT_EQ(unmount("/mnt"), NB_EPERM);
}

TEST_F(Mounts, ArgumentsAreFetchedInTheKernelsOrder)
{
    const int before = client.copyIns;
    mount("/mnt");
    EXPECT_EQ(client.copyIns - before, 5) << "path, type, arguments, and the path twice more";
}

} // namespace
} // namespace rumpscope::test
