// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_models.h"
#include "ui/panes/trace/compare_dialog.h"
#include "ui/panes/trace/trace_rows.h"
#include "ui/panes/trace/trace_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

namespace rumpscope::ui {
namespace {

using test::FakeTrace;
using test::makeFrame;
using trace::CallId;
using wire::FrameClass;
using wire::FrameType;

class TraceViewTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_model.frames = {makeFrame(FrameClass::Request, FrameType::Syscall, 20, {}),
                          makeFrame(FrameClass::Response, FrameType::Syscall, 0, QByteArray(24, '\1'))};
        m_view.resize(900, 600);
        m_view.setModel(&m_model);
        m_view.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_view));
    }
    [[nodiscard]] QTableView *table() { return m_view.table(); }
    [[nodiscard]] QString callText(int row)
    {
        return table()->model()->index(row, TraceModel::CallColumn).data().toString();
    }
    [[nodiscard]] bool atEnd()
    {
        return QTest::qWaitFor([this] {
            const QScrollBar *bar = table()->verticalScrollBar();
            return bar->maximum() > 0 && bar->value() == bar->maximum();
        });
    }

    FakeTrace m_model;
    TraceView m_view;
};

TEST_F(TraceViewTest, FollowsTheLatestCall)
{
    m_model.append(500);
    EXPECT_TRUE(atEnd());
    m_model.append(500);
    EXPECT_TRUE(QTest::qWaitFor([this] { return table()->rowAt(table()->viewport()->height() - 30) > 900; }));
}

TEST_F(TraceViewTest, HasRoomForTimesThatGetLonger)
{
    m_model.time = QStringLiteral("0.249 807");
    m_model.append(1);
    const int narrow = table()->columnWidth(TraceModel::TimeColumn);
    m_model.time = QStringLiteral("864 253.654 912");
    m_model.append(1);
    EXPECT_GT(table()->columnWidth(TraceModel::TimeColumn), narrow);
    EXPECT_GE(table()->columnWidth(TraceModel::TimeColumn),
              table()->fontMetrics().horizontalAdvance(m_model.time) + 2 * 6);
}

TEST_F(TraceViewTest, ScrollingUpEndsFollowingAndTheEndTakesItUp)
{
    m_model.append(500);
    ASSERT_TRUE(atEnd());
    QSignalSpy follow(&m_view, &TraceView::followChanged);
    table()->verticalScrollBar()->setValue(100);
    EXPECT_FALSE(m_view.follows());
    m_model.append(10);
    EXPECT_EQ(table()->verticalScrollBar()->value(), 100);
    table()->verticalScrollBar()->setValue(table()->verticalScrollBar()->maximum());
    EXPECT_TRUE(m_view.follows());
    EXPECT_EQ(follow.count(), 2);
}

TEST_F(TraceViewTest, WhatIsReadStaysWhileTheOldestCallsLeave)
{
    m_model.append(500);
    ASSERT_TRUE(atEnd());
    table()->verticalScrollBar()->setValue(100);
    const QString top = callText(table()->rowAt(0));
    m_model.evict(40);
    EXPECT_EQ(callText(table()->rowAt(0)), top);
    EXPECT_FALSE(m_view.follows());
}

TEST_F(TraceViewTest, SelectsByIdWithoutEcho)
{
    m_model.append(1'000);
    m_model.evict(100);
    QSignalSpy selected(&m_view, &TraceView::callSelected);
    m_view.selectCall(CallId{500});
    EXPECT_EQ(callText(table()->currentIndex().row()), QStringLiteral("call 500"));
    EXPECT_EQ(selected.count(), 0);
    m_view.selectCall(CallId{50}); // has left
    EXPECT_EQ(callText(table()->currentIndex().row()), QStringLiteral("call 500"));
}

TEST_F(TraceViewTest, AClickSelectsACall)
{
    m_model.append(5);
    QSignalSpy selected(&m_view, &TraceView::callSelected);
    const QRect cell = table()->visualRect(table()->model()->index(2, TraceModel::TimeColumn));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell.center());
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(m_view.selectedCall(), CallId{3});
}

TEST_F(TraceViewTest, FramesUnfoldWithKeysAndSurviveTheFlood)
{
    m_model.append(10);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(4, 0));
    QTest::keyClick(table(), Qt::Key_Right);
    EXPECT_EQ(table()->model()->rowCount(), 12);
    EXPECT_EQ(callText(5), QStringLiteral("frame 0"));
    EXPECT_EQ(callText(7), QStringLiteral("call 6"));

    m_model.append(3);
    m_model.evict(2);
    EXPECT_EQ(table()->model()->rowCount(), 13);
    EXPECT_EQ(callText(3), QStringLiteral("frame 0"));
    EXPECT_EQ(callText(5), QStringLiteral("call 6"));

    m_model.evict(3); // the unfolded call and its frames leave
    EXPECT_EQ(table()->model()->rowCount(), 8);
    EXPECT_EQ(callText(0), QStringLiteral("call 6"));
}

