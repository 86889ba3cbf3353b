// SPDX-License-Identifier: BSD-2-Clause
// What leaves, byte for byte.
#include "clientcore/abi/netbsd.h"
#include "tests/call/wire_like.h"

#include <gtest/gtest.h>

#include <cstring>

namespace rumpscope::call::test {
namespace {

using Slots = std::vector<std::uint64_t>;

TEST(Marshal, ScalarsFillTheirSlots)
{
    EXPECT_EQ(WireLike("getpid()").slots(), Slots{});
    EXPECT_EQ(WireLike("close(99)").slots(), Slots{99});
    EXPECT_EQ(WireLike("lseek(3, -1, SEEK_END)").slots(), (Slots{3, 0, ~0ULL, 2}));
    EXPECT_EQ(WireLike("chown(NULL, -1, 5)").slots(), (Slots{0, 0xffffffff, 5}));
    EXPECT_EQ(WireLike("openat(AT_FDCWD, NULL, 0)").slots(), (Slots{0xffffff9c, 0, 0, 0}));
    EXPECT_EQ(WireLike("fcntl(3, F_SETFL, O_NONBLOCK)").slots(), (Slots{3, 4, 4}));
    EXPECT_EQ(WireLike("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0)").slots(), (Slots{2, 0x10000001, 0}));
}

TEST(Marshal, PathsCarryTheirNul)
{
    const WireLike wire("open(\"/tmp/x\", O_RDWR|O_CREAT, 0644)");
    EXPECT_EQ(wire.behind(0), bytes(std::string_view("/tmp/x\0", 7)));
    EXPECT_EQ(wire.slots()[1], 0x202U);
    EXPECT_EQ(wire.slots()[2], 0644U);
}

TEST(Marshal, LengthsMayBeLeftOut)
{
    for (const char *text : {"write(3, \"hello\")", "write(3, \"hello\", 5)"}) {
        const WireLike wire(text);
        EXPECT_EQ(wire.behind(1), bytes("hello"));
        EXPECT_EQ(wire.slots()[2], 5U);
    }
    for (const char *text : {"read(3, 64)", "read(3, [64])", "read(3, [64], 64)", "read(3, \"any\", 64)"}) {
        const WireLike wire(text);
        EXPECT_EQ(wire.behind(1).size(), 64U) << text;
        EXPECT_EQ(wire.slots()[2], 64U) << text;
    }
    const WireLike wire("pread(3, [4], 6)");
    EXPECT_EQ(wire.slots()[2], 4U);
    EXPECT_EQ(wire.slots()[3], 0U) << "padding";
    EXPECT_EQ(wire.slots()[4], 6U);
    EXPECT_EQ(WireLike("read(3, NULL, 10)").slots(), (Slots{3, 0, 10}));
}

TEST(Marshal, OutputStructuresGetTheirRoom)
{
    EXPECT_EQ(WireLike("stat(\"/x\")").behind(1).size(), abi::layout::stat::kSize);
    EXPECT_EQ(WireLike("getrlimit(RLIMIT_NOFILE)").behind(1).size(), 16U);
    EXPECT_EQ(WireLike("clock_gettime(CLOCK_MONOTONIC)").behind(1).size(), 16U);
    EXPECT_EQ(WireLike("getvfsstat(MNT_NOWAIT)").behind(0).size(), 16 * abi::layout::statvfs::kSize);
    EXPECT_EQ(WireLike("getvfsstat(MNT_NOWAIT)").slots()[2], 2U);
    EXPECT_EQ(WireLike("getvfsstat(NULL, 0, MNT_WAIT)").slots(), (Slots{0, 0, 1}));
    EXPECT_EQ(WireLike("getdents(3, 512)").behind(1).size(), 512U);
}

TEST(Marshal, Structures)
{
    EXPECT_EQ(WireLike("nanosleep({tv_sec=1, tv_nsec=500}, NULL)").behind(0), numbers({1, 500}, 8));
    EXPECT_EQ(WireLike("nanosleep({1, 500}, NULL)").behind(0), numbers({1, 500}, 8));
    EXPECT_EQ(WireLike("setrlimit(RLIMIT_CORE, {rlim_cur=0, rlim_max=1})").behind(1), numbers({0, 1}, 8));
    EXPECT_EQ(WireLike("utimes(\"/x\", [{1, 2}, {3, 4}])").behind(1), numbers({1, 2, 3, 4}, 8));
    const WireLike poll("poll([{fd=3, events=POLLIN}, {fd=-1}], 1000)");
    Bytes expected = numbers({3}, 4);
    const Bytes events = numbers({1, 0}, 2);
    expected.insert(expected.end(), events.begin(), events.end());
    const Bytes second = numbers({-1, 0}, 4);
    expected.insert(expected.end(), second.begin(), second.end());
    EXPECT_EQ(poll.behind(0), expected);
    EXPECT_EQ(poll.slots()[1], 2U);
    EXPECT_EQ(poll.slots()[2], 1000U);
}

TEST(Marshal, SocketAddresses)
{
    const WireLike four("connect(3, {AF_INET, \"127.0.0.1\", 80})");
    EXPECT_EQ(four.behind(1), bytes(std::string_view("\x10\x02\0\x50\x7f\0\0\x01\0\0\0\0\0\0\0\0", 16)));
    EXPECT_EQ(four.slots()[2], 16U);
    const WireLike six("bind(3, {AF_INET6, \"::1\", 8080})");
    ASSERT_EQ(six.behind(1).size(), 28U);
    EXPECT_EQ(six.behind(1)[0], std::byte{28});
    EXPECT_EQ(six.behind(1)[1], std::byte{24});
    EXPECT_EQ(six.behind(1)[2], std::byte{0x1f});
    EXPECT_EQ(six.behind(1)[23], std::byte{1});
    EXPECT_EQ(WireLike("bind(3, {AF_LOCAL, \"/s\"})").behind(1), bytes(std::string_view("\x05\x01/s\0", 5)));
    EXPECT_EQ(WireLike("bind(3, {AF_LOCAL, \"/s\"}, 106)").behind(1).size(), 106U);
    EXPECT_EQ(WireLike("connect(3, {sin_family=AF_INET, sin_port=80, sin_addr=\"127.0.0.1\"})").behind(1),
              four.behind(1));
}

TEST(Marshal, ValueResultLengths)
{
    const WireLike name("getsockname(3)");
    EXPECT_EQ(name.behind(1).size(), 128U);
    EXPECT_EQ(name.behind(2), numbers({128}, 4));
    const WireLike ask("sysctl([CTL_KERN, KERN_HOSTNAME])");
    EXPECT_EQ(ask.behind(0), numbers({1, 10}, 4));
    EXPECT_EQ(ask.slots()[1], 2U);
    EXPECT_EQ(ask.behind(3), numbers({static_cast<std::int64_t>(ask.behind(2).size())}, 8));
    EXPECT_EQ(ask.slots()[4], 0U);
    EXPECT_EQ(ask.slots()[5], 0U);
    const WireLike set("sysctl([1, 10], NULL, \"teachbox\\0\")");
    EXPECT_EQ(set.slots()[2], 0U);
    EXPECT_EQ(set.slots()[3], 0U);
    EXPECT_EQ(set.behind(4), bytes(std::string_view("teachbox\0", 9)));
    EXPECT_EQ(set.slots()[5], 9U);
    const WireLike size("__sysctl([1, 47, 0, 0, 680, 0], NULL, [0])");
    EXPECT_EQ(size.slots()[1], 6U);
    EXPECT_EQ(size.behind(3), numbers({0}, 8));
}

TEST(Marshal, OptionsAndVectors)
{
    const WireLike option("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1])");
    EXPECT_EQ(option.slots()[1], 0xffffU);
    EXPECT_EQ(option.behind(3), numbers({1}, 4));
    EXPECT_EQ(option.slots()[4], 4U);
    const WireLike writev("writev(3, [\"ab\", \"cde\"])");
    const Bytes table = writev.behind(1);
    ASSERT_EQ(table.size(), 32U);
    EXPECT_EQ(writev.slots()[2], 2U);
    std::uint64_t base = 0;
    std::memcpy(&base, table.data() + 16, sizeof base);
    EXPECT_EQ(writev.at(base), bytes("cde"));
    EXPECT_EQ(numbers({3}, 8), Bytes(table.begin() + 24, table.end()));
    const WireLike readv("readv(3, [16, [32]])");
    EXPECT_EQ(readv.slots()[2], 2U);
    EXPECT_EQ(readv.behind(1).size(), 32U);
}

} // namespace
} // namespace rumpscope::call::test
