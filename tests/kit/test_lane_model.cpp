// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"
#include "ui/kit/lane_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class ALaneModel : public testing::Test
{
protected:
    void connectWith(const retry::Policy &policy)
    {
        m_practice.workbench->setRetry(policy);
        ASSERT_TRUE(m_practice.connect());
        ASSERT_TRUE(eventually([&] { return m_model.lanes().size() == 1; }));
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] const LaneModel::Lane &lane() const { return m_model.lanes().front(); }
    [[nodiscard]] bool says(LaneModel::Column column, const QString &text) const
    {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (m_model.index(row, column).data().toString().contains(text))
                return true;
        }
        return false;
    }

    Practice m_practice;
    LaneModel m_model{*m_practice.workbench};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ALaneModel, BeginsALifeWithTheConnection)
{
    EXPECT_TRUE(m_model.summary().isEmpty());
    connectWith(retry::Policy::forEver());
    EXPECT_EQ(lane().session, bench().primary());
    EXPECT_EQ(lane().name, QStringLiteral("shell"));
    ASSERT_EQ(lane().lives.size(), 1U);
    EXPECT_FALSE(lane().lives[0].end);
    EXPECT_EQ(lane().lives[0].generation, 1U);
    EXPECT_EQ(lane().lives[0].pid, bench().status().pid);
    EXPECT_EQ(m_model.summary(), QStringLiteral("never lost"));
    EXPECT_EQ(m_model.lanes().size(), 1U) << "the observer has none";
}

TEST_F(ALaneModel, DrawsTheGapWithEveryAttempt)
{
    connectWith(retry::Policy::forEver());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually([&] { return lane().attempts.size() >= 3 && lane().nextPlanned; }));
    EXPECT_EQ(lane().losses.size(), 1U);
    ASSERT_TRUE(lane().lives[0].end);
    EXPECT_EQ(*lane().lives[0].end, lane().losses[0]);
    ASSERT_TRUE(m_practice.startKernel());
    ASSERT_TRUE(eventually([&] { return lane().lives.size() == 2; }));
    EXPECT_FALSE(lane().lives[1].end);
    EXPECT_EQ(lane().lives[1].generation, 2U);
    EXPECT_FALSE(lane().nextPlanned);
    EXPECT_FALSE(lane().gaveUp);
    EXPECT_GT(lane().lives[1].begin, *lane().lives[0].end);
    for (std::size_t i = 0; i < lane().attempts.size(); ++i) {
        const LaneModel::Attempt &attempt = lane().attempts[i];
        EXPECT_EQ(attempt.index, i);
        EXPECT_GE(attempt.started, attempt.planned) << "never early";
        ASSERT_TRUE(attempt.ended);
        EXPECT_EQ(attempt.succeeded, i + 1 == lane().attempts.size());
        EXPECT_EQ(attempt.error.isEmpty(), attempt.succeeded);
        // Which reason depends on how far the kernel had come with dying.
        EXPECT_EQ(attempt.reason.isEmpty(), attempt.succeeded) << attempt.reason.toStdString();
    }
    EXPECT_TRUE(m_model.summary().startsWith(QStringLiteral("lost 1 time(s) · ")))
        << m_model.summary().toStdString();
    EXPECT_TRUE(m_model.summary().endsWith(QStringLiteral(" s without a kernel")));
}

TEST_F(ALaneModel, SaysWhenThePolicyGaveUp)
{
    connectWith(retry::Policy::once());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually([&] { return lane().gaveUp.has_value(); }));
    EXPECT_EQ(lane().attempts.size(), 1U);
    EXPECT_FALSE(lane().nextPlanned);
    ASSERT_TRUE(m_practice.startKernel());
    bench().reconnectNow();
    ASSERT_TRUE(eventually([&] { return lane().lives.size() == 2; }));
    EXPECT_FALSE(lane().gaveUp) << "that was another loss";
}

