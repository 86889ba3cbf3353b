// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the system, the tree behind them, and its tables.
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Sysctl : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();
    const std::string nul = std::string(1, '\0');
};

TEST_F(Sysctl, SystemHasTheRealKernelsNames)
{
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_OSTYPE}, 64).value, "NetBSD" + nul);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_OSRELEASE}, 64).value, "7.99.34" + nul);
    EXPECT_EQ(sysctl(client, {NB_CTL_HW, NB_HW_MACHINE}, 64).value, "amd64" + nul);
}

TEST_F(Sysctl, LengthIsAskedWithoutABuffer)
{
    const auto reply = sysctl(client, {NB_CTL_KERN, NB_KERN_OSTYPE}, 0);
    EXPECT_EQ(reply.error, 0);
    EXPECT_EQ(reply.length, 7U);
}

TEST_F(Sysctl, ShortBuffersGetWhatFits)
{
    const auto reply = sysctl(client, {NB_CTL_KERN, NB_KERN_OSRELEASE}, 3);
    EXPECT_EQ(reply.error, NB_ENOMEM);
    EXPECT_EQ(reply.length, 8U);
    EXPECT_EQ(reply.value, "7.9");
}

TEST_F(Sysctl, HostNameCanBeSet)
{
    EXPECT_EQ(setSysctl(client, {NB_CTL_KERN, NB_KERN_HOSTNAME}, "tea"), 0);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_HOSTNAME}, 64).value, "tea" + nul);
    EXPECT_EQ(setSysctl(client, {NB_CTL_KERN, NB_KERN_HOSTNAME}, std::string(300, 'x')), NB_EINVAL);
    EXPECT_EQ(setSysctl(client, {NB_CTL_KERN, NB_KERN_OSTYPE}, "Other"), NB_EPERM);
}

TEST_F(Sysctl, UnknownNamesAreNotFound)
{
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, 9999}, 64).error, NB_ENOENT);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN}, 64).error, NB_EINVAL);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_OSTYPE, 1}, 64).error, NB_ENOTDIR);
}

TEST_F(Sysctl, ProcessListGivesPrefixes)
{
    const auto reply = sysctl(client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_PID, 2, 120, 10}, 4096);
    EXPECT_EQ(reply.length, 120U);
    std::int32_t pid = 0;
    reply.value.copy(reinterpret_cast<char *>(&pid), sizeof pid, layout::kinfo_proc2::p_pid);
    EXPECT_EQ(pid, 2);
}

TEST_F(Sysctl, ProcessListCountsEvenWhatDoesNotFit)
{
    const auto asked = sysctl(client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_ALL, 0, 100, 10}, 0);
    EXPECT_GE(asked.length, 300U);
    const auto reply = sysctl(client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_ALL, 0, 100, 10}, 150);
    EXPECT_EQ(reply.error, NB_ENOMEM);
    EXPECT_EQ(reply.length, 100U);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_ALL, 0, 0, 10}, 150).error, NB_EINVAL);
}

TEST_F(Sysctl, TreeIsWalkedWithTheQueryNode)
{
    constexpr std::size_t kNode = layout::sysctlnode::kSize;
    std::vector<std::uint32_t> known(kNode / 4);
    known[0] = NB_SYSCTL_VERSION;
    const auto room = client.room(64 * kNode);
    const auto length = client.putValues<std::uint64_t>({64 * kNode});
    const auto name = client.putValues<std::int32_t>({NB_CTL_KERN, NB_CTL_QUERY});
    const Reply reply = client.call(NB_SYS___sysctl, {name, 2, room, length, client.putValues(known), kNode});
    EXPECT_EQ(reply.error, 0);
    const auto size = client.value<std::uint64_t>(length);
    ASSERT_GT(size, 0U);
    EXPECT_EQ(size % kNode, 0U);
    EXPECT_EQ(client.bytes(room + layout::sysctlnode::sysctl_name, 6), "ostype");
}

TEST_F(Sysctl, RandomBytesAreGivenAsManyAsAskedFor)
{
    const auto one = sysctl(client, {NB_CTL_KERN, NB_KERN_ARND}, 32);
    EXPECT_EQ(one.error, 0);
    EXPECT_EQ(one.value.size(), 32U);
    EXPECT_NE(one.value, sysctl(client, {NB_CTL_KERN, NB_KERN_ARND}, 32).value);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_ARND}, 256).error, 0);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_ARND}, 257).error, NB_E2BIG);
}

