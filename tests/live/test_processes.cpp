// SPDX-License-Identifier: GPL-3.0-or-later
// Guests, prepared and claimed children, exec: what a real kernel makes of them.
#include "clientcore/abi/netbsd.h"
#include "tests/live/kernel_list.h"
#include "tests/live/live.h"

#include <future>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

struct LiveProcesses : Live
{};

TEST_F(LiveProcesses, TheBannerSaysWhatItIs)
{
    TypedGuest shell = guest();
    const wire::Banner banner = shell.session().banner();
    EXPECT_EQ(banner.major, 0);
    EXPECT_EQ(banner.osType, "NetBSD");
    EXPECT_FALSE(banner.osRelease.empty());
    EXPECT_FALSE(banner.machine.empty());
}

TEST_F(LiveProcesses, AGuestIsAChildOfPidOne)
{
    TypedGuest shell = guest();
    EXPECT_EQ(shell.session().pid(), 2);
    const Made made = shell.call("getpid()");
    EXPECT_EQ(made.text, "getpid()");
    EXPECT_EQ(made.result, "= 2");
    EXPECT_EQ(made.answer.retval[1], 1) << "the parent's pid comes along";
    EXPECT_EQ(made.answer.roundTrips, 1U);
    EXPECT_EQ(shell("getppid()"), "= 1");
    EXPECT_EQ(shell("getuid()"), "= 0");
}

TEST_F(LiveProcesses, TheKernelsListBeginsWithSystemAndRumplocal)
{
    TypedGuest shell = guest("shell");
    EXPECT_THAT(kernelList(shell), ElementsAre("0<0 system", "1<0 rumplocal", "2<1 shell"));
}

TEST_F(LiveProcesses, AClaimedChildIsANewProcessOfPidOne)
{
    TypedGuest parent = guest("parent");
    const auto cookie = parent.session().prefork();
    ASSERT_TRUE(cookie) << cookie.error().sentence();
    EXPECT_THAT(kernelList(parent), ElementsAre("0<0 system", "1<0 rumplocal", "2<1 parent", "3<2 parent"));
    TypedGuest child(server().url(), *cookie);
    EXPECT_EQ(child.session().pid(), 4);
    EXPECT_EQ(child("getppid()"), "= 1");
    EXPECT_THAT(kernelList(parent), ElementsAre("0<0 system", "1<0 rumplocal", "2<1 parent", "4<1 parent"));
}

TEST_F(LiveProcesses, AChildHasTheDescriptorsOfItsParent)
{
    TypedGuest parent = guest();
    ASSERT_EQ(parent("pipe()"), "= [3, 4]");
    const auto cookie = parent.session().prefork();
    ASSERT_TRUE(cookie) << cookie.error().sentence();
    TypedGuest child(server().url(), *cookie);
    EXPECT_EQ(parent("write(4, \"from above\")"), "= 10");
    EXPECT_EQ(child.call("read(3, 64)").bytes("buf"), "from above");
}

TEST_F(LiveProcesses, ACookieIsTakenOnce)
{
    TypedGuest parent = guest();
    const auto cookie = parent.session().prefork();
    ASSERT_TRUE(cookie) << cookie.error().sentence();
    const TypedGuest child(server().url(), *cookie);
    EXPECT_THROW(TypedGuest(server().url(), *cookie), std::runtime_error);
}

TEST_F(LiveProcesses, CancelReleasesThePreparedChild)
{
    TypedGuest parent = guest("parent");
    const auto cookie = parent.session().prefork();
    ASSERT_TRUE(cookie) << cookie.error().sentence();
    const auto cancelled = session::Session::cancel(parent.session().url(), *cookie, {});
    ASSERT_TRUE(cancelled) << cancelled.error().sentence();
    EXPECT_THAT(kernelList(parent), ElementsAre("0<0 system", "1<0 rumplocal", "2<1 parent"));
}

TEST_F(LiveProcesses, ExecRenamesAndClosesWhatIsMarked)
{
    TypedGuest shell = guest("shell");
    ASSERT_EQ(shell("open(\"/dev/null\", O_RDWR)"), "= 3");
    ASSERT_EQ(shell("open(\"/dev/null\", O_RDWR|O_CLOEXEC)"), "= 4");
    const auto done = shell.session().exec("editor");
    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_EQ(shell("getpid()"), "= 2");
    EXPECT_EQ(shell("write(3, \"x\")"), "= 1");
    EXPECT_EQ(shell("write(4, \"x\")"), "-1 EBADF");
    EXPECT_THAT(kernelList(shell), ElementsAre("0<0 system", "1<0 rumplocal", "2<1 editor"));
}

TEST_F(LiveProcesses, ExecInterruptsABlockedRead)
{
    TypedGuest shell = guest();
    ASSERT_EQ(shell("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return shell("read(3, 64)"); });
    ASSERT_TRUE(shell.watch().awaitSent(abi::NB_SYS_read));
    EXPECT_EQ(shell("getpid()"), "= 2") << "workers take calls in order: the read has one when this answers";
    const auto done = shell.session().exec("next");
    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_EQ(blocked.get(), "-1 EINTR");
    EXPECT_EQ(shell("write(4, \"still there\")"), "= 11");
}

TEST_F(LiveProcesses, ClosingIsTheEndOfTheProcess)
{
    TypedGuest shell = guest("shell");
    TypedGuest other = guest("other");
    ASSERT_EQ(kernelList(shell).size(), 4U);
    other.session().close();
    EXPECT_TRUE(awaitKernelList(shell, {"0<0 system", "1<0 rumplocal", "2<1 shell"}));
}

} // namespace
} // namespace rumpscope::test
