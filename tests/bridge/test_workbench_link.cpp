// SPDX-License-Identifier: GPL-3.0-or-later
// The workbench and the connection: made, refused, silent, ended.
#include "tests/support/bridge/practice.h"
#include "tests/support/server/scripted_server.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QSignalSpy>

#include <csignal>

namespace rumpscope::ui::test {
namespace {

using namespace std::chrono_literals;
using rumpscope::test::Peer;
using rumpscope::test::ScriptedServer;
using State = lineage::Node::State;

constexpr int kPromptly = 10'000; ///< milliseconds: ends of waits that nobody else would end

QString urlOf(const ScriptedServer &server)
{
    return QString::fromStdString(server.url().text());
}

TEST(WorkbenchLink, IsIdleAtFirst)
{
    Workbench workbench;
    EXPECT_EQ(workbench.status(), LinkStatus{});
    EXPECT_FALSE(workbench.primary());
    EXPECT_EQ(workbench.clientCount(), 0);
    EXPECT_EQ(workbench.retry(), retry::Policy::forEver());
}

TEST(WorkbenchLink, ConnectsAnObserverAndAShell)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    const LinkStatus status = practice.workbench->status();
    EXPECT_EQ(status.url, practice.kernel.url());
    ASSERT_TRUE(status.banner);
    EXPECT_EQ(status.banner->osType, "NetBSD");
    EXPECT_TRUE(status.pid);
    EXPECT_EQ(practice.workbench->clientCount(), 1);
    EXPECT_TRUE(eventually([&] { return practice.workbench->status().roundTrip.has_value(); }));
    EXPECT_TRUE(practice.notices.isEmpty()) << practice.notices.join('\n').toStdString();
}

TEST(WorkbenchLink, JoinsItsProcessesWithTheKernelsList)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    // The first list may be from before the shell came.
    ASSERT_TRUE(eventually([&] {
        const lineage::Node *parent = practice.node("rumplocal");
        const lineage::Node *child = practice.node("shell");
        return parent != nullptr && child != nullptr && child->parent == parent->id;
    })) << practice.workbench->processes().flattened();
    const lineage::Node *shell = practice.node("shell");
    EXPECT_EQ(shell->state, State::Guest);
    EXPECT_EQ(shell->pid, practice.workbench->status().pid);
    const lineage::Node *observer = practice.node("rumpscope");
    ASSERT_NE(observer, nullptr);
    EXPECT_TRUE(observer->observer);
    EXPECT_EQ(practice.node("system")->pid, 0);
    EXPECT_EQ(practice.workbench->processes().nodes().size(), 4U)
        << practice.workbench->processes().flattened();
}

TEST(WorkbenchLink, TellsStatusOnlyWhenItChanges)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    ASSERT_TRUE(eventually([&] { return practice.workbench->status().roundTrip.has_value(); }));
    ASSERT_TRUE(QSignalSpy(practice.workbench.get(), &Workbench::statusChanged).wait())
        << "that is told, too";
    QSignalSpy told(practice.workbench.get(), &Workbench::statusChanged);
    LinkStatus last = practice.workbench->status();
    int changes = 0;
    QObject::connect(practice.workbench.get(), &Workbench::statusChanged, [&] {
        changes += practice.workbench->status() != last ? 1 : 0;
        last = practice.workbench->status();
    });
    ASSERT_TRUE(eventually([&] { return told.size() >= 2; })) << "round trips are news";
    EXPECT_EQ(changes, told.size());
}

TEST(WorkbenchLink, SaysWhatIsWrongWithAnAddress)
{
    for (const QString &url : {QString(), QStringLiteral("nonsense"), QStringLiteral("tcp://1.2.3.4/"),
                               QStringLiteral("tcp://0:7/"), QStringLiteral("unix://")}) {
        Workbench workbench;
        workbench.connectTo(url);
        EXPECT_EQ(workbench.status().state, LinkState::Lost) << url.toStdString();
        EXPECT_FALSE(workbench.status().sentence.isEmpty()) << url.toStdString();
        workbench.newGuest(QStringLiteral("late"));
        workbench.disconnectAll();
        EXPECT_EQ(workbench.status().state, LinkState::Idle);
        EXPECT_TRUE(workbench.status().sentence.isEmpty());
    }
}

