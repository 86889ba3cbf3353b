// SPDX-License-Identifier: GPL-3.0-or-later
// Names: directories, links, renames, listings, and who may do what.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct Directories : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    std::int32_t one(std::int64_t number, const std::string &path, std::uint64_t argument = 0)
    {
        return client.call(number, {client.put(path), argument}).error;
    }
    std::int32_t two(std::int64_t number, const std::string &from, const std::string &to)
    {
        return client.call(number, {client.put(from), client.put(to)}).error;
    }
    void touch(const std::string &path)
    {
        const auto fd = client.open(path, NB_O_WRONLY | NB_O_CREAT);
        client.call(NB_SYS_close, {fd});
    }
    std::vector<std::string> list(const std::string &path)
    {
        const auto fd = client.open(path, NB_O_RDONLY);
        const auto room = client.room(512);
        std::vector<std::string> names;
        while (const auto size = client.call(NB_SYS___getdents30, {fd, room, 512}).first) {
            const auto end = room + static_cast<std::uint64_t>(size);
            for (auto at = room; at < end; at += client.value<std::uint16_t>(at + layout::dirent::d_reclen))
                names.push_back(client.bytes(at + layout::dirent::d_name,
                                             client.value<std::uint16_t>(at + layout::dirent::d_namlen)));
        }
        client.call(NB_SYS_close, {fd});
        return names;
    }
    std::string workingDirectory()
    {
        const auto room = client.room(1024);
        const Reply reply = client.call(NB_SYS___getcwd, {room, 1024});
        return reply.error != 0 ? std::string()
                                : client.bytes(room, static_cast<std::size_t>(reply.first) - 1);
    }
};

TEST_F(Directories, AreMadeListedAndRemoved)
{
    EXPECT_EQ(one(NB_SYS_mkdir, "/lab", 0755), 0);
    EXPECT_EQ(one(NB_SYS_mkdir, "/lab", 0755), NB_EEXIST);
    touch("/lab/a");
    touch("/lab/b");
    EXPECT_THAT(list("/lab"), ElementsAre("a", "b"));
    EXPECT_EQ(one(NB_SYS_rmdir, "/lab"), NB_ENOTEMPTY);
    EXPECT_EQ(one(NB_SYS_unlink, "/lab/a"), 0);
    EXPECT_EQ(one(NB_SYS_unlink, "/lab/b"), 0);
    EXPECT_EQ(one(NB_SYS_rmdir, "/lab"), 0);
    EXPECT_EQ(one(NB_SYS_rmdir, "/lab"), NB_ENOENT);
}

TEST_F(Directories, WorkingDirectoryIsWhereRelativePathsBegin)
{
    EXPECT_EQ(workingDirectory(), "/");
    EXPECT_EQ(one(NB_SYS_chdir, "/home/guest"), 0);
    EXPECT_EQ(workingDirectory(), "/home/guest");
    EXPECT_NO_THROW(client.open("poem", NB_O_RDONLY));
    EXPECT_EQ(one(NB_SYS_chdir, "../.."), 0);
    EXPECT_EQ(workingDirectory(), "/");
    EXPECT_EQ(one(NB_SYS_chdir, "/etc/motd"), NB_ENOTDIR);
}

TEST_F(Directories, RemovedWorkingDirectoryHasNoPath)
{
    one(NB_SYS_mkdir, "/gone", 0755);
    one(NB_SYS_chdir, "/gone");
    EXPECT_EQ(one(NB_SYS_rmdir, "/gone"), 0);
    EXPECT_EQ(workingDirectory(), "");
    EXPECT_THROW(client.open("file", NB_O_WRONLY | NB_O_CREAT), std::runtime_error);
}

TEST_F(Directories, SymbolicLinksAreFollowed)
{
    EXPECT_EQ(two(NB_SYS_symlink, "etc/motd", "/link"), 0);
    EXPECT_EQ(client.read(client.open("/link", NB_O_RDONLY), 7), "Welcome");
    const auto room = client.room(64);
    EXPECT_EQ(client.call(NB_SYS_readlink, {client.put("/link"), room, 64}), (Reply{0, 8, 0}));
    EXPECT_EQ(client.bytes(room, 8), "etc/motd");
    EXPECT_EQ(two(NB_SYS_symlink, "/loop", "/loop"), 0);
    EXPECT_EQ(one(NB_SYS_chdir, "/loop"), NB_ELOOP);
}

