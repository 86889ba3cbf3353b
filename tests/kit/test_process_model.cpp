// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"
#include "tests/support/ui/flattened.h"
#include "ui/kit/process_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

using State = lineage::Node::State;

class AProcessModel : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_practice.connect());
        ASSERT_TRUE(shows("○ system\n"
                          "  ○ rumplocal\n"
                          "    ● rumpscope\n"
                          "    ● shell\n"));
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] std::string text() const
    {
        return flattened(m_model, [](const QModelIndex &index) {
            return index.data(ProcessModel::SymbolRole).toString() + QLatin1Char(' ') +
                   index.data().toString();
        });
    }
    [[nodiscard]] bool shows(const std::string &tree)
    {
        const bool there = eventually([&] { return text() == tree; });
        EXPECT_EQ(text(), tree);
        return there;
    }
    [[nodiscard]] QModelIndex shell() { return m_model.indexOfSession(*bench().primary()); }

    Practice m_practice;
    ProcessModel m_model{*m_practice.workbench};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AProcessModel, SaysWhoIsWho)
{
    const QModelIndex index = shell();
    ASSERT_TRUE(index.isValid());
    EXPECT_EQ(index.siblingAtColumn(ProcessModel::PidColumn).data().toInt(), bench().status().pid);
    EXPECT_EQ(index.data(ProcessModel::StateRole).toInt(), static_cast<int>(State::Guest));
    EXPECT_EQ(index.data(ProcessModel::SessionRole).toUInt(), static_cast<quint32>(*bench().primary()));
    EXPECT_FALSE(index.data(ProcessModel::ObserverRole).toBool());
    const QModelIndex observer = index.siblingAtRow(0);
    EXPECT_TRUE(observer.data(ProcessModel::ObserverRole).toBool());
    EXPECT_EQ(observer.data(ProcessModel::SecondaryRole).toString(), QStringLiteral("observer"));
    EXPECT_FALSE(observer.data(ProcessModel::SessionRole).isValid()) << "not for the user's commands";
    EXPECT_EQ(m_model.aliveCount(), 2) << "rumplocal and shell";
    EXPECT_EQ(m_model.indexOfNode(index.data(ProcessModel::NodeRole).toUInt()), index);
    EXPECT_FALSE(m_model.indexOfNode(4711).isValid());
    EXPECT_FALSE(m_model.indexOfSession(SessionId{4711}).isValid());
}

TEST_F(AProcessModel, ShowsLineageThatTheKernelForgets)
{
    bench().fork(*bench().primary());
    ASSERT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ● shell\n"
                      "      ↳ shell\n"));
    const QModelIndex child = m_model.index(0, 0, shell());
    ASSERT_TRUE(eventually([&] { return child.data(ProcessModel::SessionRole).isValid(); }));
    bench().exec(SessionId{child.data(ProcessModel::SessionRole).toUInt()}, QStringLiteral("worker"));
    ASSERT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ● shell\n"
                      "      ↳⟳ worker\n"));
    EXPECT_TRUE(child.data(ProcessModel::ExecedRole).toBool());
    EXPECT_TRUE(child.data(Qt::ToolTipRole).toString().contains(QStringLiteral("before its exec: shell")));
}

TEST_F(AProcessModel, GivesTheCookieOfPreparedChildrenOnly)
{
    bench().prepare(*bench().primary());
    ASSERT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ● shell\n"
                      "      ◌ shell\n"));
    const QPersistentModelIndex child = m_model.index(0, 0, shell());
    const QByteArray bytes = child.data(ProcessModel::CookieRole).toByteArray();
    wire::Cookie cookie;
    ASSERT_EQ(bytes.size(), static_cast<qsizetype>(cookie.size()));
    std::memcpy(cookie.data(), bytes.data(), cookie.size());
    EXPECT_FALSE(shell().data(ProcessModel::CookieRole).isValid());
    bench().cancelPrepared(cookie);
    ASSERT_TRUE(eventually([&] { return child.data(ProcessModel::EndedRole).toBool(); }));
    EXPECT_FALSE(child.data(ProcessModel::CookieRole).isValid());
    EXPECT_EQ(child.data(ProcessModel::SecondaryRole).toString(), QStringLiteral("cancelled"));
}

