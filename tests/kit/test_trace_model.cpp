// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientcore/abi/netbsd.h"
#include "tests/support/bridge/practice.h"
#include "tests/support/ui/flattened.h"
#include "ui/kit/field_model.h"
#include "ui/kit/trace_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

using trace::CallId;

CallId idOf(const QModelIndex &index)
{
    return CallId{index.data(TraceModel::CallIdRole).toULongLong()};
}

class ATraceModel : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] QModelIndex last() const { return m_model.index(m_model.rowCount() - 1, 0); }
    [[nodiscard]] static QString at(const QModelIndex &index, TraceModel::Column column)
    {
        return index.siblingAtColumn(column).data().toString();
    }
    /// Makes the call and waits for its row to have an answer.
    [[nodiscard]] QModelIndex made(const char *expression)
    {
        const CallOutcome outcome = m_practice.call(QString::fromUtf8(expression));
        QModelIndex row;
        EXPECT_TRUE(eventually([&] {
            const auto id = m_model.findCall(outcome.session, outcome.generation, outcome.reqno);
            row = id ? m_model.indexOfCall(*id) : QModelIndex();
            return row.isValid() && !row.data(TraceModel::RunningRole).toBool();
        }));
        return row;
    }
    [[nodiscard]] std::string below(const QModelIndex &parent) const
    {
        return flattened(
            m_model,
            [](const QModelIndex &index) { return at(index, TraceModel::CallColumn).section("  ", 0, 0); },
            parent);
    }

    Practice m_practice;
    TraceModel m_model{*m_practice.workbench};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ATraceModel, ReadsLikeStrace)
{
    const QModelIndex failed = made("open(\"/nowhere\", O_RDONLY)");
    EXPECT_EQ(at(failed, TraceModel::CallColumn), QStringLiteral("open(\"/nowhere\", O_RDONLY)"));
    EXPECT_TRUE(at(failed, TraceModel::ResultColumn).startsWith(QStringLiteral("-1 ENOENT")));
    EXPECT_TRUE(failed.data(TraceModel::FailedRole).toBool());
    EXPECT_EQ(at(failed, TraceModel::ProcessColumn), QStringLiteral("shell"));
    EXPECT_EQ(at(failed, TraceModel::PidColumn).toInt(), bench().status().pid);
    EXPECT_EQ(at(failed, TraceModel::TripsColumn), QStringLiteral("2"));
    EXPECT_FALSE(at(failed, TraceModel::LatencyColumn).isEmpty());
    EXPECT_FALSE(failed.data(TraceModel::LifecycleRole).toBool());
    EXPECT_GT(failed.data(TraceModel::TimeRole).toDouble(), 0);

    const QModelIndex good = made("getppid()");
    EXPECT_EQ(at(good, TraceModel::ResultColumn), QStringLiteral("= 1"));
    EXPECT_FALSE(good.data(TraceModel::FailedRole).toBool());
    EXPECT_GT(good.row(), failed.row());
}

TEST_F(ATraceModel, HasFramesBelowCalls)
{
    const QModelIndex call = made("open(\"/nowhere\", O_RDONLY)");
    EXPECT_TRUE(m_model.hasChildren(call));
    EXPECT_EQ(below(call), "→ REQ SYSCALL\n"
                           "← REQ COPYINSTR\n"
                           "→ RESP COPYIN\n"
                           "← RESP SYSCALL\n");
    const QModelIndex frame = m_model.index(1, TraceModel::CallColumn, call);
    EXPECT_TRUE(frame.data(TraceModel::IsFrameRole).toBool());
    EXPECT_EQ(idOf(frame), idOf(call));
    EXPECT_EQ(m_model.parent(frame), call);
    EXPECT_FALSE(m_model.hasChildren(frame));
    EXPECT_EQ(frame.parent().data(TraceModel::RecordRole).value<RecordPtr>()->frames.size(), 4U);
    EXPECT_TRUE(frame.data().toString().contains(QStringLiteral("1024 byte")))
        << frame.data().toString().toStdString();
    EXPECT_GE(frame.data(TraceModel::LatencyRole).toDouble(), 0);
}

