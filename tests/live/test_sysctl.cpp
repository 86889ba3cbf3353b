// SPDX-License-Identifier: GPL-3.0-or-later
// Names a real kernel gives and takes, and names of its errors.
#include "tests/live/live.h"

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

struct LiveSysctl : Live
{};

/// Up to the NUL.
std::string value(TypedGuest &guest, const char *name)
{
    const std::string bytes = guest.call("sysctl([" + std::string(name) + "], [256])").bytes("oldv");
    return bytes.substr(0, bytes.find('\0'));
}

TEST_F(LiveSysctl, SystemAndRelease)
{
    TypedGuest shell = guest();
    const wire::Banner banner = shell.session().banner();
    EXPECT_EQ(value(shell, "CTL_KERN, KERN_OSTYPE"), banner.osType);
    EXPECT_EQ(value(shell, "CTL_KERN, KERN_OSRELEASE"), banner.osRelease);
    EXPECT_EQ(value(shell, "CTL_HW, HW_MACHINE"), banner.machine);
}

TEST_F(LiveSysctl, TheHostNameCanBeSet)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("sysctl([CTL_KERN, KERN_HOSTNAME], NULL, \"teachbox\")"), "= 0");
    EXPECT_EQ(value(shell, "CTL_KERN, KERN_HOSTNAME"), "teachbox");
    TypedGuest other = guest();
    EXPECT_EQ(value(other, "CTL_KERN, KERN_HOSTNAME"), "teachbox") << "of the kernel, not of the process";
}

TEST_F(LiveSysctl, WhatDoesNotFitIsAnError)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("sysctl([CTL_KERN, KERN_OSRELEASE], [3])"), "-1 ENOMEM");
    EXPECT_EQ(shell("sysctl([CTL_KERN, 9999], [64])"), "-1 ENOENT");
}

TEST_F(LiveSysctl, ErrorsHaveNetbsdsNames)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("close(99)"), "-1 EBADF");
    EXPECT_EQ(shell("open(\"/nowhere/x\", O_RDONLY)"), "-1 ENOENT");
    EXPECT_EQ(shell("open(\"/dev/null/x\", O_RDONLY)"), "-1 ENOTDIR");
    EXPECT_EQ(shell("open(\"/dev\", O_WRONLY)"), "-1 EISDIR");
    EXPECT_EQ(shell("mkdir(\"/dev\", 0755)"), "-1 EEXIST");
    EXPECT_EQ(shell("socket(200, SOCK_STREAM, 0)"), "-1 EAFNOSUPPORT");
    ASSERT_EQ(shell("open(\"/dev/zero\", O_RDONLY)"), "= 3");
    EXPECT_EQ(shell("read(3, NULL, 5)"), "-1 EFAULT");
    EXPECT_EQ(shell("open(\"/" + std::string(300, 'n') + "\", O_RDONLY)"), "-1 ENAMETOOLONG");
}

TEST_F(LiveSysctl, ErrnoAsAValue)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("posix_fadvise(99, 0, 0, 0)"), "= 9 EBADF");
}

} // namespace
} // namespace rumpscope::test