TEST_F(Sysctl, OpenFilesAreListedByDescriptorOrOnceEach)
{
    const auto count = [&](std::int32_t kind, std::int32_t which) {
        return sysctl(client, {NB_CTL_KERN, NB_KERN_FILE2, kind, which, 120, 800}, 100'000).length / 120;
    };
    client.call(NB_SYS_dup, {0});
    client.open("/dev/null", NB_O_RDONLY);
    EXPECT_EQ(count(NB_KERN_FILE_BYPID, 2), 5U);
    EXPECT_EQ(count(NB_KERN_FILE_BYPID, -1), 8U) << "init has a console of its own";
    EXPECT_EQ(count(NB_KERN_FILE_BYPID, 0), 8U) << "all processes, as -1";
    EXPECT_EQ(count(NB_KERN_FILE_BYFILE, 0), 3U) << "two consoles and /dev/null, whatever leads to them";
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_FILE2, NB_KERN_FILE_BYFILE, -1, 120, 800}, 1000).error,
              NB_EINVAL);
    EXPECT_EQ(sysctl(client, {NB_CTL_KERN, NB_KERN_FILE2, NB_KERN_FILE_BYPID, -2, 120, 800}, 1000).error,
              NB_EINVAL);
}

TEST_F(Sysctl, AProcessThatAsksHasTwoThreadsAndNoTerminal)
{
    const auto list = sysctl(
        client, {NB_CTL_KERN, NB_KERN_PROC2, NB_KERN_PROC_PID, 2, layout::kinfo_proc2::kSize, 1}, 1000);
    ASSERT_EQ(list.value.size(), layout::kinfo_proc2::kSize);
    std::uint64_t threads = 0;
    list.value.copy(reinterpret_cast<char *>(&threads), sizeof threads, layout::kinfo_proc2::p_nlwps);
    EXPECT_EQ(threads, 2U);
    EXPECT_EQ(list.value.substr(220, 4), "\xff\xff\xff\xff");
}

TEST_F(Sysctl, NobodyAddsNodesOrTakesThemAway)
{
    for (const std::int32_t request : {NB_CTL_CREATE, NB_CTL_DESTROY}) {
        const auto name = client.putValues<std::int32_t>({NB_CTL_KERN, request});
        EXPECT_EQ(client.call(NB_SYS___sysctl, {name, 2, 0, 0, client.put("node"), 5}).error, NB_EPERM);
        EXPECT_EQ(sysctl(client, {NB_CTL_KERN, request}, 64).error, NB_EINVAL) << "which node?";
        EXPECT_EQ(sysctl(client, {NB_CTL_KERN, request, 1}, 64).error, NB_ENOENT);
    }
}

TEST_F(Sysctl, FileSystemsThatCanBeMountedAreNamed)
{
    EXPECT_EQ(sysctl(client, {NB_CTL_VFS, 0, 1024}, 64).value, "tmpfs rumpfs" + nul);
}

TEST_F(Sysctl, TheKernelsComponentsAreListed)
{
    constexpr std::size_t kSize = 392;
    const auto room = client.room(4 * kSize);
    const auto vector = client.putValues<std::uint64_t>({room, 4 * kSize});
    ASSERT_EQ(client.call(NB_SYS_modctl, {NB_MODCTL_STAT, vector}), Reply{});
    EXPECT_EQ(client.value<std::uint64_t>(vector + 8), 3 * kSize);
    EXPECT_EQ(client.bytes(room + kSize, 6), "tmpfs" + nul);
    EXPECT_EQ(client.value<std::int32_t>(room + kSize + 364), 2) << "a file system";
    const auto little = client.putValues<std::uint64_t>({room, 10});
    ASSERT_EQ(client.call(NB_SYS_modctl, {NB_MODCTL_STAT, little}), Reply{});
    EXPECT_EQ(client.value<std::uint64_t>(little + 8), 3 * kSize) << "so much there is";
    const auto load = client.putValues<std::uint64_t>({client.put("/tmp/x.kmod"), 0, 0, 0});
    EXPECT_EQ(client.call(NB_SYS_modctl, {NB_MODCTL_LOAD, load}).error, NB_ENOENT);
    EXPECT_EQ(client.call(NB_SYS_modctl, {NB_MODCTL_UNLOAD, client.put("tmpfs2")}).error, NB_ENOENT);
    EXPECT_EQ(client.call(NB_SYS_modctl, {99, 0}).error, NB_EINVAL);
}

} // namespace
} // namespace rumpscope::test
