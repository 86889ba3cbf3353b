// SPDX-License-Identifier: GPL-3.0-or-later
// A kernel that is killed, and each policy's answer to it.
#include "tests/support/bridge/practice.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

using namespace std::chrono_literals;

class WorkbenchRetry : public testing::Test
{
protected:
    void connectWith(retry::Policy setting)
    {
        m_practice.workbench->setRetry(setting);
        EXPECT_EQ(m_practice.workbench->retry(), setting);
        ASSERT_TRUE(m_practice.connect());
        ASSERT_TRUE(eventually([&] { return m_practice.node("rumplocal") != nullptr; }));
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    /// The shell's own link, for the observer is Lost a moment before or after.
    [[nodiscard]] bool everythingEnded()
    {
        return eventually([&] {
            for (const auto &[id, node] : bench().processes().nodes()) {
                if (node.state != lineage::Node::State::Ended)
                    return false;
            }
            return true;
        });
    }

    Practice m_practice;
};

TEST_F(WorkbenchRetry, ForEverFindsTheKernelAgain)
{
    connectWith(retry::Policy::forEver());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually(
        [&] { return bench().status().state == LinkState::Retrying && bench().status().attempts >= 3; }));
    EXPECT_FALSE(bench().status().sentence.isEmpty());
    EXPECT_TRUE(everythingEnded());
    ASSERT_TRUE(m_practice.startKernel());
    ASSERT_TRUE(m_practice.waitForLife(2));
    EXPECT_EQ(bench().clientCount(), 1);
    EXPECT_EQ(m_practice.call(QStringLiteral("getppid()")).generation, 2U);
    ASSERT_TRUE(eventually([&] {
        const lineage::Node *node = bench().processes().findSession(*bench().primary());
        return node && node->state == lineage::Node::State::Guest;
    }));
}

TEST_F(WorkbenchRetry, ForEverMayBeStoppedByHandAndBegunAgain)
{
    connectWith(retry::Policy::forEver());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Retrying));
    bench().stopRetrying();
    ASSERT_TRUE(m_practice.waitFor(LinkState::Lost));
    ASSERT_TRUE(m_practice.startKernel());
    bench().reconnectNow();
    EXPECT_TRUE(m_practice.waitForLife(2));
}

TEST_F(WorkbenchRetry, NeverLeavesItLost)
{
    connectWith(retry::Policy::never());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Lost));
    EXPECT_EQ(bench().status().attempts, 0U);
    EXPECT_TRUE(everythingEnded());
    const CallOutcome outcome = m_practice.call(QStringLiteral("getpid()"));
    EXPECT_TRUE(outcome.clientError);
    EXPECT_FALSE(outcome.result.isEmpty());
    ASSERT_TRUE(m_practice.startKernel());
    bench().reconnectNow();
    ASSERT_TRUE(m_practice.waitForLife(2));
    EXPECT_TRUE(eventually([&] {
        const lineage::Node *local = nullptr;
        for (const auto &[id, node] : bench().processes().nodes())
            local = node.comm == "rumplocal" ? &node : local;
        return local && local->state != lineage::Node::State::Ended;
    })) << "the observer is back too";
}

TEST_F(WorkbenchRetry, OnceGivesUpAfterOneAttempt)
{
    connectWith(retry::Policy::once());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Lost));
    EXPECT_EQ(bench().status().attempts, 1U);
    EXPECT_TRUE(bench().status().sentence.contains(QStringLiteral("one attempt failed")))
        << bench().status().sentence.toStdString();
    ASSERT_TRUE(m_practice.startKernel());
    EXPECT_FALSE(m_practice.call(QStringLiteral("getpid()")).failed) << "the next call tries once more";
    EXPECT_TRUE(m_practice.waitForLife(2));
}

TEST_F(WorkbenchRetry, ForSecondsGivesUpAfterThem)
{
    connectWith(retry::Policy::forSeconds(1s));
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Retrying));
    ASSERT_TRUE(m_practice.waitFor(LinkState::Lost));
    EXPECT_GE(bench().status().attempts, 2U);
    EXPECT_TRUE(bench().status().sentence.contains(QStringLiteral("did not come back")))
        << bench().status().sentence.toStdString();
}

TEST_F(WorkbenchRetry, DieEndsTheSessionButNothingElse)
{
    connectWith(retry::Policy::die());
    const SessionId shell = *bench().primary();
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Lost));
    EXPECT_TRUE(eventually([&] { return !bench().primary(); }));
    EXPECT_TRUE(everythingEnded());
    ASSERT_TRUE(m_practice.startKernel());
    bench().reconnectNow();
    ASSERT_TRUE(m_practice.waitForLife(1));
    EXPECT_NE(bench().primary(), shell) << "another session, in its first life";
    EXPECT_EQ(bench().clientCount(), 1);
    EXPECT_FALSE(m_practice.call(QStringLiteral("getpid()")).failed);
}

TEST_F(WorkbenchRetry, MayBeChangedAtAnyTime)
{
    connectWith(retry::Policy::forEver());
    bench().setRetry(retry::Policy::never());
    ASSERT_TRUE(m_practice.killKernel());
    EXPECT_TRUE(m_practice.waitFor(LinkState::Lost));
    EXPECT_EQ(bench().status().attempts, 0U);
}

TEST_F(WorkbenchRetry, EndsWhenTheUserDisconnects)
{
    connectWith(retry::Policy::forEver());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(m_practice.waitFor(LinkState::Retrying));
    bench().disconnectAll();
    EXPECT_EQ(bench().status().state, LinkState::Idle);
    ASSERT_TRUE(m_practice.startKernel());
    EXPECT_FALSE(bench().primary());
    EXPECT_EQ(bench().status().state, LinkState::Idle);
}

} // namespace
} // namespace rumpscope::ui::test
