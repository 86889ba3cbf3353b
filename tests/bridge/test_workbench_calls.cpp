// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class WorkbenchCalls : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] CallOutcome call(const char *expression)
    {
        return m_practice.call(QString::fromUtf8(expression));
    }

    Practice m_practice;
};

TEST_F(WorkbenchCalls, ComeBackDecoded)
{
    const CallOutcome opened = call("open(\"/tmp/notes\", O_CREAT|O_RDWR, 0644)");
    EXPECT_EQ(opened.expression, QStringLiteral("open(\"/tmp/notes\", O_CREAT|O_RDWR, 0644)"));
    EXPECT_TRUE(opened.text.startsWith(QStringLiteral("open(\"/tmp/notes\", "))) << opened.text.toStdString();
    EXPECT_FALSE(opened.failed);
    EXPECT_EQ(opened.result, QStringLiteral("= 3"));
    EXPECT_EQ(opened.session, bench().primary());
    EXPECT_EQ(opened.pid, bench().status().pid);
    EXPECT_EQ(opened.generation, 1U);
    EXPECT_EQ(opened.roundTrips, 2U) << "the path was asked for";
    EXPECT_GT(opened.latency.count(), 0);

    EXPECT_EQ(call("write(3, \"hello rump\\n\", 11)").result, QStringLiteral("= 11"));
    EXPECT_EQ(call("lseek(3, 0, SEEK_SET)").result, QStringLiteral("= 0"));
    const CallOutcome read = call("read(3, 64)");
    EXPECT_EQ(read.result, QStringLiteral("= 11"));
    ASSERT_EQ(read.details.size(), 1);
    EXPECT_TRUE(read.details[0].second.contains(QStringLiteral("hello rump")))
        << read.details[0].second.toStdString();
    EXPECT_FALSE(call("stat(\"/tmp/notes\")").details.isEmpty());
}

TEST_F(WorkbenchCalls, NameTheKernelsErrors)
{
    const CallOutcome outcome = call("open(\"/nowhere\", O_RDONLY)");
    EXPECT_TRUE(outcome.failed);
    EXPECT_FALSE(outcome.clientError);
    EXPECT_TRUE(outcome.result.startsWith(QStringLiteral("-1 ENOENT"))) << outcome.result.toStdString();
}

TEST_F(WorkbenchCalls, WithMistakesNeverLeave)
{
    const auto seen = bench().store().callsSeen();
    for (const char *mistake : {"", "getpid(", "nosuchcall()", "read(1, 2, 3, 4, 5)",
                                "open(\"/x\", O_NOSUCH)", "close(\"three\")"}) {
        const CallOutcome outcome = call(mistake);
        EXPECT_TRUE(outcome.failed) << mistake;
        EXPECT_TRUE(outcome.clientError) << mistake;
        EXPECT_FALSE(outcome.result.isEmpty()) << mistake;
        EXPECT_EQ(outcome.text, QString::fromUtf8(mistake));
    }
    std::size_t ours = 0;
    for (std::size_t i = 0; i < bench().store().size(); ++i)
        ours += bench().store().at(i).housekeeping || i < seen ? 0 : 1;
    EXPECT_EQ(ours, 0U);
}

TEST_F(WorkbenchCalls, OfAnEndedProcessSaySo)
{
    const SessionId shell = *bench().primary();
    bench().close(shell);
    const CallOutcome outcome = m_practice.call(QStringLiteral("getpid()"), shell);
    EXPECT_TRUE(outcome.clientError);
    EXPECT_EQ(outcome.result, QStringLiteral("This process has ended."));
}