TEST_F(AProcessModel, KeepsASelectionThroughEverythingThatHappens)
{
    const QPersistentModelIndex selected = shell();
    const quint32 node = selected.data(ProcessModel::NodeRole).toUInt();
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    bench().newGuest(QStringLiteral("editor"));
    bench().newGuest(QStringLiteral("mail"));
    bench().fork(*bench().primary());
    bench().prepare(*bench().primary());
    bench().startLoad(*bench().primary(), {QStringLiteral("getpid()"), 200, std::chrono::seconds(60)});
    ASSERT_TRUE(eventually([&] {
        return m_practice.node("mail") && m_practice.node("editor") && m_practice.node(State::Forked) &&
               m_practice.node(State::Prepared) && bench().clientCount() == 4;
    }));
    bench().close(*m_practice.node("mail")->session);
    bench().exec(*m_practice.node("editor")->session, QStringLiteral("vi"));
    ASSERT_TRUE(eventually([&] {
        return m_practice.node("vi") && m_practice.node("mail")->state == State::Ended &&
               selected.data(ProcessModel::SecondaryRole).toString().contains(QStringLiteral("/s"));
    }));
    EXPECT_TRUE(selected.isValid());
    EXPECT_EQ(selected.data(ProcessModel::NodeRole).toUInt(), node);
    EXPECT_EQ(selected, shell());
    EXPECT_EQ(resets.size(), 0);
}

TEST_F(AProcessModel, HidesEndedOnesOnDemandButNotWhatLivesBelow)
{
    bench().newGuest(QStringLiteral("editor"));
    bench().fork(*bench().primary());
    ASSERT_TRUE(eventually([&] {
        const lineage::Node *node = m_practice.node("editor");
        return node && node->session && m_practice.node(State::Forked) && bench().clientCount() == 3;
    }));
    const QPersistentModelIndex editor = m_model.indexOfSession(*m_practice.node("editor")->session);
    const SessionId first = *bench().primary();
    bench().close(*m_practice.node("editor")->session);
    bench().close(first);
    ASSERT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ✝ shell\n"
                      "      ↳ shell\n"
                      "    ✝ editor\n"));
    EXPECT_EQ(editor.data(ProcessModel::SecondaryRole).toString(), QStringLiteral("closed"));
    EXPECT_FALSE(editor.data(ProcessModel::SessionRole).isValid());
    m_model.setShowEnded(false);
    EXPECT_FALSE(m_model.showEnded());
    EXPECT_FALSE(editor.isValid());
    EXPECT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ✝ shell\n"
                      "      ↳ shell\n"));
    m_model.setShowEnded(true);
    EXPECT_TRUE(shows("○ system\n"
                      "  ○ rumplocal\n"
                      "    ● rumpscope\n"
                      "    ✝ shell\n"
                      "      ↳ shell\n"
                      "    ✝ editor\n"));
}

TEST_F(AProcessModel, ShowsBothLivesAroundTheKernelsDeath)
{
    QSignalSpy counts(&m_model, &ProcessModel::aliveCountChanged);
    ASSERT_TRUE(m_practice.killKernel());
    ASSERT_TRUE(eventually([&] { return m_model.aliveCount() == 0; }));
    EXPECT_GE(counts.size(), 1);
    ASSERT_TRUE(m_practice.startKernel());
    ASSERT_TRUE(m_practice.waitForLife(2));
    m_model.setShowEnded(false);
    EXPECT_TRUE(eventually([&] { // whoever comes back first is born first
        return text() == "○ system\n  ○ rumplocal\n    ● rumpscope\n    ● shell\n" ||
               text() == "○ system\n  ○ rumplocal\n    ● shell\n    ● rumpscope\n";
    })) << text();
    EXPECT_TRUE(shell().data(Qt::ToolTipRole).toString().contains(QStringLiteral("life 2")));
    EXPECT_TRUE(eventually([&] { return m_model.aliveCount() == 2; }));
}

/// A view that asks as soon as it hears of a row must not be left with what was true a moment before.
TEST_F(AProcessModel, SaysWhenAProcessHasBecomeOurs)
{
    std::map<quint32, bool> ours;
    const auto look = [&](const QModelIndex &index) {
        ours[index.data(ProcessModel::NodeRole).toUInt()] = index.data(ProcessModel::SessionRole).isValid();
    };
    QObject::connect(&m_model, &QAbstractItemModel::rowsInserted,
                     [&](const QModelIndex &parent, int first, int last) {
                         for (int row = first; row <= last; ++row)
                             look(m_model.index(row, 0, parent));
                     });
    QObject::connect(&m_model, &QAbstractItemModel::dataChanged,
                     [&](const QModelIndex &from) { look(from); });
    constexpr int kGuests = 20;
    for (int i = 0; i < kGuests; ++i)
        bench().newGuest(QStringLiteral("guest%1").arg(i));
    ASSERT_TRUE(eventually([&] { return bench().clientCount() == kGuests + 1; }));
    EXPECT_TRUE(eventually([&] {
        return std::count_if(ours.begin(), ours.end(), [](const auto &one) { return one.second; }) >= kGuests;
    }));
    const SessionId last = *m_practice.node("guest7")->session;
    const quint32 node = static_cast<quint32>(m_practice.node("guest7")->id);
    bench().close(last);
    EXPECT_FALSE(ours[node]) << "at once";
}

} // namespace
} // namespace rumpscope::ui::test
