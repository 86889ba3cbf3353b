// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter does to rows: of the history, of calls to come, of calls that change.
#include "clientcore/abi/netbsd.h"
#include "tests/support/bridge/practice.h"
#include "tests/support/bridge/traffic.h"
#include "ui/kit/latency_series.h"
#include "ui/kit/trace_model.h"
#include "ui/panes/ladder/ladder_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace rumpscope::ui::test {
namespace {

class AFilteredTrace : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    void filter(const char *text)
    {
        const auto filter = trace::Filter::compile(text);
        ASSERT_TRUE(filter) << filter.error().message;
        m_model.setFilter(*filter);
        m_series.setFilter(*filter);
    }
    void make(const char *expression)
    {
        const CallOutcome outcome = m_practice.call(QString::fromUtf8(expression));
        ASSERT_TRUE(eventually([&] {
            const auto id = m_model.findCall(outcome.session, outcome.generation, outcome.reqno);
            const auto index = id ? bench().store().indexOf(*id) : std::nullopt;
            return index && bench().store().at(*index).outcome != trace::CallRecord::Outcome::Running;
        }));
    }
    [[nodiscard]] QStringList calls() const
    {
        QStringList calls;
        for (int row = 0; row < m_model.rowCount(); ++row)
            calls << m_model.index(row, TraceModel::CallColumn).data().toString();
        return calls;
    }

    Practice m_practice;
    TraceModel m_model{*m_practice.workbench};
    LatencySeries m_series{*m_practice.workbench};
    LadderModel m_ladder{*m_practice.workbench, m_model};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester m_ladderTester{&m_ladder, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AFilteredTrace, HasWhatMatchesOfThePastAndOfTheFuture)
{
    make("getppid()");
    make("close(99)");
    filter("failed");
    EXPECT_EQ(calls(), QStringList({QStringLiteral("close(99)")}));
    make("getuid()");
    make("close(98)");
    EXPECT_EQ(calls(), QStringList({QStringLiteral("close(99)"), QStringLiteral("close(98)")}));
    EXPECT_EQ(m_model.shown(), 2U);
    EXPECT_EQ(m_model.all(), 5U) << "the guest's handshake is one";
    filter("");
    EXPECT_EQ(m_model.rowCount(), 5);
    EXPECT_FALSE(m_model.isLooking());
}

TEST_F(AFilteredTrace, LetsACallInOrOutWhenItEnds)
{
    make("pipe()");
    filter("running");
    EXPECT_TRUE(calls().isEmpty());
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return m_model.rowCount() == 1; }));
    make("write(4, \"now\", 3)");
    EXPECT_TRUE(eventually([&] { return m_model.rowCount() == 0; }));

    filter("errno == EBADF && call == close");
    make("close(77)");
    EXPECT_EQ(calls(), QStringList({QStringLiteral("close(77)")}));
}

TEST_F(AFilteredTrace, LooksAgainAtWhatGrowsOld)
{
    make("pipe()");
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return m_model.rowCount() == 3; }));
    filter("call == read && latency > 700ms");
    EXPECT_TRUE(eventually([&] { return m_model.rowCount() == 1; })) << "nothing but time passes";
}

TEST_F(AFilteredTrace, LeavesTheOthersOutOfThePlots)
{
    make("getppid()");
    make("close(99)");
    ASSERT_TRUE(eventually([&] { return m_series.points().size() == 2; }));
    filter("failed");
    ASSERT_EQ(m_series.points().size(), 1U);
    EXPECT_TRUE(m_series.points().front().failed);
    make("getppid()");
    make("close(98)");
    ASSERT_TRUE(eventually([&] { return m_series.points().size() == 2; }));
    EXPECT_EQ(m_series.seconds().back().calls, m_series.seconds().back().errors);
    filter("");
    EXPECT_EQ(m_series.points().size(), 4U);
    for (std::size_t i = 1; i < m_series.points().size(); ++i)
        EXPECT_LE(m_series.points()[i - 1].time, m_series.points()[i].time);
}

