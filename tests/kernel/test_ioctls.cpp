// SPDX-License-Identifier: GPL-3.0-or-later
// ioctl: its one copy in, and what it answers.
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

struct Ioctls : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    Reply ioctl(std::uint64_t fd, std::uint64_t request, std::uint64_t argument)
    {
        return client.call(NB_SYS_ioctl, {fd, request, argument});
    }
    static constexpr std::uint64_t kGetTerminal = 0x402c7413; // TIOCGETA
    static constexpr std::uint64_t kSetTerminal = 0x802c7414; // TIOCSETA
    struct Mapping
    {
        std::uint64_t name = 0;
        std::uint64_t room = 0;
        std::uint64_t filter = 0;
    };
};

TEST_F(Ioctls, ARefusedOneHasFetchedItsArgumentFirst)
{
    const auto fd = client.open("/dev/null", NB_O_RDWR);
    const int before = client.copyIns;
    EXPECT_EQ(ioctl(fd, kSetTerminal, client.room(44)).error, NB_ENODEV);
    EXPECT_EQ(client.copyIns, before + 1);
    EXPECT_EQ(ioctl(fd, kSetTerminal, 0).error, NB_EFAULT);
    EXPECT_EQ(ioctl(fd, kGetTerminal, client.room(44)).error, NB_ENODEV);
    EXPECT_EQ(client.copyIns, before + 1) << "nothing is fetched for what only goes out";
}

TEST_F(Ioctls, TheConsoleSaysThatItIsATerminal)
{
    const auto room = client.put(std::string(44, 'x'));
    EXPECT_EQ(ioctl(1, kGetTerminal, room), Reply{});
    EXPECT_EQ(client.bytes(room, 44), std::string(44, '\0'));
    EXPECT_EQ(ioctl(1, kSetTerminal, room).error, NB_ENOTTY);
}

TEST_F(Ioctls, AKqueueKnowsItsFilters)
{
    const auto kq = static_cast<std::uint64_t>(client.call(NB_SYS_kqueue).first);
    const auto room = client.room(32);
    const auto byNumber = client.putValues<Mapping>({{room, 32, NB_EVFILT_VNODE}});
    EXPECT_EQ(ioctl(kq, NB_KFILTER_BYFILTER, byNumber), Reply{});
    EXPECT_EQ(client.bytes(room, 13), std::string("EVFILT_VNODE\0", 13));
    const auto byName = client.putValues<Mapping>({{client.put("EVFILT_TIMER"), 0, 99}});
    EXPECT_EQ(ioctl(kq, NB_KFILTER_BYNAME, byName), Reply{});
    EXPECT_EQ(client.value<std::uint32_t>(byName + 16), static_cast<std::uint32_t>(NB_EVFILT_TIMER));
    const auto wrongName = client.putValues<Mapping>({{client.put("EVFILT_MOON"), 0, 0}});
    EXPECT_EQ(ioctl(kq, NB_KFILTER_BYNAME, wrongName).error, NB_ENOENT);
    const auto wrongNumber = client.putValues<Mapping>({{room, 32, 99}});
    EXPECT_EQ(ioctl(kq, NB_KFILTER_BYFILTER, wrongNumber).error, NB_ENOENT);
    const auto tooSmall = client.putValues<Mapping>({{room, 3, NB_EVFILT_READ}});
    EXPECT_EQ(ioctl(kq, NB_KFILTER_BYFILTER, tooSmall).error, NB_ENAMETOOLONG);
    EXPECT_EQ(ioctl(1, NB_KFILTER_BYFILTER, byNumber).error, NB_ENOTTY);
}

TEST_F(Ioctls, AFileSaysHowMuchIsLeftToRead)
{
    const auto fd = client.open("/tmp/file", NB_O_RDWR | NB_O_CREAT);
    client.write(fd, "0123456789");
    ASSERT_EQ(client.call(NB_SYS_lseek, {fd, 0, 4, NB_SEEK_SET}).error, 0);
    const auto room = client.room(4);
    EXPECT_EQ(ioctl(fd, NB_FIONREAD, room), Reply{});
    EXPECT_EQ(client.value<std::int32_t>(room), 6);
}

TEST_F(Ioctls, ArgumentsBehindThoseACallTakesAreNotLookedAt)
{
    const std::vector<std::byte> block(44, std::byte{0xff});
    const wire::Header header{wire::kHeaderSize + block.size(), 77, wire::FrameClass::Request,
                              wire::FrameType::Syscall, NB_SYS_getpid_with_ppid};
    client.writer().append(header, block);
    client.send();
    EXPECT_EQ(client.finish(77).first, client.pid());
}

TEST_F(Ioctls, RandomDevicesGiveOtherBytesEachTime)
{
    for (const char *path : {"/dev/random", "/dev/urandom"}) {
        const auto fd = client.open(path, NB_O_RDWR);
        const std::string one = client.read(fd, 300).value();
        EXPECT_EQ(one.size(), 300U);
        EXPECT_NE(one, client.read(fd, 300).value());
        EXPECT_EQ(client.write(fd, "seed").first, 4);
    }
}

} // namespace
} // namespace rumpscope::test