TEST_F(ATraceModel, ShowsACallWhileItRuns)
{
    static_cast<void>(made("pipe()"));
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return last().data(TraceModel::RunningRole).toBool(); }));
    const QPersistentModelIndex running = last();
    EXPECT_EQ(at(running, TraceModel::ResultColumn), QStringLiteral("running"));
    EXPECT_TRUE(at(running, TraceModel::LatencyColumn).isEmpty());
    EXPECT_FALSE(m_model.hasChildren(running));
    static_cast<void>(made("write(4, \"now\", 3)"));
    ASSERT_TRUE(eventually([&] { return !running.data(TraceModel::RunningRole).toBool(); }));
    EXPECT_EQ(at(running, TraceModel::ResultColumn), QStringLiteral("= 3"));
    EXPECT_TRUE(m_model.hasChildren(running));
    EXPECT_LT(running.row(), m_model.rowCount() - 1) << "it stays where it began";
}

TEST_F(ATraceModel, ShowsLifecycleSteps)
{
    const auto lifecycle = [&](const char *text) {
        return eventually([&] {
            for (int row = 0; row < m_model.rowCount(); ++row) {
                const QModelIndex index = m_model.index(row, 0);
                if (index.data(TraceModel::LifecycleRole).toBool() &&
                    at(index, TraceModel::CallColumn).startsWith(QString::fromUtf8(text)))
                    return true;
            }
            return false;
        });
    };
    EXPECT_TRUE(lifecycle("● guest “shell”"));
    bench().fork(*bench().primary());
    EXPECT_TRUE(lifecycle("◌ prefork: prepares child"));
    EXPECT_TRUE(lifecycle("↳ fork: claims prepared child"));
    bench().exec(*bench().primary(), QStringLiteral("worker"));
    EXPECT_TRUE(lifecycle("⟳ exec “shell” → “worker”"));
}

TEST_F(ATraceModel, LeavesOutItsOwnQuestionsUnlessAsked)
{
    ASSERT_TRUE(eventually([&] { return m_practice.node("rumplocal") != nullptr; }));
    const auto mine = made("getppid()");
    const CallId id = idOf(mine);
    const auto own = [&] {
        int count = 0;
        for (int row = 0; row < m_model.rowCount(); ++row)
            count +=
                at(m_model.index(row, 0), TraceModel::ProcessColumn) == QStringLiteral("rumpscope") ? 1 : 0;
        return count;
    };
    EXPECT_EQ(own(), 0);
    const int rows = m_model.rowCount();
    m_model.setShowOwn(true);
    EXPECT_TRUE(m_model.showOwn());
    EXPECT_GT(own(), 0);
    EXPECT_TRUE(m_model.indexOfCall(id).isValid());
    const int all = own();
    EXPECT_TRUE(eventually([&] { return own() > all; })) << "they go on coming";
    m_model.setShowOwn(false);
    EXPECT_EQ(own(), 0);
    EXPECT_EQ(m_model.rowCount(), rows);
}

TEST_F(ATraceModel, SaysWhichAnswersWereLost)
{
    static_cast<void>(made("pipe()"));
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return last().data(TraceModel::RunningRole).toBool(); }));
    const QPersistentModelIndex running = last();
    bench().dropConnection(*bench().primary());
    ASSERT_TRUE(eventually([&] { return !running.data(TraceModel::RunningRole).toBool(); }));
    EXPECT_EQ(at(running, TraceModel::ResultColumn), QStringLiteral("answer lost"));
    EXPECT_TRUE(running.data(TraceModel::FailedRole).toBool());
}

TEST_F(ATraceModel, FindsACallByItsNumberInALife)
{
    const CallOutcome outcome = m_practice.call(QStringLiteral("getppid()"));
    ASSERT_TRUE(eventually(
        [&] { return m_model.findCall(outcome.session, outcome.generation, outcome.reqno).has_value(); }));
    EXPECT_FALSE(m_model.findCall(outcome.session, outcome.generation + 1, outcome.reqno));
    EXPECT_FALSE(m_model.findCall(outcome.session, outcome.generation, outcome.reqno + 1000));
}

