// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

using State = lineage::Node::State;

class WorkbenchProcesses : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_practice.connect());
        m_shell = *bench().primary();
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] bool appears(State state)
    {
        return eventually([&] { return m_practice.node(state) != nullptr; });
    }
    [[nodiscard]] bool grows(int clients)
    {
        return eventually([&] { return bench().clientCount() == clients; });
    }
    [[nodiscard]] std::string tree() { return bench().processes().flattened(); }

    Practice m_practice;
    SessionId m_shell{};
};

TEST_F(WorkbenchProcesses, NewGuestsHaveNamesOfTheirOwn)
{
    bench().newGuest(QStringLiteral("editor"));
    ASSERT_TRUE(grows(2));
    ASSERT_TRUE(eventually([&] { return m_practice.node("editor") != nullptr; }));
    const lineage::Node *editor = m_practice.node("editor");
    EXPECT_EQ(editor->state, State::Guest);
    EXPECT_NE(editor->pid, m_practice.node("shell")->pid);
    EXPECT_EQ(bench().primary(), m_shell) << "the first one stays the first";
}

TEST_F(WorkbenchProcesses, ForkMakesAChild)
{
    ASSERT_FALSE(m_practice.call(QStringLiteral("open(\"/dev/null\", O_RDWR)")).failed);
    bench().fork(m_shell);
    ASSERT_TRUE(grows(2));
    ASSERT_TRUE(appears(State::Forked));
    const lineage::Node *child = m_practice.node(State::Forked);
    EXPECT_EQ(child->parent, m_practice.node("shell")->id) << tree();
    EXPECT_EQ(child->comm, "shell");
    ASSERT_TRUE(child->session);
    const CallOutcome dup = m_practice.call(QStringLiteral("dup(0)"), child->session);
    EXPECT_FALSE(dup.failed) << "it has its parent's descriptors; " << dup.result.toStdString();
}

TEST_F(WorkbenchProcesses, APreparedChildIsClaimedOnce)
{
    bench().prepare(m_shell);
    ASSERT_TRUE(appears(State::Prepared));
    EXPECT_EQ(bench().clientCount(), 1);
    const auto cookie = m_practice.node(State::Prepared)->cookie;
    ASSERT_TRUE(cookie);
    bench().claim(*cookie);
    ASSERT_TRUE(grows(2));
    ASSERT_TRUE(appears(State::Forked));
    EXPECT_EQ(m_practice.node(State::Prepared), nullptr) << tree();
    bench().claim(*cookie);
    ASSERT_TRUE(eventually([&] { return m_practice.notices.size() == 1; }));
    EXPECT_TRUE(m_practice.notices[0].contains(QStringLiteral("refused")))
        << m_practice.notices[0].toStdString();
    EXPECT_EQ(bench().clientCount(), 2);
}

TEST_F(WorkbenchProcesses, APreparedChildIsCancelled)
{
    bench().prepare(m_shell);
    ASSERT_TRUE(appears(State::Prepared));
    const lineage::NodeId id = m_practice.node(State::Prepared)->id;
    bench().cancelPrepared(*m_practice.node(State::Prepared)->cookie);
    ASSERT_TRUE(appears(State::Ended));
    EXPECT_EQ(bench().processes().nodes().at(id).ending, "cancelled");
    EXPECT_TRUE(m_practice.notices.isEmpty());
}

TEST_F(WorkbenchProcesses, ExecChangesTheName)
{
    const auto pid = m_practice.node("shell")->pid;
    bench().exec(m_shell, QStringLiteral("worker"));
    ASSERT_TRUE(eventually([&] { return m_practice.node("worker") != nullptr; }));
    const lineage::Node *worker = m_practice.node("worker");
    EXPECT_TRUE(worker->execed);
    EXPECT_EQ(worker->pid, pid);
    EXPECT_EQ(worker->formerNames, std::vector<std::string>{"shell"});
}

TEST_F(WorkbenchProcesses, ExecWithoutANameHarmsNobody)
{
    bench().exec(m_shell, {});
    EXPECT_EQ(m_practice.call(QStringLiteral("getppid()")).result, QStringLiteral("= 1"));
    EXPECT_EQ(m_practice.kernel.state(), PracticeKernel::State::Running);
}

TEST_F(WorkbenchProcesses, CloseEndsOne)
{
    bench().newGuest(QStringLiteral("editor"));
    ASSERT_TRUE(grows(2));
    bench().close(m_shell);
    EXPECT_FALSE(bench().isOurs(m_shell));
    EXPECT_EQ(bench().clientCount(), 1);
    EXPECT_NE(bench().primary(), m_shell);
    ASSERT_TRUE(eventually([&] {
        const lineage::Node *shell = m_practice.node("shell");
        return shell && shell->state == State::Ended;
    }));
    EXPECT_EQ(m_practice.node("shell")->ending, "closed");
    EXPECT_TRUE(m_practice.waitFor(LinkState::Connected));
}

TEST_F(WorkbenchProcesses, WithoutGuestsTheObserverSpeaksForTheLink)
{
    bench().close(m_shell);
    EXPECT_FALSE(bench().primary());
    EXPECT_EQ(bench().status().state, LinkState::Connected);
    bench().newGuest(QStringLiteral("editor"));
    EXPECT_TRUE(grows(1));
    EXPECT_TRUE(bench().primary());
}

TEST_F(WorkbenchProcesses, ADroppedConnectionComesBackAsANewProcess)
{
    const auto pid = bench().status().pid;
    bench().dropConnection(m_shell);
    ASSERT_TRUE(m_practice.waitForLife(2));
    EXPECT_NE(bench().status().pid, pid);
    EXPECT_EQ(bench().primary(), m_shell);
    EXPECT_EQ(m_practice.call(QStringLiteral("getppid()")).generation, 2U);
}

TEST_F(WorkbenchProcesses, CommandsToNobodyDoNothing)
{
    const SessionId nobody{0};
    bench().fork(nobody);
    bench().prepare(nobody);
    bench().exec(nobody, QStringLiteral("x"));
    bench().close(nobody);
    bench().dropConnection(nobody);
    bench().startLoad(nobody, {});
    bench().stopLoad(nobody);
    EXPECT_FALSE(bench().isOurs(nobody));
    EXPECT_EQ(bench().runningCalls(nobody), 0);
    EXPECT_FALSE(bench().loadRuns(nobody));
    EXPECT_EQ(bench().clientCount(), 1);
}

} // namespace
} // namespace rumpscope::ui::test
