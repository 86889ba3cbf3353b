// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/console/console_model.h"
#include "ui/panes/console/console_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

namespace rumpscope::ui {
namespace {

class ConsoleViewTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_view.resize(600, 300);
        m_view.setModel(&m_model);
        m_view.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_view));
    }
    void add(const QString &expression)
    {
        auto *item = new QStandardItem(expression);
        item->setData(expression, ConsoleModel::ExpressionRole);
        item->setData(QStringLiteral("= 3"), ConsoleModel::ResultRole);
        item->setData(QStringLiteral("buf: \"x\""), ConsoleModel::DetailsRole);
        item->setData(QStringLiteral("shell 2"), ConsoleModel::ProcessRole);
        m_model.appendRow(item);
    }
    [[nodiscard]] QScrollBar *bar() { return m_view.list()->verticalScrollBar(); }

    QStandardItemModel m_model;
    ConsoleView m_view;
};

TEST_F(ConsoleViewTest, FollowsUntilSomebodyScrollsUp)
{
    for (int i = 0; i < 50; ++i)
        add(QStringLiteral("getpid()"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return bar()->maximum() > 0 && bar()->value() == bar()->maximum(); }));
    bar()->setValue(10);
    EXPECT_FALSE(m_view.follows());
    const int before = bar()->maximum();
    add(QStringLiteral("sync()"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return bar()->maximum() > before; }));
    EXPECT_EQ(bar()->value(), 10);
}

TEST_F(ConsoleViewTest, CopiesExpressionResultAndDetails)
{
    add(QStringLiteral("getpid()"));
    m_view.list()->setFocus();
    m_view.list()->setCurrentIndex(m_model.index(0, 0));
    QTest::keySequence(m_view.list(), QKeySequence::Copy);
    EXPECT_EQ(QApplication::clipboard()->text(), QStringLiteral("getpid()\n= 3\nbuf: \"x\""));
}

TEST_F(ConsoleViewTest, EnterBringsAnExpressionBack)
{
    add(QStringLiteral("getpid()"));
    QSignalSpy repeat(&m_view, &ConsoleView::repeatRequested);
    m_view.list()->setFocus();
    m_view.list()->setCurrentIndex(m_model.index(0, 0));
    QTest::keyClick(m_view.list(), Qt::Key_Return);
    ASSERT_EQ(repeat.count(), 1);
    EXPECT_EQ(repeat.at(0).at(0).toString(), QStringLiteral("getpid()"));
}

} // namespace
} // namespace rumpscope::ui
