// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_models.h"
#include "ui/panes/processes/process_view.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

namespace rumpscope::ui {
namespace {

class ProcessViewTest : public testing::Test
{
protected:
    void SetUp() override
    {
        test::fillProcesses(m_model);
        m_view.resize(260, 500);
        m_view.setModel(&m_model);
        m_view.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_view));
    }
    [[nodiscard]] QStandardItem *shell() { return m_model.item(1)->child(0); }
    QStandardItemModel m_model;
    ProcessView m_view;
};

TEST_F(ProcessViewTest, AClickSelects)
{
    QSignalSpy selected(&m_view, &ProcessView::nodeSelected);
    const QModelIndex shellIndex = m_view.tree()->model()->index(0, 0, m_view.tree()->model()->index(1, 0));
    ASSERT_TRUE(m_view.tree()->visualRect(shellIndex).isValid()) << "children are unfolded from the start";
    QTest::mouseClick(m_view.tree()->viewport(), Qt::LeftButton, {},
                      m_view.tree()->visualRect(shellIndex).center());
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(m_view.selectedNode(), 3U);
    EXPECT_EQ(m_view.selectedSession(), SessionId{1});
}

TEST_F(ProcessViewTest, TheSelectionSurvivesAReset)
{
    m_view.selectNode(4);
    m_model.clear();
    EXPECT_EQ(m_view.selectedNode(), 4U);
    test::fillProcesses(m_model);
    EXPECT_EQ(m_view.tree()->currentIndex().data(ProcessModel::NodeRole).toUInt(), 4U);
}

TEST_F(ProcessViewTest, RemovingANeighbourChangesNothing)
{
    m_view.selectNode(4);
    QSignalSpy selected(&m_view, &ProcessView::nodeSelected);
    shell()->removeRow(1);
    m_model.removeRow(0);
    EXPECT_EQ(m_view.tree()->currentIndex().data(ProcessModel::NodeRole).toUInt(), 4U);
    EXPECT_EQ(selected.count(), 0);
}

TEST_F(ProcessViewTest, FindsByNameAndKeepsTheChoice)
{
    m_view.selectNode(3);
    auto *find = m_view.findChild<QLineEdit *>();
    QTest::keyClicks(find, QStringLiteral("SYST"));
    EXPECT_EQ(m_view.tree()->model()->rowCount(), 1);
    EXPECT_EQ(m_view.selectedNode(), 3U) << "hidden, still chosen";
    find->clear();
    EXPECT_EQ(m_view.tree()->currentIndex().data(ProcessModel::NodeRole).toUInt(), 3U);
}

TEST_F(ProcessViewTest, NewChildrenAreShown)
{
    auto *ftpd = shell()->child(0);
    ftpd->appendRow(test::makeRow({QStringLiteral("worker"), QStringLiteral("9"), 9, 3}));
    m_view.selectNode(9);
    EXPECT_TRUE(m_view.tree()->visualRect(m_view.tree()->currentIndex()).isValid());
}

TEST_F(ProcessViewTest, ABranchThatComesWholeIsUnfolded)
{
    const auto shellRow = test::makeRow({QStringLiteral("late"), QStringLiteral("7"), 7, 4});
    const auto child = test::makeRow({QStringLiteral("child"), QStringLiteral("8"), 8, 5});
    child.first()->appendRow(test::makeRow({QStringLiteral("grandchild"), QStringLiteral("9"), 9, 6}));
    shellRow.first()->appendRow(child);
    m_model.item(1)->appendRow(shellRow);
    m_view.selectNode(9);
    ASSERT_TRUE(m_view.tree()->currentIndex().isValid());
    EXPECT_TRUE(m_view.tree()->isExpanded(m_view.tree()->currentIndex().parent()));
    EXPECT_TRUE(m_view.tree()->isExpanded(m_view.tree()->currentIndex().parent().parent()));
}

TEST_F(ProcessViewTest, FollowsTheNewestCallOnlyWhileAsked)
{
    QSignalSpy selected(&m_view, &ProcessView::nodeSelected);
    m_view.showNewest(4);
    EXPECT_EQ(selected.count(), 0);
    m_view.followAction()->trigger();
    m_view.showNewest(4);
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(m_view.selectedNode(), 4U);
    EXPECT_EQ(m_view.tree()->currentIndex().data(ProcessModel::NodeRole).toUInt(), 4U);
    m_view.showNewest(4);
    EXPECT_EQ(selected.count(), 1) << "it is selected already";
}

} // namespace
} // namespace rumpscope::ui