TEST(WorkbenchLink, SaysThatNobodyListens)
{
    const rumpscope::test::TempDir directory;
    Practice practice;
    practice.workbench->connectTo(QString::fromStdString(directory.url()));
    EXPECT_EQ(practice.workbench->status().state, LinkState::Connecting);
    ASSERT_TRUE(practice.waitFor(LinkState::Lost));
    EXPECT_TRUE(
        practice.workbench->status().sentence.contains(QString::fromStdString(directory.file("sock"))))
        << practice.workbench->status().sentence.toStdString();
}

TEST(WorkbenchLink, TriesAgainWhenItIsTold)
{
    Practice practice;
    practice.workbench->connectTo(practice.kernel.url());
    ASSERT_TRUE(practice.waitFor(LinkState::Lost));
    ASSERT_TRUE(practice.startKernel());
    practice.workbench->reconnectNow();
    EXPECT_TRUE(practice.waitForLife(1));
}

TEST(WorkbenchLink, SaysThatAServerSpeaksSomethingElse)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        peer.text("SSH-2.0-OpenSSH_9.2\n");
        peer.expectEnd();
    });
    Practice practice;
    practice.workbench->connectTo(urlOf(server));
    ASSERT_TRUE(practice.waitFor(LinkState::Lost));
    EXPECT_FALSE(practice.workbench->status().sentence.isEmpty());
    EXPECT_EQ(server.finish(), "");
}

TEST(WorkbenchLink, GivesUpOnAServerThatSaysNothing)
{
    ScriptedServer server([](ScriptedServer &self) { self.accept().expectEnd(); });
    Practice practice;
    practice.workbench->connectTo(urlOf(server));
    ASSERT_TRUE(practice.waitFor(LinkState::Lost));
    EXPECT_FALSE(practice.workbench->status().sentence.isEmpty());
    EXPECT_EQ(server.finish(), "");
}

TEST(WorkbenchLink, GoesElsewhereWithoutWaitingForASilentServer)
{
    ScriptedServer server([](ScriptedServer &self) { self.accept().expectEnd(); });
    Practice practice;
    ASSERT_TRUE(practice.startKernel());
    practice.workbench->connectTo(urlOf(server));
    practice.workbench->connectTo(practice.kernel.url());
    ASSERT_TRUE(practice.waitForLife(1));
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(practice.workbench->status().state, LinkState::Connected)
        << "what becomes of the first link is no longer of interest";
    EXPECT_EQ(practice.workbench->status().url, practice.kernel.url());
}

TEST(WorkbenchLink, LeavesAKernelForAnother)
{
    Practice first;
    ASSERT_TRUE(first.connect());
    PracticeKernel second;
    second.start();
    ASSERT_TRUE(eventually([&] { return second.state() == PracticeKernel::State::Running; }));
    const auto shell = first.workbench->primary();
    first.workbench->connectTo(second.url());
    ASSERT_TRUE(first.waitForLife(1));
    EXPECT_NE(first.workbench->primary(), shell);
    EXPECT_FALSE(first.workbench->isOurs(*shell));
    ASSERT_TRUE(first.killKernel());
    EXPECT_EQ(first.call(QStringLiteral("getppid()")).result, QStringLiteral("= 1"));
    EXPECT_EQ(first.workbench->status().state, LinkState::Connected);
}

TEST(WorkbenchLink, DisconnectsAndMayConnectAgain)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    practice.workbench->disconnectAll();
    EXPECT_EQ(practice.workbench->status().state, LinkState::Idle);
    EXPECT_EQ(practice.workbench->clientCount(), 0);
    for (const auto &[id, node] : practice.workbench->processes().nodes())
        EXPECT_EQ(node.state, State::Ended) << node.comm;
    practice.workbench->newGuest(QStringLiteral("late"));
    EXPECT_EQ(practice.notices.size(), 1);
    practice.workbench->connectTo(practice.kernel.url());
    EXPECT_TRUE(practice.waitForLife(1));
}

