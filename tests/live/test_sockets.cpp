// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets inside a real kernel, where it has them.
#include "clientcore/abi/netbsd.h"
#include "tests/live/live.h"

#include <future>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

struct LiveSockets : Live
{
    void SetUp() override
    {
        Live::SetUp();
        if (!IsSkipped() && guest()("socket(AF_LOCAL, SOCK_STREAM, 0)") == "-1 EAFNOSUPPORT")
            GTEST_SKIP() << "This kernel has no local sockets.";
    }
};

TEST_F(LiveSockets, APairTalks)
{
    TypedGuest shell = guest();
    const Made made = shell.call("socketpair(AF_LOCAL, SOCK_STREAM, 0)");
    EXPECT_EQ(made.result, "= 0");
    EXPECT_THAT(made.text, HasSubstr("[3, 4]"));
    EXPECT_EQ(shell("sendto(3, \"ping\", 0, NULL, 0)"), "= 4");
    EXPECT_EQ(shell.call("recvfrom(4, 64, 0)").bytes("buf"), "ping");
    EXPECT_EQ(shell("shutdown(3, SHUT_WR)"), "= 0");
    EXPECT_EQ(shell("read(4, 16)"), "= 0");
}

TEST_F(LiveSockets, MessagesAndRequestsAreTyped)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("socketpair(AF_LOCAL, SOCK_STREAM, 0)"), "= 0");
    EXPECT_EQ(shell("sendmsg(3, {msg_iov=[\"he\", \"llo\"]}, 0)"), "= 5");
    EXPECT_EQ(shell.call("ioctl(4, FIONREAD)").text, "ioctl(4, FIONREAD, 5)");
    const Made got = shell.call("recvmsg(4, {msg_iov=[3, 16]}, 0)");
    EXPECT_EQ(got.result, "= 5");
    EXPECT_THAT(got.text, HasSubstr("msg_iov=[\"hel\", \"lo\"]"));
    EXPECT_EQ(shell("ioctl(4, FIONBIO, 1)"), "= 0");
    EXPECT_EQ(shell("recvmsg(4, {msg_iov=[3]}, 0)"), "-1 EAGAIN");
    EXPECT_EQ(shell("mkdir(\"/mnt\", 0755)"), "= 0");
    EXPECT_EQ(shell("mount(\"tmpfs\", \"/mnt\", 0, {ta_version=1, ta_root_mode=0755})"), "= 0");
    const Made mounted = shell.call("mount(\"tmpfs\", \"/mnt\", MNT_GETARGS, {ta_version=1})");
    EXPECT_THAT(mounted.text, HasSubstr("ta_root_mode=0755"));
}

TEST_F(LiveSockets, TwoGuestsMeetAtAPath)
{
    TypedGuest server = guest("server");
    TypedGuest client = guest("client");
    ASSERT_EQ(server("socket(AF_LOCAL, SOCK_STREAM, 0)"), "= 3");
    ASSERT_EQ(client("socket(AF_LOCAL, SOCK_STREAM, 0)"), "= 3");
    EXPECT_EQ(client("connect(3, {AF_LOCAL, \"/meet\"})"), "-1 ENOENT");
    EXPECT_EQ(server("bind(3, {AF_LOCAL, \"/meet\"})"), "= 0");
    EXPECT_EQ(client("connect(3, {AF_LOCAL, \"/meet\"})"), "-1 ECONNREFUSED");
    EXPECT_EQ(server("listen(3, 4)"), "= 0");
    auto accepted = std::async(std::launch::async, [&] { return server("accept(3)"); });
    EXPECT_EQ(client("connect(3, {AF_LOCAL, \"/meet\"})"), "= 0");
    EXPECT_EQ(accepted.get(), "= 4");
    EXPECT_EQ(client("write(3, \"hello\")"), "= 5");
    EXPECT_EQ(server.call("read(4, 64)").bytes("buf"), "hello");
    EXPECT_THAT(client.call("getpeername(3)").text, HasSubstr("{AF_LOCAL, \"/meet\"}"));
    server.session().close();
    EXPECT_EQ(client("read(3, 16)"), "= 0") << "the other process is gone";
}

TEST_F(LiveSockets, OverItsOwnLoopback)
{
    TypedGuest shell = guest();
    if (shell("socket(AF_INET, SOCK_STREAM, 0)") != "= 3")
        GTEST_SKIP() << "This kernel has no internet sockets.";
    EXPECT_EQ(shell("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1])"), "= 0");
    EXPECT_EQ(shell("bind(3, {AF_INET, \"127.0.0.1\", 2222})"), "= 0");
    EXPECT_EQ(shell("listen(3, 4)"), "= 0");
    EXPECT_EQ(shell("socket(AF_INET, SOCK_STREAM, 0)"), "= 4");
    EXPECT_EQ(shell("connect(4, {AF_INET, \"127.0.0.1\", 2222})"), "= 0");
    const Made accepted = shell.call("accept(3)");
    EXPECT_EQ(accepted.result, "= 5");
    EXPECT_THAT(accepted.text, HasSubstr("{AF_INET, \"127.0.0.1\", "));
    EXPECT_EQ(shell("write(4, \"over there\")"), "= 10");
    EXPECT_EQ(shell.call("recvfrom(5, 64, 0)").bytes("buf"), "over there");
    EXPECT_EQ(shell("connect(3, {AF_INET, \"127.0.0.1\", 2223})"), "-1 EOPNOTSUPP");
    EXPECT_EQ(shell("socket(AF_INET, SOCK_STREAM, 0)"), "= 6");
    EXPECT_EQ(shell("connect(6, {AF_INET, \"127.0.0.1\", 2223})"), "-1 ECONNREFUSED");
}

} // namespace
} // namespace rumpscope::test