TEST_F(ALaneModel, SaysWhenASessionDied)
{
    connectWith(retry::Policy::die());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually([&] { return lane().gaveUp.has_value(); }));
    EXPECT_TRUE(lane().attempts.empty());
    EXPECT_TRUE(lane().lives[0].end);
    EXPECT_TRUE(says(LaneModel::WhatColumn, QStringLiteral("died")));
}

TEST_F(ALaneModel, EndsALifeThatIsClosedWithoutALoss)
{
    connectWith(retry::Policy::forEver());
    bench().close(*bench().primary());
    ASSERT_TRUE(eventually([&] { return lane().lives[0].end.has_value(); }));
    EXPECT_TRUE(lane().losses.empty());
    EXPECT_TRUE(m_model.summary().isEmpty());
}

TEST_F(ALaneModel, FollowsTheNameThroughAnExec)
{
    connectWith(retry::Policy::forEver());
    bench().exec(*bench().primary(), QStringLiteral("worker"));
    EXPECT_TRUE(eventually([&] { return lane().name == QStringLiteral("worker"); }));
}

TEST_F(ALaneModel, IsATableOfAllTurns)
{
    connectWith(retry::Policy::forEver());
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually([&] { return lane().attempts.size() >= 2; }));
    EXPECT_EQ(static_cast<std::size_t>(m_model.rowCount()), bench().store().connectionEvents().size());
    EXPECT_TRUE(says(LaneModel::WhatColumn, QStringLiteral("✓ up")));
    EXPECT_TRUE(says(LaneModel::WhatColumn, QStringLiteral("✕ lost")));
    EXPECT_TRUE(says(LaneModel::WhatColumn, QStringLiteral("attempt failed")));
    EXPECT_TRUE(says(LaneModel::DetailColumn, QStringLiteral("Could not connect")));
    bench().clearHistory();
    EXPECT_EQ(static_cast<std::size_t>(m_model.rowCount()), bench().store().connectionEvents().size());
}

TEST_F(ALaneModel, BegunLateKnowsWhatHappenedBefore)
{
    connectWith(retry::Policy::forEver());
    bench().dropConnection(*bench().primary());
    ASSERT_TRUE(eventually([&] { return lane().lives.size() == 2; }));
    const LaneModel late(bench());
    ASSERT_EQ(late.lanes().size(), 1U);
    EXPECT_EQ(late.lanes()[0].lives.size(), 2U);
    EXPECT_EQ(late.rowCount(), m_model.rowCount());
    EXPECT_EQ(late.summary(), m_model.summary());
}

TEST_F(ALaneModel, LetsGoOfTheOldestThatEnded)
{
    connectWith(retry::Policy::forEver());
    const SessionId shell = *bench().primary();
    const int many = static_cast<int>(LaneModel::kLanes) + 10;
    for (int i = 0; i < many; ++i) {
        bench().newGuest(QStringLiteral("guest%1").arg(i));
        const lineage::Node *guest = nullptr;
        ASSERT_TRUE(eventually([&] {
            guest = m_practice.node("guest" + std::to_string(i));
            // The kernel's list may name it before its own connection does, and the tree know that one before
            // the workbench does.
            return guest && guest->session && bench().clientCount() == 2;
        }));
        bench().close(*guest->session);
        ASSERT_TRUE(eventually([&] { return bench().clientCount() == 1; }));
    }
    EXPECT_EQ(m_model.lanes().size(), LaneModel::kLanes);
    EXPECT_EQ(lane().session, shell) << "it lives: it stays, and stays the first";
    EXPECT_EQ(m_model.lanes().back().name, QStringLiteral("guest%1").arg(many - 1));
    EXPECT_EQ(m_model.lanes()[1].name,
              QStringLiteral("guest%1").arg(many - static_cast<int>(LaneModel::kLanes) + 1));
}

} // namespace
} // namespace rumpscope::ui::test
