// SPDX-License-Identifier: BSD-2-Clause
// Forks, daemons, execs and descriptors, by a program that uses the library.
#include "tests/capi/kernel_test.h"
#include "tests/support/process/thread_sanitizer.h"
#include "tests/support/server/scripted_server.h"

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Lines = std::vector<std::string>;

struct CapiProcesses : KernelTest
{};

TEST_F(CapiProcesses, InitTwiceIsInitOnce)
{
    EXPECT_EQ(run({"simple"}), (Outcome{{"again 0", "pid 1", "close -1", "errno 9"}, "", 0}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, AForkedChildHasItsParentsDescriptors)
{
    EXPECT_EQ(run({"fork"}),
              (Outcome{{"new pid 1", "written 5", "status 0", "same pid 1", "offset 11"}, "", 0}));
}

TEST_F(CapiProcesses, AHundredForks)
{
    EXPECT_EQ(run({"forks", "100"}), (Outcome{{"failed 0", "alive 1"}, "", 0}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, AVforkLeavesTheParentsThreadsAlone)
{
    if (kThreadSanitizer)
        GTEST_SKIP() << "ThreadSanitizer makes a fork of every vfork: the child has no memory in common";
    EXPECT_EQ(run({"vfork"}), (Outcome{{"handed over 1", "left over 0", "pid 1", "status 0", "status 0",
                                        "others failed 0", "same pid 1"},
                                       "",
                                       0}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, AnExecOfAPlainVforkBorrowsTheConnection)
{
    EXPECT_EQ(
        run({"plain-vfork"}),
        (Outcome{{"handed over 1", "left over 0", "pid 1", "status 0", "same pid 1", "status 0"}, "", 0}));
}

TEST_F(CapiProcesses, PreparedClaimedAndCancelled)
{
    EXPECT_EQ(run({"prefork"}), (Outcome{{"prepared 1", "status 0", "same pid 1"}, "", 0}));
    EXPECT_TRUE(nobodyIsLeft()) << "fork_cancel released the second child";
}

TEST_F(CapiProcesses, AClaimGivesTheParentsHandleBack)
{
    EXPECT_EQ(run({"preforks", "20"}), (Outcome{{"failed 0", "handles 1"}, "", 0}));
    EXPECT_TRUE(nobodyIsLeft());
}

/// Without threads a call waits and takes in one: another way through the library than that of many threads.
TEST_F(CapiProcesses, ASingleThreadWhoseHandlersCall)
{
    for (const char *flags : {"0", "1", "2", "3"})
        EXPECT_EQ(run({"storm", flags}),
                  (Outcome{{"wrong 0", "wrong in handlers 0", "handlers called 1"}, "", 0}))
            << "flags " << flags;
}

TEST_F(CapiProcesses, CancelReleasesThePreparedChildAtOnce)
{
    const Fifo go;
    ChildProcess child(go.readBy(Actor::ours().command(url(), {"prefork-and-wait"})));
    EXPECT_EQ(child.readLine(), "prepared 1");
    TypedGuest shell(url(), "shell");
    EXPECT_EQ(kernelList(shell).size(), 5U) << "system, rumplocal, shell, the actor, and its prepared child";
    go.say();
    EXPECT_EQ(child.readLine(), "cancelled 1");
    EXPECT_EQ(kernelList(shell).size(), 4U);
    go.say();
    EXPECT_EQ(child.wait(), 0);
}

TEST_F(CapiProcesses, AfterAHostForkInitMakesANewProcess)
{
    EXPECT_EQ(run({"host-fork"}), (Outcome{{"status 0", "same pid 1"}, "", 0}));
}

TEST_F(CapiProcesses, ADaemonTakesItsArgumentsInTheirOrder)
{
    EXPECT_EQ(run({"daemon", "1", "1"}),
              (Outcome{{"begun 0", "new pid 1", "in root 0", "leads its session 1"}, "", 0}));
    EXPECT_EQ(run({"daemon", "0", "1"}),
              (Outcome{{"begun 0", "new pid 1", "in root 1", "leads its session 1"}, "", 0}));
    EXPECT_EQ(run({"daemon", "0", "0"}), (Outcome{{}, "", 0}));
    // It cannot say when it has written: its streams are closed.
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    Lines written;
    while (written != Lines({"/"}) && std::chrono::steady_clock::now() < deadline)
        written = run({"cat", "/actor-daemon"}).lines;
    EXPECT_EQ(written, Lines({"/"}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, SevenExecsInARowWithFortyThreadsBlocked)
{
    Lines expected;
    for (int i = 0; i < 7; ++i)
        expected.insert(expected.end(), {"same pid 1", "descriptor 1"});
    EXPECT_EQ(run({"exec", "7", "40"}), (Outcome{expected, "", 0}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, AnExecThatFailsLeavesAllAsItWas)
{
    EXPECT_EQ(run({"exec-fails"}),
              (Outcome{{"exec -1", "errno 2", "same pid 1", "written 1", "joined 1"}, "", 0}));
}

TEST_F(CapiProcesses, AnExecWhileTheReaderIsInAHandler)
{
    EXPECT_EQ(run({"exec-held-up", "1"}), (Outcome{{"handed over 1", "left over 0", "pid 1"}, "", 0}));
    EXPECT_EQ(run({"exec-held-up", "0"}), (Outcome{{"exec -1", "pid 1", "written 1", "joined 1"}, "", 0}));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CapiProcesses, StandardStreamsAreNeverOurs)
{
    EXPECT_EQ(run({"hygiene", "100"}), (Outcome{{"taken 0", "survived 1"}, "", 0}));
}

TEST_F(CapiProcesses, ClosingEverythingDoesNotCloseUs)
{
    EXPECT_EQ(run({"closenotify"}), (Outcome{{"closem 0", "same pid 1", "same pid 1", "same pid 1"}, "", 0}));
}

TEST_F(CapiProcesses, DescriptorsAreClosedWhileOtherThreadsAreInCalls)
{
    for (const char *how : {"close", "dup2", "closefrom"})
        EXPECT_EQ(run({"closenotify-load", how, "1500"}), (Outcome{{"failed 0", "written 1"}, "", 0})) << how;
}

TEST_F(CapiProcesses, ReconnectsToAKernelThatCameBack)
{
    expectReconnect(Actor::ours());
}

TEST_F(CapiProcesses, TheEnvironmentIsReadAsTheReferenceReadsIt)
{
    const Actor actor = Actor::ours();
    EXPECT_EQ(actor.run("unix:///nonexistent/sock", {"simple"}, {"RUMP__PARSEDSERVER=" + url()}).status, 0)
        << "RUMP__PARSEDSERVER wins";
    EXPECT_EQ(actor.run("unix:///nonexistent/sock", {"simple"}).lines, Lines({"init failed 2"}));
    const Outcome nonsense = actor.run("nonsense", {"simple"});
    EXPECT_EQ(nonsense.lines, Lines({"init failed 22"}));
    EXPECT_THAT(nonsense.errors, HasSubstr("does not say how to connect"));
    ChildProcess unset({"/usr/bin/env", "-u", "RUMP_SERVER", actor.program, "simple"});
    EXPECT_EQ(unset.readLine(), "init failed 2");
    EXPECT_EQ(unset.errors(), "error: RUMP_SERVER not set\n");
    EXPECT_THAT(actor.run(url(), {"simple"}, {"RUMPCLIENT_GUARD=maybe"}).errors,
                HasSubstr("RUMPCLIENT_GUARD=\"maybe\" means nothing: it is strict, zeros, fatal or off."));
}

TEST_F(CapiProcesses, AnExecFdThatIsNoSocketIsRefused)
{
    EXPECT_EQ(run({"simple"}, {"RUMPCLIENT__EXECFD=77,-1"}).lines, Lines({"init failed 9"}));
    EXPECT_EQ(run({"simple"}, {"RUMPCLIENT__EXECFD=rubbish"}).lines, Lines({"init failed 22"}));
    EXPECT_EQ(run({"simple"}, {"RUMPCLIENT__EXECFD=1,2"}).lines, Lines({"init failed 9"})) << "a pipe";
}

} // namespace
} // namespace rumpscope::test
