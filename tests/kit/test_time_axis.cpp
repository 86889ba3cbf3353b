// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/redraw_gate.h"
#include "ui/kit/time_axis.h"
#include "ui/kit/time_navigator.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <QWidget>

namespace rumpscope::ui {
namespace {

class TimeAxisTest : public testing::Test
{
protected:
    double m_now = 100;
    TimeAxis m_axis{[this] { return m_now; }};
};

TEST_F(TimeAxisTest, ShowsTheLastMinuteAndFollows)
{
    EXPECT_DOUBLE_EQ(m_axis.begin(), 40);
    EXPECT_DOUBLE_EQ(m_axis.end(), 100);
    QSignalSpy changed(&m_axis, &TimeAxis::changed);
    m_now = 101;
    ASSERT_TRUE(changed.wait(2'000));
    EXPECT_DOUBLE_EQ(m_axis.end(), 101);
}

TEST_F(TimeAxisTest, APausedAxisStandsStill)
{
    m_axis.setPaused(true);
    m_now = 150;
    QSignalSpy changed(&m_axis, &TimeAxis::changed);
    EXPECT_FALSE(changed.wait(200));
    m_axis.setPaused(false);
    EXPECT_DOUBLE_EQ(m_axis.end(), 150);
}

TEST_F(TimeAxisTest, PanningBackLeavesFollowingAndTheRightEndTakesItUpAgain)
{
    QSignalSpy follow(&m_axis, &TimeAxis::followChanged);
    m_axis.pan(-10);
    EXPECT_FALSE(m_axis.follows());
    EXPECT_DOUBLE_EQ(m_axis.end(), 90);
    m_axis.pan(25);
    EXPECT_TRUE(m_axis.follows());
    EXPECT_DOUBLE_EQ(m_axis.end(), 100);
    EXPECT_EQ(follow.count(), 2);
}

TEST_F(TimeAxisTest, ZoomKeepsTheMomentUnderThePointer)
{
    m_axis.pan(-10);
    m_axis.zoom(0.5, 60);
    EXPECT_DOUBLE_EQ(m_axis.window(), 30);
    EXPECT_DOUBLE_EQ(m_axis.begin(), 45); // 60 stays at half of the width
}

TEST_F(TimeAxisTest, ZoomHasEnds)
{
    for (int i = 0; i < 100; ++i)
        m_axis.zoom(0.5, 100);
    EXPECT_DOUBLE_EQ(m_axis.window(), TimeAxis::kShortest);
    for (int i = 0; i < 100; ++i)
        m_axis.zoom(2, 100);
    EXPECT_DOUBLE_EQ(m_axis.window(), TimeAxis::kLongest);
}

TEST_F(TimeAxisTest, WheelDragAndKeysMoveIt)
{
    QWidget view;
    view.resize(600, 100);
    TimeNavigator navigator(&view, &m_axis, [&] { return view.rect(); });
    QSignalSpy clicked(&navigator, &TimeNavigator::clicked);
    view.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&view));

    QTest::mouseClick(&view, Qt::LeftButton, {}, {30, 30});
    EXPECT_EQ(clicked.count(), 1);
    EXPECT_TRUE(m_axis.follows());

    QTest::mousePress(&view, Qt::LeftButton, {}, {100, 50});
    QTest::mouseMove(&view, {150, 50});
    QTest::mouseMove(&view, {200, 50});
    QTest::mouseRelease(&view, Qt::LeftButton, {}, {200, 50});
    EXPECT_EQ(clicked.count(), 1) << "a drag is no click";
    EXPECT_NEAR(m_axis.end(), 90, 0.2); // 100 of 600 pixels of a minute

    QTest::keyClick(&view, Qt::Key_End);
    EXPECT_TRUE(m_axis.follows());
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_axis.window(), 30);

    QWheelEvent wheel(QPointF(300, 50), view.mapToGlobal(QPointF(300, 50)), {}, {0, -120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &wheel);
    EXPECT_DOUBLE_EQ(m_axis.window(), 37.5);
}

TEST(RedrawGate, HiddenWidgetsDoNoWork)
{
    QWidget view;
    int drawn = 0;
    RedrawGate gate(&view, [&] { ++drawn; });
    gate.markDirty();
    QTimer later;
    QSignalSpy passed(&later, &QTimer::timeout);
    later.setSingleShot(true);
    later.start(3 * RedrawGate::kInterval);
    ASSERT_TRUE(passed.wait());
    EXPECT_EQ(drawn, 0);
    view.show();
    EXPECT_TRUE(QTest::qWaitFor([&] { return drawn == 1; }, 5'000));
    EXPECT_FALSE(gate.isDirty());
}

TEST(RedrawGate, DrawsAtMostThirtyTimesASecond)
{
    QWidget view;
    view.show();
    int drawn = 0;
    RedrawGate gate(&view, [&] { ++drawn; });
    QTimer changes;
    QObject::connect(&changes, &QTimer::timeout, &gate, &RedrawGate::markDirty);
    QElapsedTimer clock;
    clock.start();
    changes.start(1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return drawn >= 8; }));
    EXPECT_GE(clock.elapsed(), (drawn - 1) * RedrawGate::kInterval * 9 / 10)
        << "Qt's timers may be 5 % early";
}

} // namespace
} // namespace rumpscope::ui
