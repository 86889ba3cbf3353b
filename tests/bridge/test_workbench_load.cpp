// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

using namespace std::chrono_literals;

class WorkbenchLoad : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_practice.connect());
        m_shell = *bench().primary();
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] std::uint64_t calls() const
    {
        const lineage::Node *node = m_practice.node("shell");
        return node ? node->calls : 0;
    }
    [[nodiscard]] bool ends()
    {
        return eventually([&] { return !bench().loadRuns(m_shell); });
    }
    void start(int perSecond, std::chrono::seconds duration, const char *expression = "getpid()")
    {
        bench().startLoad(m_shell, {QString::fromUtf8(expression), perSecond, duration});
    }

    Practice m_practice;
    SessionId m_shell{};
};

TEST_F(WorkbenchLoad, EndsByItselfAndKeepsItsPace)
{
    QSignalSpy changes(&bench(), &Workbench::loadChanged);
    QElapsedTimer timer;
    timer.start();
    start(100, 1s);
    EXPECT_TRUE(bench().loadRuns(m_shell));
    ASSERT_TRUE(ends());
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    EXPECT_EQ(changes.size(), 2);
    EXPECT_TRUE(m_practice.notices.isEmpty()) << m_practice.notices.join('\n').toStdString();
    ASSERT_TRUE(eventually([&] { return m_practice.node("shell")->running == 0; }));
    EXPECT_GT(calls(), 5U);
    EXPECT_LE(static_cast<double>(calls()), 100 * seconds + 2) << "the pace is a limit";
}

TEST_F(WorkbenchLoad, RunsAsFastAsTheKernelAnswers)
{
    start(0, 1s);
    ASSERT_TRUE(eventually([&] { return calls() > 300; }));
    ASSERT_TRUE(ends());
}

TEST_F(WorkbenchLoad, IsStopped)
{
    start(0, 60s);
    ASSERT_TRUE(eventually([&] { return calls() > 50; }));
    QSignalSpy changes(&bench(), &Workbench::loadChanged);
    bench().stopLoad(m_shell);
    EXPECT_FALSE(bench().loadRuns(m_shell));
    EXPECT_EQ(changes.size(), 1);
    ASSERT_FALSE(m_practice.call(QStringLiteral("getppid()")).failed);
    bench().stopLoad(m_shell);
    EXPECT_EQ(changes.size(), 1);
}

TEST_F(WorkbenchLoad, IsReplacedByANewOne)
{
    start(1000, 1s);
    ASSERT_TRUE(eventually([&] { return calls() > 5; }));
    start(1000, 60s, "getppid()");
    EXPECT_TRUE(bench().loadRuns(m_shell));
    // What the first one had to say of its end must not end the second.
    ASSERT_TRUE(eventually([&] { return calls() > 1500; }));
    EXPECT_TRUE(bench().loadRuns(m_shell));
    bench().stopLoad(m_shell);
}

TEST_F(WorkbenchLoad, WithAMistakeDoesNotBegin)
{
    start(10, 1s, "getpid(");
    EXPECT_FALSE(bench().loadRuns(m_shell));
    EXPECT_EQ(m_practice.notices.size(), 1);
}

TEST_F(WorkbenchLoad, EndsWithItsProcess)
{
    start(0, 60s);
    ASSERT_TRUE(eventually([&] { return calls() > 10; }));
    bench().close(m_shell);
    EXPECT_FALSE(bench().loadRuns(m_shell));
    EXPECT_EQ(bench().status().state, LinkState::Connected);
}

TEST_F(WorkbenchLoad, EndsWithTheLink)
{
    start(0, 60s);
    ASSERT_TRUE(eventually([&] { return calls() > 10; }));
    bench().disconnectAll();
    EXPECT_FALSE(bench().loadRuns(m_shell));
}

TEST_F(WorkbenchLoad, EndsWithASentenceWhenNobodyRetries)
{
    bench().setRetry(retry::Policy::never());
    start(100, 60s);
    ASSERT_TRUE(eventually([&] { return calls() > 5; }));
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(ends());
    ASSERT_FALSE(m_practice.notices.isEmpty());
    EXPECT_TRUE(m_practice.notices.back().startsWith(QStringLiteral("The load ended:")))
        << m_practice.notices.back().toStdString();
}

TEST_F(WorkbenchLoad, GoesOnInTheNextLife)
{
    start(100, 60s);
    ASSERT_TRUE(eventually([&] { return calls() > 5; }));
    m_practice.kernel.restart();
    ASSERT_TRUE(m_practice.waitForLife(2));
    EXPECT_TRUE(bench().loadRuns(m_shell));
    const auto continued = [&] {
        const lineage::Node *node = bench().processes().findSession(m_shell);
        return node && static_cast<unsigned>(node->generation) == 2 && node->calls > 5;
    };
    EXPECT_TRUE(eventually(continued));
}

} // namespace
} // namespace rumpscope::ui::test
