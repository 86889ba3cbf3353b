// SPDX-License-Identifier: BSD-2-Clause
#include "tests/call/wire_like.h"

#include <gmock/gmock.h>

namespace rumpscope::call::test {
namespace {

using testing::HasSubstr;

TEST(Bind, MisspeltCallSuggestsTheNearest)
{
    EXPECT_THAT(mistakeIn("opne(\"/x\", O_RDONLY)"), HasSubstr("did you mean open?"));
    EXPECT_THAT(mistakeIn("getpdi()"), HasSubstr("did you mean getpid?"));
    EXPECT_THAT(mistakeIn("qqqqqqqqqqqq()"), testing::Not(HasSubstr("did you mean")));
}

TEST(Bind, TooFewAndTooManyShowThePrototype)
{
    EXPECT_THAT(mistakeIn("open()"), HasSubstr("open(const char *path, int flags[, mode_t mode])"));
    EXPECT_THAT(mistakeIn("open(\"/x\")"), HasSubstr("too few arguments, flags is missing"));
    EXPECT_THAT(mistakeIn("write(3)"), HasSubstr("buf is missing"));
    EXPECT_THAT(mistakeIn("read(3)"), HasSubstr("nbyte is missing"));
    EXPECT_THAT(mistakeIn("lseek(3, 5)"), HasSubstr("whence is missing"));
    EXPECT_THAT(mistakeIn("recvfrom(3, [64])"), HasSubstr("flags is missing"));
    EXPECT_THAT(mistakeIn("getpid(1)"), HasSubstr("too many arguments: getpid()"));
    EXPECT_THAT(mistakeIn("close(1, 2)"), HasSubstr("close(int fd)"));
}

TEST(Bind, MistakesHavePlaces)
{
    const WireLike wire("open(\"/x\", O_CRAET)");
    EXPECT_EQ(wire.error().position, 11U);
    EXPECT_EQ(wire.error().length, 7U);
    EXPECT_THAT(wire.error().message, HasSubstr("did you mean O_CREAT?"));
    EXPECT_EQ(WireLike("  opne()").error().position, 2U);
}

TEST(Bind, FlagOfTheWrongSetSaysWhereItBelongs)
{
    EXPECT_THAT(mistakeIn("open(\"/x\", SEEK_SET)"), HasSubstr("belongs to the set \"seek origin\""));
    EXPECT_THAT(mistakeIn("lseek(3, 0, O_RDWR)"), HasSubstr("belongs to the set \"open flags\""));
}

TEST(Bind, KindsAreChecked)
{
    EXPECT_THAT(mistakeIn("open(3, O_RDONLY)"), HasSubstr("path is a path in quotes"));
    EXPECT_THAT(mistakeIn("close(\"x\")"), HasSubstr("fd is a number"));
    EXPECT_THAT(mistakeIn("write(3, 5, 1)"), HasSubstr("buf is data in quotes"));
    EXPECT_THAT(mistakeIn("aio_cancel(3, \"x\")"), HasSubstr("NULL"));
    EXPECT_THAT(mistakeIn("close(5000000000)"), HasSubstr("does not fit int fd"));
    EXPECT_THAT(mistakeIn("open(\"a\\0b\", O_RDONLY)"), HasSubstr("cannot hold one"));
    EXPECT_THAT(mistakeIn("nanosleep({tv_sec=1, tv_usec=0})"), HasSubstr("has no field tv_usec"));
    EXPECT_THAT(mistakeIn("connect(3, {AF_INET, \"localhost\", 80})"), HasSubstr("127.0.0.1"));
    EXPECT_THAT(mistakeIn("connect(3, {AF_INET, \"127.0.0.1\", 70000})"), HasSubstr("does not fit"));
    EXPECT_THAT(mistakeIn("poll([{fd=3, events=O_RDWR}], 1, 0)"), HasSubstr("poll events"));
}

TEST(Bind, LengthsAreChecked)
{
    EXPECT_THAT(mistakeIn("write(3, \"hello\", 10)"), HasSubstr("nbyte is 10, but there are only 5 bytes"));
    EXPECT_THAT(mistakeIn("read(3, [10], 20)"), HasSubstr("the room is only 10"));
    EXPECT_THAT(mistakeIn("read(3, 16777217)"), HasSubstr("16 MiB"));
    EXPECT_THAT(mistakeIn("read(3, [16777217])"), HasSubstr("16 MiB"));
    EXPECT_THAT(mistakeIn("read(3, -1)"), HasSubstr("cannot be negative"));
    EXPECT_THAT(mistakeIn("poll([{fd=3}], 2, 0)"), HasSubstr("only 1 items"));
    EXPECT_THAT(mistakeIn("readv(3, [16777216, 16777216])"), HasSubstr("16 MiB"));
    EXPECT_THAT(mistakeIn("readv(3, [9223372036854775807, 9223372036854775807])"), HasSubstr("16 MiB"));
    EXPECT_THAT(mistakeIn("getgroups(2147483647, [1])"), HasSubstr("16 MiB"));
    EXPECT_THAT(mistakeIn("sysctl([1, 10], NULL, [99999999])"), HasSubstr("16 MiB"));
    EXPECT_EQ(mistakeIn("read(3, 16777216)"), "no mistake");
}

TEST(Bind, SysctlTakesNames)
{
    const auto name = [](const char *text) { return WireLike(text).behind(0); };
    EXPECT_EQ(name("sysctl(\"kern.hostname\")"), numbers({1, 10}, 4));
    EXPECT_EQ(name("sysctl(\"hw.ncpu\", 2, [4], [4], NULL, 0)"), numbers({6, 3}, 4));
    EXPECT_EQ(name("sysctl(\"kern.proc.pid.7\")"), numbers({1, 14, 1, 7}, 4));
    EXPECT_EQ(name("sysctl(\"net.-2\")"), numbers({4, -2}, 4));
    EXPECT_THAT(mistakeIn("sysctl(\"kern.hostnam\")"),
                HasSubstr("there is no constant KERN_HOSTNAM; did you mean hostname?"));
    EXPECT_THAT(mistakeIn("sysctl(\"kren.hostname\")"), HasSubstr("CTL_KREN; did you mean kern?"));
    EXPECT_THAT(mistakeIn("sysctl(\"net.inet\")"),
                HasSubstr("the numbers below \"net\" are the kernel's own"));
    EXPECT_THAT(mistakeIn("sysctl(\"kern..1\")"), HasSubstr("KERN_"));
    EXPECT_THAT(mistakeIn("sysctl(\"\")"), HasSubstr("CTL_"));
    EXPECT_THAT(mistakeIn("sysctl(\"kern.99999999999\")"), HasSubstr("KERN_99999999999"));
    const WireLike set("sysctl(\"kern.hostname\", NULL, \"box\\0\")");
    EXPECT_EQ(set.behind(4), bytes(std::string_view("box\0", 4)));
}

TEST(Bind, CutDataIsNotSent)
{
    EXPECT_THAT(mistakeIn("write(3, \"aaa\"…)"), HasSubstr("write all of it"));
    EXPECT_THAT(mistakeIn("open(\"/aaa\"…, O_RDONLY)"), HasSubstr("write all of it"));
    EXPECT_THAT(mistakeIn("poll([{fd=3}, ...], 1, 0)"), HasSubstr("write all of it"));
    EXPECT_EQ(mistakeIn("read(3, \"aaa\"…, 4096)"), "no mistake");
}

TEST(Bind, CreatingAFileNeedsPermissions)
{
    EXPECT_THAT(mistakeIn("open(\"/x\", O_RDWR|O_CREAT)"), HasSubstr("0644"));
    EXPECT_EQ(mistakeIn("open(\"/x\", O_RDWR|O_CREAT, 0644)"), "no mistake");
    EXPECT_EQ(mistakeIn("open(\"/x\", O_RDWR)"), "no mistake");
}

} // namespace
} // namespace rumpscope::call::test
