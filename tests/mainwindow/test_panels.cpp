// SPDX-License-Identifier: GPL-3.0-or-later
// Cards around the work: three ready layouts by keys, each card shown, hidden, moved and taken out.
#include "tests/mainwindow/opened_window.h"
#include "ui/kit/time_ruler.h"
#include "ui/panes/composer/composer.h"
#include "ui/panes/connection/lane_view.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/latency/latency_plot.h"
#include "ui/panes/processes/process_view.h"
#include "ui/panes/throughput/throughput_plot.h"
#include "ui/panes/trace/trace_view.h"

#include <qcustomplot.h>

#include <QAction>
#include <QDockWidget>
#include <QTest>

namespace rumpscope::ui::test {
namespace {

class APanel : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_opened.show()); }
    void press(Qt::Key key)
    {
        QTest::keyClick(m_opened.window.get(), key, Qt::ControlModifier | Qt::ShiftModifier);
    }
    /// On the window.
    template<class View>
    [[nodiscard]] QRect place() const
    {
        const QWidget &view = m_opened.view<View>();
        return {view.mapTo(m_opened.window.get(), QPoint()), view.size()};
    }
    [[nodiscard]] QRect work() const
    {
        const QWidget &composer = m_opened.view<Composer>();
        return {composer.mapTo(m_opened.window.get(), QPoint()), composer.size()};
    }
    [[nodiscard]] QAction *toggle(const char *command) const
    {
        return m_opened.window->scope().commands.action(QString::fromLatin1(command));
    }
    template<class Plot>
    [[nodiscard]] bool times() const
    {
        return m_opened.view<Plot>().plot()->xAxis->tickLabels();
    }
    OpenedWindow m_opened;
};

TEST_F(APanel, IsBesideTheWorkAtFirst)
{
    EXPECT_LT(place<ProcessView>().right(), work().left());
    EXPECT_GT(place<LatencyPlot>().left(), work().right());
    EXPECT_LT(place<LatencyPlot>().bottom(), place<LaneView>().top());
    EXPECT_LT(place<LaneView>().bottom(), place<ThroughputPlot>().top());
    EXPECT_EQ(place<LatencyPlot>().left(), place<ThroughputPlot>().left()) << "one axis of time";
    EXPECT_GT(work().width(), place<LatencyPlot>().width());
    EXPECT_TRUE(eventually([&] { return !times<LatencyPlot>() && !m_opened.view<TimeRuler>().isVisible(); }))
        << "the times stand once, below all three";
    EXPECT_TRUE(times<ThroughputPlot>());
    toggle("view.throughput")->trigger();
    EXPECT_TRUE(eventually([&] { return m_opened.view<TimeRuler>().isVisible(); })) << "it is the lowest now";
    EXPECT_FALSE(times<LatencyPlot>());
}

TEST_F(APanel, IsBelowForDebugging)
{
    press(Qt::Key_D);
    ASSERT_TRUE(eventually([&] { return place<LaneView>().top() > work().bottom(); }));
    EXPECT_TRUE(m_opened.view<TraceView>().isVisible());
    EXPECT_FALSE(m_opened.view<ThroughputPlot>().isVisible());
    EXPECT_GT(place<LatencyPlot>().top(), work().bottom());
    EXPECT_LE(place<LaneView>().left(), place<ProcessView>().left()) << "from edge to edge";
    EXPECT_TRUE(eventually([&] { return times<LatencyPlot>() && m_opened.view<TimeRuler>().isVisible(); }))
        << "beside each other, both need times";
}

TEST_F(APanel, LeavesRoomForTheLadderInClass)
{
    const int before = place<ProcessView>().width();
    press(Qt::Key_T);
    EXPECT_TRUE(m_opened.view<LadderView>().isVisible());
    EXPECT_FALSE(m_opened.view<LatencyPlot>().isVisible());
    EXPECT_TRUE(m_opened.view<LaneView>().isVisible());
    EXPECT_TRUE(eventually([&] { return place<ProcessView>().width() > before; }));
    press(Qt::Key_E);
    EXPECT_TRUE(m_opened.view<LatencyPlot>().isVisible());
    EXPECT_TRUE(m_opened.view<TraceView>().isVisible());
    EXPECT_TRUE(eventually([&] { return place<ProcessView>().width() == before; }))
        << place<ProcessView>().width() << " instead of " << before;
}

TEST_F(APanel, IsHiddenAndShownAgain)
{
    QAction *latency = toggle("view.latency");
    ASSERT_NE(latency, nullptr);
    const QRect before = place<LatencyPlot>();
    latency->trigger();
    EXPECT_FALSE(m_opened.view<LatencyPlot>().isVisible());
    latency->trigger();
    EXPECT_TRUE(m_opened.view<LatencyPlot>().isVisible());
    EXPECT_TRUE(eventually([&] { return place<LatencyPlot>().left() == before.left(); }));
}

TEST_F(APanel, IsTakenOutByItsTitleAndComesBack)
{
    auto *panel = m_opened.window->findChild<QDockWidget *>(QStringLiteral("latency"));
    QTest::mouseDClick(panel->titleBarWidget(), Qt::LeftButton, {}, QPoint(5, 5));
    ASSERT_TRUE(panel->isFloating());
    EXPECT_TRUE(m_opened.view<LatencyPlot>().isVisible());
    QTest::mouseDClick(panel->titleBarWidget(), Qt::LeftButton, {}, QPoint(5, 5));
    EXPECT_FALSE(panel->isFloating());
    QTest::mouseDClick(panel->titleBarWidget(), Qt::LeftButton, {}, QPoint(5, 5));
    press(Qt::Key_E);
    EXPECT_FALSE(panel->isFloating()) << "a layout puts everything into its place";
}

} // namespace
} // namespace rumpscope::ui::test