TEST_F(Directories, HardLinksShareOneFile)
{
    touch("/a");
    EXPECT_EQ(two(NB_SYS_link, "/a", "/b"), 0);
    client.write(client.open("/a", NB_O_WRONLY), "same");
    EXPECT_EQ(client.read(client.open("/b", NB_O_RDONLY), 10), "same");
    const auto record = client.room(layout::stat::kSize);
    client.call(NB_SYS___stat50, {client.put("/b"), record});
    EXPECT_EQ(client.value<std::uint32_t>(record + layout::stat::st_nlink), 2U);
    EXPECT_EQ(two(NB_SYS_link, "/etc", "/etc2"), NB_EPERM);
}

TEST_F(Directories, RenameReplacesFilesAndEmptyDirectories)
{
    touch("/a");
    touch("/b");
    EXPECT_EQ(two(NB_SYS_rename, "/a", "/b"), 0);
    EXPECT_EQ(one(NB_SYS_access, "/a"), NB_ENOENT);
    one(NB_SYS_mkdir, "/d", 0755);
    EXPECT_EQ(two(NB_SYS_rename, "/d", "/etc"), NB_ENOTEMPTY);
    EXPECT_EQ(two(NB_SYS_rename, "/b", "/d"), NB_EISDIR);
    EXPECT_EQ(two(NB_SYS_rename, "/d", "/d/below"), NB_EINVAL);
    EXPECT_EQ(two(NB_SYS_rename, "/d", "/home/d"), 0);
    EXPECT_EQ(one(NB_SYS_chdir, "/home/d"), 0);
    EXPECT_EQ(workingDirectory(), "/home/d");
}

TEST_F(Directories, PermissionsBindWhoIsNotRoot)
{
    touch("/secret");
    EXPECT_EQ(one(NB_SYS_chmod, "/secret", 0600), 0);
    EXPECT_EQ(client.call(NB_SYS_setuid, {1000}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_open, {client.put("/secret"), NB_O_RDONLY, 0}).error, NB_EACCES);
    EXPECT_EQ(client.call(NB_SYS_open, {client.put("/etc/new"), NB_O_RDWR | NB_O_CREAT, 0644}).error,
              NB_EACCES);
    EXPECT_EQ(one(NB_SYS_chmod, "/secret", 0666), NB_EPERM);
    EXPECT_NO_THROW(touch("/tmp/mine"));
    EXPECT_EQ(one(NB_SYS_chmod, "/tmp/mine", 0600), 0);
    EXPECT_EQ(client.call(NB_SYS_setuid, {0}).error, NB_EPERM);
}

TEST_F(Directories, StickyDirectoriesProtectNames)
{
    touch("/tmp/roots");
    client.call(NB_SYS_setuid, {1000});
    EXPECT_EQ(one(NB_SYS_unlink, "/tmp/roots"), NB_EPERM);
}

TEST_F(Directories, UmaskIsTakenFromNewFiles)
{
    EXPECT_EQ(client.call(NB_SYS_umask, {077}).first, 022);
    client.open("/a", NB_O_WRONLY | NB_O_CREAT, 0666);
    const auto record = client.room(layout::stat::kSize);
    client.call(NB_SYS___stat50, {client.put("/a"), record});
    EXPECT_EQ(client.value<std::uint32_t>(record + layout::stat::st_mode), NB_S_IFREG | 0600U);
}

TEST_F(Directories, RootConfinesItsProcess)
{
    one(NB_SYS_mkdir, "/jail", 0755);
    EXPECT_EQ(one(NB_SYS_chroot, "/jail"), 0);
    EXPECT_EQ(one(NB_SYS_chdir, "/../.."), 0);
    EXPECT_EQ(workingDirectory(), "/");
    EXPECT_EQ(one(NB_SYS_access, "/etc"), NB_ENOENT);
}

} // namespace
} // namespace rumpscope::test
