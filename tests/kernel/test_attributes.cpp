// SPDX-License-Identifier: GPL-3.0-or-later
// Owners, permissions, flags and times of files.
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

constexpr std::uint64_t kImmutable = 2;
constexpr std::uint64_t kAppend = 4;

struct Attributes : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    std::uint64_t file = client.open("/f", NB_O_RDWR | NB_O_CREAT);
    std::uint64_t path = client.put("/f");

    std::string stat()
    {
        const auto room = client.room(layout::stat::kSize);
        EXPECT_EQ(client.call(NB_SYS___lstat50, {path, room}).error, 0);
        return client.bytes(room, layout::stat::kSize);
    }
    template<class T>
    T field(std::size_t offset)
    {
        T value{};
        stat().copy(reinterpret_cast<char *>(&value), sizeof value, offset);
        return value;
    }
    std::uint32_t mode() { return field<std::uint32_t>(layout::stat::st_mode) & 07777U; }
    std::int32_t open(std::uint64_t flags) { return client.call(NB_SYS_open, {path, flags, 0}).error; }
    std::int32_t chflags(std::uint64_t flags) { return client.call(NB_SYS_chflags, {path, flags}).error; }
    void become(std::uint64_t user) { ASSERT_EQ(client.call(NB_SYS_setuid, {user}).error, 0); }
};

TEST_F(Attributes, ImmutableFilesStayAsTheyAre)
{
    EXPECT_EQ(chflags(kImmutable), 0);
    EXPECT_EQ(open(NB_O_WRONLY), NB_EPERM);
    EXPECT_EQ(open(NB_O_RDONLY), 0);
    EXPECT_EQ(client.call(NB_SYS_unlink, {path}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS_rename, {path, client.put("/g")}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS_chmod, {path, 0}).error, NB_EPERM);
    EXPECT_EQ(client.write(file, "x").first, 1) << "who had it open already may write";
    EXPECT_EQ(chflags(0), 0);
    EXPECT_EQ(client.call(NB_SYS_unlink, {path}).error, 0);
}

TEST_F(Attributes, AppendOnlyFilesGrow)
{
    chflags(kAppend);
    EXPECT_EQ(open(NB_O_WRONLY), NB_EPERM);
    EXPECT_EQ(open(NB_O_WRONLY | NB_O_APPEND), 0);
    EXPECT_EQ(client.call(NB_SYS_truncate, {path, 0, 0}).error, NB_EPERM);
}

TEST_F(Attributes, OnlyRootSetsSystemFlags)
{
    client.call(NB_SYS_chown, {path, 7, 7});
    become(7);
    EXPECT_EQ(chflags(kImmutable), 0);
    EXPECT_EQ(chflags(0x20000), NB_EPERM);
    EXPECT_EQ(chflags(0), 0);
}

TEST_F(Attributes, TimesCanBeSetInBothUnits)
{
    const auto micro = client.putValues<std::int64_t>({100, 5, 200, 7});
    EXPECT_EQ(client.call(NB_SYS___utimes50, {path, micro}).error, 0);
    EXPECT_EQ(field<std::int64_t>(layout::stat::st_atimespec + 8), 5000);
    EXPECT_EQ(field<std::int64_t>(layout::stat::st_mtimespec), 200);
    EXPECT_EQ(field<std::int64_t>(layout::stat::st_birthtimespec), 200) << "not born after it was changed";
    constexpr std::int64_t kOmit = (1 << 30) - 2;
    const auto nano = client.putValues<std::int64_t>({300, 9, 0, kOmit});
    EXPECT_EQ(client.call(NB_SYS_futimens, {file, nano}).error, 0);
    EXPECT_EQ(field<std::int64_t>(layout::stat::st_atimespec + 8), 9);
    EXPECT_EQ(field<std::int64_t>(layout::stat::st_mtimespec), 200);
}

TEST_F(Attributes, TimesOfOthersAreNotOurs)
{
    const auto times = client.putValues<std::int64_t>({1, 0, 1, 0});
    become(7);
    EXPECT_EQ(client.call(NB_SYS___utimes50, {path, times}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS___utimes50, {path, 0}).error, NB_EACCES);
}

TEST_F(Attributes, SetIdBitsFollowTheRuleOfTheCall)
{
    client.call(NB_SYS_chmod, {path, 06755});
    client.call(NB_SYS_chown, {path, 5, ~std::uint64_t{0}});
    EXPECT_EQ(mode(), 02755U);
    client.call(NB_SYS_chmod, {path, 06755});
    client.call(NB_SYS___posix_chown, {path, 6, 6});
    EXPECT_EQ(mode(), 06755U) << "root keeps them";
}

TEST_F(Attributes, PermissionsHoldForWhoGaveUpRoot)
{
    client.call(NB_SYS_mkdir, {client.put("/private"), 0700});
    client.open("/private/f", NB_O_CREAT | NB_O_RDWR);
    client.call(NB_SYS_chmod, {path, 0640});
    client.call(NB_SYS_chown, {path, 0, 50});
    client.call(NB_SYS_setgroups, {1, client.putValues<std::uint32_t>({50})});
    become(5);
    EXPECT_EQ(open(NB_O_RDONLY), 0) << "by its group";
    EXPECT_EQ(open(NB_O_WRONLY), NB_EACCES);
    EXPECT_EQ(client.call(NB_SYS_open, {client.put("/private/f"), 0, 0}).error, NB_EACCES);
    EXPECT_EQ(client.call(NB_SYS_chmod, {path, 0777}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS_chown, {path, 5, 5}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS___mknod50, {client.put("/tmp/d"), NB_S_IFCHR | 0600, 5}).error, NB_EPERM);
    EXPECT_EQ(client.call(NB_SYS_setuid, {0}).error, NB_EPERM) << "for good";
}

TEST_F(Attributes, StickyDirectoriesProtectTheirFiles)
{
    client.open("/tmp/root", NB_O_CREAT | NB_O_RDWR);
    become(5);
    EXPECT_EQ(client.call(NB_SYS_unlink, {client.put("/tmp/root")}).error, NB_EPERM);
    client.open("/tmp/mine", NB_O_CREAT | NB_O_RDWR);
    EXPECT_EQ(client.call(NB_SYS_unlink, {client.put("/tmp/mine")}).error, 0);
}

TEST_F(Attributes, RealEffectiveAndSavedUsersAreThree)
{
    EXPECT_EQ(client.call(NB_SYS_seteuid, {5}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_getuid_with_euid), (Reply{0, 0, 5}));
    EXPECT_EQ(client.call(NB_SYS_seteuid, {0}).error, 0) << "the saved one lets it back";
    EXPECT_EQ(client.call(NB_SYS_setreuid, {6, 7}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_getuid_with_euid), (Reply{0, 6, 7}));
    EXPECT_EQ(client.call(NB_SYS_seteuid, {0}).error, NB_EPERM);
}

TEST_F(Attributes, RevokedFilesCannotBeUsedAnyMore)
{
    EXPECT_EQ(client.call(NB_SYS_revoke, {path}).error, 0);
    EXPECT_EQ(client.write(file, "x").error, NB_EIO);
    EXPECT_EQ(client.write(client.open("/f", NB_O_WRONLY), "x").first, 1) << "a new open is another matter";
}

} // namespace
} // namespace rumpscope::test
