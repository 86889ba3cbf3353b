// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"
#include "ui/panes/console/console_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class AConsoleModel : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_practice.connect());
        ASSERT_TRUE(eventually([&] { return m_practice.node("shell") != nullptr; }));
    }
    [[nodiscard]] static std::unique_ptr<ConsoleModel> firstRun(Workbench &workbench)
    {
        QSettings().clear();
        return std::make_unique<ConsoleModel>(workbench);
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    void submit(const char *expression)
    {
        m_model->submit(*bench().primary(), QString::fromUtf8(expression));
    }
    [[nodiscard]] QModelIndex last() const { return m_model->index(m_model->rowCount() - 1); }
    /// Submits and waits for the answer.
    [[nodiscard]] QModelIndex answered(const char *expression)
    {
        submit(expression);
        const QModelIndex entry = last();
        EXPECT_TRUE(eventually([&] { return !entry.data(ConsoleModel::RunningRole).toBool(); }));
        return entry;
    }

    Practice m_practice;
    std::unique_ptr<ConsoleModel> m_model = firstRun(*m_practice.workbench);
    QAbstractItemModelTester m_tester{m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AConsoleModel, ShowsACallFirstAsTypedThenAsAnswered)
{
    submit("open(\"/nowhere\", 0)");
    const QPersistentModelIndex entry = last();
    EXPECT_TRUE(entry.data(ConsoleModel::RunningRole).toBool());
    EXPECT_EQ(entry.data(ConsoleModel::ExpressionRole).toString(), QStringLiteral("open(\"/nowhere\", 0)"));
    EXPECT_EQ(entry.data(ConsoleModel::ProcessRole).toString(),
              QStringLiteral("shell %1").arg(*bench().status().pid));
    ASSERT_TRUE(eventually([&] { return !entry.data(ConsoleModel::RunningRole).toBool(); }));
    EXPECT_EQ(entry.data(ConsoleModel::ExpressionRole).toString(),
              QStringLiteral("open(\"/nowhere\", O_RDONLY)"))
        << "as decoded";
    EXPECT_EQ(entry.data(ConsoleModel::TypedRole).toString(), QStringLiteral("open(\"/nowhere\", 0)"));
    EXPECT_TRUE(entry.data(ConsoleModel::FailedRole).toBool());
    EXPECT_FALSE(entry.data(ConsoleModel::ClientErrorRole).toBool());
    EXPECT_TRUE(entry.data(ConsoleModel::ResultRole).toString().startsWith(QStringLiteral("-1 ENOENT")));
    EXPECT_EQ(entry.data(ConsoleModel::TripsRole).toInt(), 2);
    EXPECT_GT(entry.data(ConsoleModel::LatencyRole).toDouble(), 0);
    EXPECT_EQ(entry.data(ConsoleModel::GenerationRole).toUInt(), 1U);
    EXPECT_EQ(entry.data(ConsoleModel::SessionRole).toUInt(), static_cast<quint32>(*bench().primary()));
}

TEST_F(AConsoleModel, ShowsWhatWasRead)
{
    static_cast<void>(answered("open(\"/tmp/x\", O_CREAT|O_RDWR, 0644)"));
    static_cast<void>(answered("write(3, \"hello\", 5)"));
    static_cast<void>(answered("lseek(3, 0, SEEK_SET)"));
    const QModelIndex read = answered("read(3, 64)");
    EXPECT_EQ(read.data(ConsoleModel::DetailsRole).toString(), QStringLiteral("buf: \"hello\""));
}

TEST_F(AConsoleModel, ShowsATextLineByLine)
{
    static_cast<void>(answered("open(\"/tmp/x\", O_CREAT|O_RDWR, 0644)"));
    static_cast<void>(answered("write(3, \"one\\ntwo\\n\\nthree\")"));
    const QModelIndex read = answered("pread(3, 64, 0)");
    EXPECT_EQ(read.data(ConsoleModel::DetailsRole).toString(),
              QStringLiteral("buf\n\"one\\n\"\n\"two\\n\"\n\"\\n\"\n\"three\""));
}

TEST_F(AConsoleModel, ShowsMistakesAsEntries)
{
    const QModelIndex entry = answered("nosuchcall()");
    EXPECT_TRUE(entry.data(ConsoleModel::ClientErrorRole).toBool());
    EXPECT_TRUE(entry.data(ConsoleModel::FailedRole).toBool());
}

TEST_F(AConsoleModel, LeavesNoCallRunningWhenTheLinkIsEnded)
{
    static_cast<void>(answered("pipe()"));
    submit("read(3, 1)");
    const QPersistentModelIndex entry = last();
    bench().disconnectAll();
    EXPECT_TRUE(eventually([&] { return !entry.data(ConsoleModel::RunningRole).toBool(); }));
    EXPECT_TRUE(entry.data(ConsoleModel::ClientErrorRole).toBool());
}

TEST_F(AConsoleModel, TakesAnswersInAnyOrder)
{
    static_cast<void>(answered("pipe()"));
    submit("read(3, 1)");
    const QPersistentModelIndex blocked = last();
    static_cast<void>(answered("getppid()"));
    EXPECT_TRUE(blocked.data(ConsoleModel::RunningRole).toBool());
    static_cast<void>(answered("write(4, \"x\", 1)"));
    EXPECT_TRUE(eventually([&] { return !blocked.data(ConsoleModel::RunningRole).toBool(); }));
    EXPECT_EQ(blocked.data(ConsoleModel::ResultRole).toString(), QStringLiteral("= 1"));
}

TEST_F(AConsoleModel, ForgetsItsEntriesButNotItsHistory)
{
    static_cast<void>(answered("pipe()"));
    submit("read(3, 1)");
    m_model->clear();
    EXPECT_EQ(m_model->rowCount(), 0);
    static_cast<void>(answered("write(4, \"x\", 1)"));
    ASSERT_TRUE(eventually([&] { return m_practice.outcomes.size() == 3; }));
    EXPECT_EQ(m_model->rowCount(), 1) << "the answer to what was cleared does not come back";
    EXPECT_EQ(m_model->history().size(), 3);
}

TEST_F(AConsoleModel, RemembersWhatWasTyped)
{
    EXPECT_TRUE(m_model->history().isEmpty());
    for (const char *expression : {"getpid()", "getpid()", "getppid()", "mistake(", "getpid()"})
        submit(expression);
    const QStringList typed{QStringLiteral("getpid()"), QStringLiteral("getppid()"),
                            QStringLiteral("mistake("), QStringLiteral("getpid()")};
    EXPECT_EQ(m_model->history(), typed);
    const ConsoleModel next(bench());
    EXPECT_EQ(next.history(), typed) << "in the next run too";
}

TEST_F(AConsoleModel, BoundsItsHistory)
{
    const int many = ConsoleModel::kHistory + 5;
    for (int i = 0; i < many; ++i)
        m_model->submit(SessionId{0}, QStringLiteral("dup(%1)").arg(i));
    EXPECT_EQ(m_model->history().size(), ConsoleModel::kHistory);
    EXPECT_EQ(m_model->history().front(), QStringLiteral("dup(5)"));
    EXPECT_EQ(m_model->history().back(), QStringLiteral("dup(%1)").arg(many - 1));
}

TEST_F(AConsoleModel, BoundsItsEntries)
{
    m_model->remark(QStringLiteral("first"));
    const QPersistentModelIndex first = last();
    m_model->remark(QStringLiteral("second"));
    const QPersistentModelIndex second = last();
    for (int i = 0; i < ConsoleModel::kEntries - 1; ++i)
        m_model->remark(QStringLiteral("more"));
    EXPECT_EQ(m_model->rowCount(), ConsoleModel::kEntries);
    EXPECT_FALSE(first.isValid());
    EXPECT_EQ(second.row(), 0);
    EXPECT_EQ(second.data().toString(), QStringLiteral("second"));
    EXPECT_FALSE(second.data(ConsoleModel::FailedRole).toBool());
}

} // namespace
} // namespace rumpscope::ui::test
