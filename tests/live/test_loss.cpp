// SPDX-License-Identifier: GPL-3.0-or-later
// A real kernel that ends: by a crash, by a fault of the line, by reboot(2).
#include "clientcore/abi/netbsd.h"
#include "tests/live/live.h"

#include <future>

namespace rumpscope::test {
namespace {

using event::ClientError;
using event::Generation;
using session::Session;
using NoteKind = event::ConnectionEvent::Kind;

struct LiveLoss : Live
{};

TEST_F(LiveLoss, AnIdleSessionNotices)
{
    TypedGuest shell = guest();
    server().kill();
    ASSERT_TRUE(shell.watch().notes().await(NoteKind::Lost));
    const Made late = shell.call("getpid()");
    ASSERT_TRUE(late.failure);
    EXPECT_EQ(late.failure->kind, ClientError::Kind::Connection);
    EXPECT_EQ(shell.session().state(), Session::State::Lost);
}

TEST_F(LiveLoss, ACallUnderWayLosesItsAnswer)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return shell.call("read(3, 64)"); });
    ASSERT_TRUE(shell.watch().awaitSent(abi::NB_SYS_read));
    server().kill();
    const Made lost = blocked.get();
    ASSERT_TRUE(lost.failure);
    EXPECT_EQ(lost.failure->kind, ClientError::Kind::AnswerLost);
}

TEST_F(LiveLoss, AfterARestartItIsANewProcess)
{
    TypedGuest first = guest("first");
    TypedGuest shell = guest("shell", retry::Policy::forEver());
    EXPECT_EQ(shell.session().pid(), 3);
    ASSERT_EQ(shell("open(\"/dev/null\", O_RDWR)"), "= 3");
    server().kill();
    ASSERT_TRUE(shell.watch().notes().await(NoteKind::AttemptFailed));
    server().start();
    ASSERT_TRUE(shell.watch().notes().await(NoteKind::Established, 2));
    EXPECT_EQ(shell.session().generation(), Generation{2});
    EXPECT_EQ(shell("getpid()"), "= 2") << "the first process of the new kernel";
    EXPECT_EQ(shell.session().pid(), 2);
    EXPECT_EQ(shell("write(3, \"x\")"), "-1 EBADF") << "descriptors are gone";
}

TEST_F(LiveLoss, AFaultOfTheLineEndsTheProcessNotTheKernel)
{
    TypedGuest shell = guest("shell", retry::Policy::once());
    ASSERT_EQ(shell("open(\"/kept\", O_RDWR|O_CREAT, 0644)"), "= 3");
    shell.session().dropConnection();
    ASSERT_TRUE(shell.watch().notes().await(NoteKind::Established, 2));
    EXPECT_EQ(shell.session().pid(), 3);
    EXPECT_EQ(shell("close(3)"), "-1 EBADF");
    EXPECT_EQ(shell("stat(\"/kept\")"), "= 0") << "files belong to the kernel";
}

TEST_F(LiveLoss, RebootEndsTheKernel)
{
    TypedGuest shell = guest();
    const Made made = shell.call("reboot(RB_AUTOBOOT, NULL)");
    if (made.failure)
        EXPECT_EQ(made.failure->kind, ClientError::Kind::AnswerLost) << made.result;
    else
        EXPECT_EQ(made.result, "= 0");
    EXPECT_EQ(server().wait(), 0);
    EXPECT_TRUE(shell.watch().notes().await(NoteKind::Lost));
}

} // namespace
} // namespace rumpscope::test