TEST_F(WorkbenchCalls, RunBesideEachOther)
{
    ASSERT_FALSE(call("pipe()").failed);
    const SessionId shell = *bench().primary();
    bench().call(shell, QStringLiteral("read(3, 16)"));
    EXPECT_EQ(bench().runningCalls(shell), 1);
    EXPECT_EQ(call("getppid()").result, QStringLiteral("= 1")) << "a blocked call holds up nobody";
    EXPECT_EQ(bench().runningCalls(shell), 1);
    EXPECT_EQ(call("write(4, \"now\", 3)").result, QStringLiteral("= 3"));
    ASSERT_TRUE(eventually([&] { return bench().runningCalls(shell) == 0; }));
    const auto read = std::find_if(m_practice.outcomes.begin(), m_practice.outcomes.end(),
                                   [](const auto &one) { return one.expression.startsWith("read"); });
    ASSERT_NE(read, m_practice.outcomes.end());
    EXPECT_EQ(read->result, QStringLiteral("= 3"));
}

TEST_F(WorkbenchCalls, EndWithTheirConnection)
{
    ASSERT_FALSE(call("pipe()").failed);
    const SessionId shell = *bench().primary();
    const Ticket ticket = bench().call(shell, QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return m_practice.node("shell")->running == 1; }));
    bench().dropConnection(shell);
    ASSERT_TRUE(eventually([&] { return bench().runningCalls(shell) == 0; }));
    const CallOutcome &outcome = m_practice.outcomes.back();
    EXPECT_EQ(outcome.ticket, ticket);
    EXPECT_TRUE(outcome.clientError);
    EXPECT_TRUE(outcome.result.contains(QStringLiteral("It was not repeated")))
        << outcome.result.toStdString();
}

TEST_F(WorkbenchCalls, AreAnsweredForEvenWhenTheLinkIsEnded)
{
    ASSERT_FALSE(call("pipe()").failed);
    const SessionId shell = *bench().primary();
    bench().call(shell, QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return m_practice.node("shell")->running == 1; }));
    bench().call(shell, QStringLiteral("nonsense"));
    const std::size_t before = m_practice.outcomes.size();
    bench().disconnectAll();
    ASSERT_TRUE(eventually([&] { return m_practice.outcomes.size() == before + 2; }))
        << "the console would show them as running for ever";
    for (std::size_t i = before; i < m_practice.outcomes.size(); ++i)
        EXPECT_TRUE(m_practice.outcomes[i].clientError);
}

TEST_F(WorkbenchCalls, HaveTicketsOfTheirOwn)
{
    const SessionId shell = *bench().primary();
    std::set<Ticket> tickets;
    for (int i = 0; i < 50; ++i)
        tickets.insert(bench().call(shell, QStringLiteral("getpid()")));
    EXPECT_EQ(tickets.size(), 50U);
    ASSERT_TRUE(eventually([&] { return m_practice.outcomes.size() == 50; }));
    for (const CallOutcome &outcome : m_practice.outcomes)
        EXPECT_EQ(tickets.erase(outcome.ticket), 1U);
}

TEST_F(WorkbenchCalls, AreHeldBackFromViewsWhilePaused)
{
    bench().setPaused(true);
    EXPECT_TRUE(bench().isPaused());
    QSignalSpy batches(&bench(), &Workbench::batch);
    const auto seen = bench().store().callsSeen();
    ASSERT_FALSE(call("getpid()").failed) << "calls are made all the same";
    EXPECT_EQ(bench().store().callsSeen(), seen);
    EXPECT_EQ(batches.size(), 0);
    bench().setPaused(false);
    ASSERT_TRUE(eventually([&] { return bench().store().callsSeen() > seen; }));
    EXPECT_GT(batches.size(), 0);
    EXPECT_EQ(bench().lostEvents(), 0U);
}

TEST_F(WorkbenchCalls, LeaveTheHistoryWhenItIsCleared)
{
    ASSERT_FALSE(call("getpid()").failed);
    ASSERT_TRUE(eventually([&] { return bench().latencySummary().count > 0; }));
    QSignalSpy cleared(&bench(), &Workbench::historyCleared);
    bench().clearHistory();
    EXPECT_EQ(cleared.size(), 1);
    EXPECT_EQ(bench().latencySummary().count, 0U);
    for (std::size_t i = 0; i < bench().store().size(); ++i)
        EXPECT_EQ(bench().store().at(i).outcome, trace::CallRecord::Outcome::Running);
}

} // namespace
} // namespace rumpscope::ui::test