TEST(WorkbenchLink, ShowsAKernelThatDoesNotAnswer)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    const int kernel = practice.kernelPid();
    ASSERT_GT(kernel, 0);
    ::kill(kernel, SIGSTOP);
    EXPECT_TRUE(practice.waitFor(LinkState::Silent));
    EXPECT_GT(practice.workbench->status().silentFor, 1s);
    ::kill(kernel, SIGCONT);
    EXPECT_TRUE(practice.waitFor(LinkState::Connected));
    EXPECT_EQ(practice.workbench->status().generation, 1U) << "silent is not lost";
    EXPECT_EQ(practice.workbench->status().silentFor, 0s);
}

TEST(WorkbenchEnd, DoesNotWaitForASilentServer)
{
    ScriptedServer server([](ScriptedServer &self) { self.accept().expectEnd(); });
    QElapsedTimer timer;
    {
        Workbench workbench;
        workbench.connectTo(urlOf(server));
        timer.start();
    }
    EXPECT_LT(timer.elapsed(), kPromptly);
    // The end of the wait may have come before the connection did.
    if (auto stream = transport::Stream::connect(server.url(), transport::Deadline::in(1s)); stream)
        stream->shutdown();
    EXPECT_EQ(server.finish(), "");
}

/// Sessions are on their way to the user's thread when everything ends.
TEST(WorkbenchEnd, MayComeBeforeTheFirstGuest)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer observer = self.accept();
        observer.greet(2);
        Peer shell = self.accept();
        shell.greet(3);
    });
    Workbench workbench;
    workbench.connectTo(urlOf(server));
    EXPECT_EQ(server.finish(), "") << "without events being handled here";
}

TEST(WorkbenchEnd, DoesNotWaitForCallsThatBlock)
{
    QElapsedTimer timer;
    {
        Practice practice;
        ASSERT_TRUE(practice.connect());
        ASSERT_EQ(practice.call(QStringLiteral("pipe()")).failed, false);
        const SessionId shell = *practice.workbench->primary();
        for (int i = 0; i < 20; ++i)
            practice.workbench->call(shell, QStringLiteral("read(3, 1)"));
        const auto running = [&] {
            const lineage::Node *node = practice.node("shell");
            return node && node->running == 20;
        };
        ASSERT_TRUE(eventually(running));
        timer.start();
        practice.workbench.reset();
        EXPECT_LT(timer.elapsed(), kPromptly);
    }
}

TEST(WorkbenchEnd, DoesNotWaitForMoreBlockedCallsThanThereAreWorkers)
{
    constexpr int kMany = 300;
    Practice practice;
    practice.workbench->setRetry(retry::Policy::never());
    ASSERT_TRUE(practice.connect());
    ASSERT_TRUE(eventually([&] { return practice.node("rumplocal") != nullptr; }));
    const SessionId shell = *practice.workbench->primary();
    const int kernel = practice.kernelPid();
    ASSERT_GT(kernel, 0);
    ::kill(kernel, SIGSTOP);
    for (int i = 0; i < kMany; ++i)
        practice.workbench->call(shell, QStringLiteral("getppid()"));
    ASSERT_TRUE(eventually([&] { return practice.node("shell")->running >= 200; }));
    EXPECT_EQ(practice.workbench->runningCalls(shell), kMany);
    QElapsedTimer timer;
    timer.start();
    practice.workbench->dropConnection(shell);
    ASSERT_TRUE(eventually([&] { return practice.workbench->runningCalls(shell) < kMany; }))
        << "a connection can be dropped all the same";
    practice.workbench.reset();
    EXPECT_LT(timer.elapsed(), kPromptly);
    ::kill(kernel, SIGCONT);
}

TEST(WorkbenchEnd, DoesNotWaitForAStoppedKernel)
{
    Practice practice;
    ASSERT_TRUE(practice.connect());
    const int kernel = practice.kernelPid();
    ASSERT_GT(kernel, 0);
    ::kill(kernel, SIGSTOP);
    practice.workbench->call(*practice.workbench->primary(), QStringLiteral("getpid()"));
    practice.workbench->fork(*practice.workbench->primary());
    practice.workbench->newGuest(QStringLiteral("late"));
    practice.workbench->startLoad(*practice.workbench->primary(), {});
    ASSERT_TRUE(practice.waitFor(LinkState::Silent));
    QElapsedTimer timer;
    timer.start();
    practice.workbench.reset();
    EXPECT_LT(timer.elapsed(), kPromptly);
    ::kill(kernel, SIGCONT);
}

} // namespace
} // namespace rumpscope::ui::test