TEST_F(ATraceModel, KeepsARunningCallWhenTheHistoryIsCleared)
{
    static_cast<void>(made("pipe()"));
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return last().data(TraceModel::RunningRole).toBool(); }));
    const CallId running = idOf(last());
    bench().clearHistory();
    ASSERT_EQ(m_model.rowCount(), 1);
    EXPECT_EQ(idOf(last()), running);
    static_cast<void>(made("write(4, \"now\", 3)"));
    ASSERT_TRUE(
        eventually([&] { return !m_model.indexOfCall(running).data(TraceModel::RunningRole).toBool(); }));
    EXPECT_EQ(m_model.rowCount(), 2);
    EXPECT_EQ(m_model.seen(), 2U);
}

TEST_F(ATraceModel, CatchesUpAfterAPause)
{
    static_cast<void>(made("getppid()"));
    bench().setPaused(true);
    const int rows = m_model.rowCount();
    ASSERT_FALSE(m_practice.call(QStringLiteral("getpid()")).failed);
    EXPECT_EQ(m_model.rowCount(), rows);
    bench().setPaused(false);
    EXPECT_TRUE(eventually([&] { return m_model.rowCount() == rows + 1; }));
}

/// With a history of a few calls.
TEST(TraceModelEviction, LosesItsFirstRowsAndSaysSo)
{
    constexpr std::size_t kKept = 60;
    Practice practice({.calls = kKept});
    TraceModel model(*practice.workbench);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ASSERT_TRUE(practice.connect());
    ASSERT_FALSE(practice.call(QStringLiteral("pipe()")).failed);
    practice.workbench->call(*practice.workbench->primary(), QStringLiteral("read(3, 1)"));
    ASSERT_TRUE(eventually([&] { return practice.node("shell")->running == 1; }));
    const QPersistentModelIndex blocked = model.index(model.rowCount() - 1, 0);
    ASSERT_TRUE(blocked.data(TraceModel::RunningRole).toBool());
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

    practice.workbench->startLoad(*practice.workbench->primary(),
                                  {QStringLiteral("getpid()"), 0, std::chrono::seconds(60)});
    ASSERT_TRUE(eventually([&] { return model.gone() > 500; }));
    EXPECT_FALSE(blocked.isValid()) << "the oldest leaves, even while it runs";
    const QPersistentModelIndex youngest = model.index(model.rowCount() - 1, 0);
    const CallId id = idOf(youngest);
    ASSERT_TRUE(eventually([&] { return !model.indexOfCall(id).isValid(); }));
    EXPECT_FALSE(youngest.isValid());
    practice.workbench->stopLoad(*practice.workbench->primary());

    const CallOutcome last = practice.call(QStringLiteral("getppid()"));
    std::optional<CallId> keptId;
    ASSERT_TRUE(eventually([&] {
        keptId = model.findCall(last.session, last.generation, last.reqno);
        return keptId.has_value();
    }));
    const QPersistentModelIndex kept = model.indexOfCall(*keptId);
    ASSERT_FALSE(practice.call(QStringLiteral("getppid()")).failed);
    ASSERT_FALSE(practice.call(QStringLiteral("getppid()")).failed);
    ASSERT_TRUE(eventually([&] { return kept.row() < model.rowCount() - 1; }));
    EXPECT_EQ(idOf(kept), keptId) << "rows that stay keep their place in a selection";
    EXPECT_LE(static_cast<std::size_t>(model.rowCount()), kKept);
    EXPECT_EQ(model.seen(), model.gone() + static_cast<quint64>(model.rowCount()));
    EXPECT_GT(removed.size(), 0);
    EXPECT_EQ(resets.size(), 0);
}

} // namespace
} // namespace rumpscope::ui::test