TEST_F(AFilteredTrace, NamesWhatACellFulfils)
{
    make("open(\"/nowhere\", O_RDONLY)");
    const int last = m_model.rowCount() - 1;
    const auto condition = [&](int column) {
        return m_model.index(last, column).data(TraceModel::ConditionRole).toString();
    };
    EXPECT_EQ(condition(TraceModel::CallColumn), QStringLiteral("call == open"));
    EXPECT_EQ(condition(TraceModel::ProcessColumn), QStringLiteral("comm == \"shell\""));
    EXPECT_EQ(condition(TraceModel::ResultColumn), QStringLiteral("errno == ENOENT"));
    EXPECT_EQ(condition(TraceModel::TimeColumn), QString());
    const QStringList all = m_model.index(last, 0).data(TraceModel::ConditionsRole).toStringList();
    EXPECT_TRUE(all.contains(QStringLiteral("path == \"/nowhere\"")));
    for (const QString &one : all) {
        filter(one.toUtf8().constData());
        EXPECT_TRUE(calls().contains(QStringLiteral("open(\"/nowhere\", O_RDONLY)"))) << one.toStdString();
    }
}

TEST_F(AFilteredTrace, IsFollowedByTheLadder)
{
    make("open(\"/nowhere\", O_RDONLY)");
    EXPECT_EQ(m_ladder.rowCount(), 0) << "nobody looks";
    m_ladder.setActive(true);
    filter("call == open");
    ASSERT_EQ(m_ladder.rowCount(), 4);
    const auto text = [&](int row, int column) { return m_ladder.index(row, column).data().toString(); };
    EXPECT_EQ(text(0, LadderModel::MessageColumn), QStringLiteral("open(\"/nowhere\", O_RDONLY)"));
    EXPECT_EQ(text(0, LadderModel::ToColumn), QStringLiteral("kernel"));
    EXPECT_TRUE(text(1, LadderModel::MessageColumn).startsWith(QStringLiteral("COPYINSTR up to 1024")));
    EXPECT_EQ(text(1, LadderModel::FromColumn), QStringLiteral("kernel"));
    EXPECT_TRUE(text(3, LadderModel::MessageColumn).startsWith(QStringLiteral("-1 ENOENT")));
    EXPECT_EQ(m_ladder.lanes().size(), 1U);
    EXPECT_EQ(m_ladder.rowOfCall(m_ladder.entry(2).call), 0);
    make("open(\"/elsewhere\", O_RDONLY)");
    make("getppid()");
    EXPECT_TRUE(eventually([&] { return m_ladder.rowCount() >= 8; }));
    m_ladder.setActive(false);
    EXPECT_EQ(m_ladder.rowCount(), 0);
}

TEST_F(AFilteredTrace, ShowsAForkAsABranchOfTheLadder)
{
    m_ladder.setActive(true);
    bench().fork(*bench().primary());
    const auto branched = [&] {
        for (int row = 0; row < m_ladder.rowCount(); ++row) {
            const auto parent = m_ladder.parentLane(m_ladder.entry(row));
            if (parent)
                return *parent != m_ladder.entry(row).lane;
        }
        return false;
    };
    EXPECT_TRUE(eventually(branched));
}

/// What comes while the history is looked through is neither missed nor shown twice.
TEST(ALongHistory, IsLookedThroughWhileItGrows)
{
    constexpr int kCalls = 20'000;
    Workbench bench;
    TraceModel model(bench);
    Traffic traffic(bench);
    traffic.establish(2, "busy");
    ASSERT_TRUE(traffic.calls(kCalls, abi::NB_SYS_getpid_with_ppid));
    traffic.begin(abi::NB_SYS_getpid_with_ppid);
    ASSERT_TRUE(traffic.settle());
    model.setFilter(*trace::Filter::compile("text contains \"getpid\" && thread > 0"));
    traffic.answer();
    traffic.call(abi::NB_SYS_close);
    ASSERT_TRUE(traffic.calls(100, abi::NB_SYS_getpid_with_ppid));
    ASSERT_TRUE(eventually([&] { return !model.isLooking(); }));
    ASSERT_EQ(model.rowCount(), kCalls + 101);
    for (int row = 1; row < model.rowCount(); ++row)
        ASSERT_LT(model.index(row - 1, 0).data(TraceModel::CallIdRole).toULongLong(),
                  model.index(row, 0).data(TraceModel::CallIdRole).toULongLong());
}

} // namespace
} // namespace rumpscope::ui::test
