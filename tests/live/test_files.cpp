// SPDX-License-Identifier: GPL-3.0-or-later
// Files, directories and links in a real kernel, as they are typed and as they are printed.
#include "tests/live/live.h"

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

struct LiveFiles : Live
{};

TEST_F(LiveFiles, WhatIsWrittenIsRead)
{
    TypedGuest shell = guest();
    const Made opened = shell.call("open(\"/notes\", O_RDWR|O_CREAT, 0644)");
    EXPECT_EQ(opened.text, "open(\"/notes\", O_RDWR|O_CREAT, 0644)");
    EXPECT_EQ(opened.result, "= 3");
    EXPECT_EQ(opened.answer.roundTrips, 2U) << "the path is fetched";
    EXPECT_EQ(shell("write(3, \"hello rump\")"), "= 10");
    EXPECT_EQ(shell("lseek(3, 0, SEEK_SET)"), "= 0");
    const Made read = shell.call("read(3, 64)");
    EXPECT_EQ(read.text, "read(3, \"hello rump\", 64)");
    EXPECT_EQ(read.result, "= 10");
    EXPECT_EQ(shell.call("pread(3, 4, 6)").bytes("buf"), "rump");
    EXPECT_EQ(shell("ftruncate(3, 5)"), "= 0");
    EXPECT_EQ(shell("lseek(3, 0, SEEK_END)"), "= 5");
    EXPECT_EQ(shell("close(3)"), "= 0");
    EXPECT_EQ(shell("close(3)"), "-1 EBADF");
}

TEST_F(LiveFiles, StatTellsSizeAndKind)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("open(\"/notes\", O_RDWR|O_CREAT, 0640)"), "= 3");
    ASSERT_EQ(shell("write(3, \"hello\")"), "= 5");
    const Made named = shell.call("stat(\"/notes\")");
    EXPECT_EQ(named.result, "= 0");
    EXPECT_EQ(named.field("st_size"), "5");
    EXPECT_EQ(named.field("st_mode"), "S_IFREG|0640");
    EXPECT_EQ(shell.call("fstat(3)").field("st_ino"), named.field("st_ino"));
    EXPECT_EQ(shell("stat(\"/nowhere\")"), "-1 ENOENT");
}

TEST_F(LiveFiles, MegabytesGoAPageAtATime)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("open(\"/big\", O_RDWR|O_CREAT, 0644)"), "= 3");
    const std::string data(1U << 20, 'x');
    const Made written = shell.call("pwrite(3, \"" + data + "\", 0)");
    EXPECT_EQ(written.result, "= 1048576");
    EXPECT_EQ(written.answer.roundTrips, 257U);
    const Made read = shell.call("pread(3, 1048576, 0)");
    EXPECT_EQ(read.bytes("buf"), data);
    EXPECT_EQ(read.answer.roundTrips, 1U) << "copyouts are not answered";
}

TEST_F(LiveFiles, DirectoriesAreListed)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("mkdir(\"/lab\", 0755)"), "= 0");
    EXPECT_EQ(shell("mkdir(\"/lab\", 0755)"), "-1 EEXIST");
    ASSERT_EQ(shell("open(\"/lab/one\", O_RDWR|O_CREAT, 0644)"), "= 3");
    ASSERT_EQ(shell("open(\"/lab\", O_RDONLY|O_DIRECTORY)"), "= 4");
    std::string listed;
    Made made = shell.call("getdents(4, 4096)");
    for (; made.answer.retval[0] > 0; made = shell.call("getdents(4, 4096)"))
        listed += made.text;
    EXPECT_EQ(made.result, "= 0");
    EXPECT_THAT(listed, HasSubstr("one"));
    EXPECT_EQ(shell("rmdir(\"/lab\")"), "-1 ENOTEMPTY");
    EXPECT_EQ(shell("unlink(\"/lab/one\")"), "= 0");
    EXPECT_EQ(shell("rmdir(\"/lab\")"), "= 0");
    EXPECT_EQ(shell("chdir(\"/lab\")"), "-1 ENOENT");
}

TEST_F(LiveFiles, TheWorkingDirectoryIsThePlaceToStart)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("mkdir(\"/lab\", 0755)"), "= 0");
    EXPECT_EQ(shell("chdir(\"/lab\")"), "= 0");
    EXPECT_EQ(shell.call("getcwd(64)").bytes("bufp"), std::string("/lab\0", 5));
    EXPECT_EQ(shell("open(\"inside\", O_RDWR|O_CREAT, 0644)"), "= 3");
    EXPECT_EQ(shell("access(\"/lab/inside\", R_OK|W_OK)"), "= 0");
}

TEST_F(LiveFiles, LinksSayWhereTheyPoint)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell("symlink(\"/somewhere\", \"/link\")"), "= 0");
    const Made made = shell.call("readlink(\"/link\", 64)");
    EXPECT_EQ(made.text, "readlink(\"/link\", \"/somewhere\", 64)");
    EXPECT_EQ(made.result, "= 10");
    EXPECT_EQ(shell("stat(\"/link\")"), "-1 ENOENT");
    EXPECT_EQ(shell.call("lstat(\"/link\")").field("st_size"), "10");
}

TEST_F(LiveFiles, RumpfsCannotRename)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("open(\"/a\", O_RDWR|O_CREAT, 0644)"), "= 3");
    EXPECT_EQ(shell("rename(\"/a\", \"/b\")"), "-1 EOPNOTSUPP");
}

TEST_F(LiveFiles, VectorsKeepTheirOrder)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("open(\"/v\", O_RDWR|O_CREAT, 0644)"), "= 3");
    EXPECT_EQ(shell("writev(3, [\"iov-\", \"test\"])"), "= 8");
    EXPECT_EQ(shell("lseek(3, 0, SEEK_SET)"), "= 0");
    const Made made = shell.call("readv(3, [3, 16])");
    EXPECT_EQ(made.result, "= 8");
    EXPECT_THAT(made.text, HasSubstr("\"iov\""));
    EXPECT_THAT(made.text, HasSubstr("\"-test\""));
}

} // namespace
} // namespace rumpscope::test