TEST_F(TraceViewTest, LeftFoldsAndGoesToTheCallFromAFrame)
{
    m_model.append(3);
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QTest::keyClick(table(), Qt::Key_Right);
    QTest::keyClick(table(), Qt::Key_Down);
    EXPECT_EQ(callText(table()->currentIndex().row()), QStringLiteral("frame 0"));
    QTest::keyClick(table(), Qt::Key_Left);
    EXPECT_EQ(callText(table()->currentIndex().row()), QStringLiteral("call 2"));
    QTest::keyClick(table(), Qt::Key_Left);
    EXPECT_EQ(table()->model()->rowCount(), 3);
}

TEST_F(TraceViewTest, ANewFrameOfAnUnfoldedCallAppears)
{
    m_model.append(3);
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QTest::keyClick(table(), Qt::Key_Right);
    m_model.addFrame(1, makeFrame(FrameClass::Request, FrameType::Raise, 13, {}));
    EXPECT_EQ(callText(4), QStringLiteral("frame 2"));
    EXPECT_EQ(callText(5), QStringLiteral("call 3"));
}

TEST_F(TraceViewTest, FramesAreRowsOfEveryCallByChoice)
{
    m_model.append(3);
    table()->setCurrentIndex(table()->model()->index(1, 0));
    m_view.setFrames(true);
    ASSERT_EQ(table()->model()->rowCount(), 9) << "two frames each";
    EXPECT_EQ(callText(3), QStringLiteral("call 2"));
    EXPECT_EQ(callText(5), QStringLiteral("frame 1"));
    EXPECT_EQ(callText(table()->currentIndex().row()), QStringLiteral("call 2")) << "still selected";
    m_model.append(1'000);
    EXPECT_EQ(table()->model()->rowCount(), 3 * 1'003);
    m_model.evict(2);
    EXPECT_EQ(callText(0), QStringLiteral("call 3"));
    EXPECT_EQ(table()->model()->rowCount(), 3 * 1'001);
    m_view.setFrames(false);
    EXPECT_EQ(table()->model()->rowCount(), 1'001);
}

TEST_F(TraceViewTest, TwoSelectedCallsCanBeCompared)
{
    m_model.append(3);
    table()->selectRow(0);
    const auto menuEntry = [&]() -> QAction * {
        emit table()->customContextMenuRequested(table()->visualRect(table()->model()->index(0, 0)).center());
        QMenu *menu = m_view.findChildren<QMenu *>(Qt::FindDirectChildrenOnly).last();
        for (QAction *action : menu->actions()) {
            if (action->text().contains(QStringLiteral("mpare")))
                return action;
        }
        return nullptr;
    };
    ASSERT_TRUE(menuEntry());
    EXPECT_FALSE(menuEntry()->isEnabled()) << "one is not two";
    table()->selectionModel()->select(table()->model()->index(2, 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QAction *compare = menuEntry();
    ASSERT_TRUE(compare->isEnabled());
    compare->trigger();
    auto *dialog = m_view.findChild<CompareDialog *>();
    ASSERT_TRUE(dialog);
    EXPECT_GT(dialog->tree()->model()->rowCount(dialog->tree()->model()->index(0, 0)), 0);
    dialog->onlyDifferences()->click();
    EXPECT_EQ(dialog->tree()->model()->rowCount(), 0) << "each has the same frames";
}

TEST_F(TraceViewTest, ToolsSayWhatIsWanted)
{
    QSignalSpy pause(&m_view, &TraceView::pauseRequested);
    QSignalSpy clear(&m_view, &TraceView::clearRequested);
    const auto press = [&](const QString &name) {
        for (auto *button : m_view.tools()->findChildren<QToolButton *>()) {
            if (button->accessibleName() == name)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    press(QStringLiteral("Pause"));
    press(QStringLiteral("Clear"));
    ASSERT_EQ(pause.count(), 1);
    EXPECT_TRUE(pause.at(0).at(0).toBool());
    EXPECT_EQ(clear.count(), 1);
}

TEST_F(TraceViewTest, CopiesRowsAsText)
{
    m_model.append(3);
    table()->setFocus();
    table()->setCurrentIndex(table()->model()->index(1, 0));
    QTest::keySequence(table(), QKeySequence::Copy);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("call 2")));
}

/// A view that lays out every row again for each batch would ask for each of them.
TEST_F(TraceViewTest, AsksOfAMillionCallsForThoseInSight)
{
    m_model.append(1'000'000);
    ASSERT_TRUE(atEnd());
    const quint64 before = m_model.asked;
    constexpr int kBatches = 30;
    for (int i = 0; i < kBatches; ++i) {
        m_model.evict(800);
        m_model.append(800);
        QCoreApplication::processEvents();
    }
    EXPECT_LT(m_model.asked - before, 1'000'000U);
}

} // namespace
} // namespace rumpscope::ui
