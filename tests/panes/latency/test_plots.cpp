// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/gaps.h"
#include "ui/kit/plot_parts.h"
#include "ui/kit/time_ruler.h"
#include "ui/panes/connection/lane_canvas.h"
#include "ui/panes/connection/lane_view.h"
#include "ui/panes/connection/lane_words.h"
#include "ui/panes/latency/latency_plot.h"
#include "ui/panes/throughput/throughput_plot.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include <functional>

namespace rumpscope::ui {
namespace {

LaneModel::Lane brokenLane()
{
    LaneModel::Lane lane;
    lane.name = QStringLiteral("shell · unix://x");
    lane.lives = {{0, 50, 1, 2}, {57.5, std::nullopt, 2, 2}};
    lane.losses = {50};
    lane.attempts = {
        {50, 50.1, 50.2, false, 0, QStringLiteral("Nobody listens."), QStringLiteral("ECONNREFUSED")},
        {55, 55.0, 55.2, false, 1, QStringLiteral("Nobody listens."), QStringLiteral("ECONNREFUSED")},
        {57.4, 57.4, 57.5, true, 2, {}}};
    return lane;
}

class PlotsTest : public testing::Test
{
protected:
    void SetUp() override { m_axis.setPaused(true); }
    template<class View>
    bool show(View &view)
    {
        view.resize(600, 260);
        view.show();
        return QTest::qWaitForWindowExposed(&view);
    }
    /// Another plot, seen, is drawn three times, each after `meanwhile`: a plot that wants to be drawn would
    /// be.
    bool othersDraw(const std::function<void()> &meanwhile)
    {
        ThroughputPlot other(&m_axis);
        other.setData(&m_seconds);
        if (!show(other))
            return false;
        for (int i = 0; i < 3; ++i) {
            const int before = other.drawings();
            meanwhile();
            other.refresh();
            if (!QTest::qWaitFor([&] { return other.drawings() > before; }))
                return false;
        }
        return true;
    }

    TimeAxis m_axis{[] { return 100.0; }};
    LatencyPlot::Points m_points{{60, 40, trace::CallId{11}, false}, {80, 400, trace::CallId{12}, true}};
    LatencyPlot::Seconds m_seconds{{60, 100, 0, 40, 50, 90, 100}, {80, 200, 3, 41, 60, 95, 400}};
    std::vector<LaneModel::Lane> m_lanes{brokenLane()};
};

TEST_F(PlotsTest, HiddenPlotsAreNotDrawn)
{
    LatencyPlot plot(&m_axis);
    plot.setData(&m_points, &m_seconds);
    ASSERT_TRUE(othersDraw([&] { plot.refresh(); }));
    EXPECT_EQ(plot.drawings(), 0);
    ASSERT_TRUE(show(plot));
    EXPECT_TRUE(QTest::qWaitFor([&] { return plot.drawings() == 1; }));
    plot.hide();
    ASSERT_TRUE(othersDraw([&] { plot.refresh(); }));
    EXPECT_EQ(plot.drawings(), 1);
}

TEST_F(PlotsTest, AnUnchangedPlotIsNotDrawnAgain)
{
    ThroughputPlot plot(&m_axis);
    plot.setData(&m_seconds);
    ASSERT_TRUE(show(plot));
    ASSERT_TRUE(QTest::qWaitFor([&] { return plot.drawings() > 0; }));
    ASSERT_TRUE(othersDraw([] {})); // what showing it had begun is done
    const int before = plot.drawings();
    ASSERT_TRUE(othersDraw([] {}));
    EXPECT_EQ(plot.drawings(), before);
}

TEST_F(PlotsTest, AClickOnAPointNamesItsCall)
{
    LatencyPlot plot(&m_axis);
    plot.setData(&m_points, &m_seconds);
    ASSERT_TRUE(show(plot));
    ASSERT_TRUE(QTest::qWaitFor([&] { return plot.drawings() > 0; }));
    QSignalSpy selected(&plot, &LatencyPlot::callSelected);
    const QPoint at(static_cast<int>(plot.plot()->xAxis->coordToPixel(80)),
                    static_cast<int>(plot.plot()->yAxis->coordToPixel(400)));
    QTest::mouseClick(plot.plot(), Qt::LeftButton, {}, at);
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(selected.at(0).at(0).value<trace::CallId>(), trace::CallId{12});
    QTest::mouseClick(plot.plot(), Qt::LeftButton, {}, at - QPoint(60, 0));
    EXPECT_EQ(selected.count(), 1);
}

TEST_F(PlotsTest, TheSummaryIsText)
{
    LatencyPlot plot(&m_axis);
    trace::SlidingStatistics::Summary summary;
    plot.setSummary(summary);
    EXPECT_EQ(plot.subtitle(), QStringLiteral("no calls in the last minute"));
    summary.count = 5;
    summary.p50 = std::chrono::microseconds(43);
    summary.p90 = std::chrono::microseconds(90);
    summary.p99 = std::chrono::microseconds(190);
    summary.maximum = std::chrono::microseconds(8'700);
    plot.setSummary(summary);
    EXPECT_EQ(plot.subtitle(), QStringLiteral("p50 43 µs — · p99 190 µs - - · max 8.7 ms · p90 90 µs"));
}

TEST_F(PlotsTest, AMomentStandsAtOneXInAllViews)
{
    LatencyPlot latency(&m_axis);
    ThroughputPlot throughput(&m_axis);
    LaneView lanes(&m_axis);
    lanes.setLanes(&m_lanes);
    ASSERT_TRUE(show(latency) && show(throughput) && show(lanes));
    ASSERT_TRUE(QTest::qWaitFor([&] { return latency.drawings() > 0 && throughput.drawings() > 0; }));
    const double x = latency.navigator()->xAt(70);
    EXPECT_NEAR(throughput.navigator()->xAt(70), x, 1);
    EXPECT_NEAR(lanes.canvas()->navigator()->xAt(70), x, 1);
    const auto labels = lanes.ruler()->labels();
    ASSERT_FALSE(labels.empty());
    EXPECT_EQ(labels.back().text, QStringLiteral("now"));
    EXPECT_NEAR(labels.back().x, lanes.canvas()->navigator()->xAt(m_axis.end()), 1);
}

TEST_F(PlotsTest, TheLaneSaysWhatItDraws)
{
    LaneView view(&m_axis);
    view.setLanes(&m_lanes);
    ASSERT_TRUE(show(view));
    const LaneCanvas *canvas = view.canvas();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !canvas->wordsAt({300, 30}).isEmpty(); }));
    QStringList words;
    for (int y = 0; y < canvas->height(); ++y) {
        for (int x = 0; x < canvas->width(); ++x) {
            const QString here = canvas->wordsAt({x, y});
            if (!words.contains(here))
                words << here;
        }
    }
    const QString all = words.join(QLatin1Char('\n'));
    EXPECT_TRUE(all.contains(QStringLiteral("generation 2 · pid 2, descriptors new, since 57.5 s")))
        << all.toStdString();
    EXPECT_TRUE(all.contains(QStringLiteral("Connection lost at 50.0 s")));
    EXPECT_TRUE(all.contains(QStringLiteral("started 100 ms late: failed after 100 ms: Nobody listens.")));
}

TEST_F(PlotsTest, ALifeIsNamedAsFarAsThereIsRoom)
{
    const QFontMetrics font((QFont()));
    const LaneModel::Life &second = m_lanes.front().lives.at(1);
    QStringList labels;
    for (int room = 0; room < 600; ++room) {
        const QString label = lifeLabel(second, font, room);
        EXPECT_LE(font.horizontalAdvance(label), room);
        if (!labels.contains(label))
            labels << label;
    }
    EXPECT_EQ(labels, (QStringList{QString(), QStringLiteral("2"), QStringLiteral("gen 2"),
                                   QStringLiteral("generation 2 · pid 2"),
                                   QStringLiteral("generation 2 · pid 2, descriptors new")}));
}

TEST_F(PlotsTest, AnEpisodeIsToldInAWord)
{
    const auto gaps = gapsOf(m_lanes.front());
    EXPECT_TRUE(episodeWords(m_lanes.front(), gaps.at(0), 100).endsWith(QStringLiteral(" · ECONNREFUSED")));
}

TEST(Gaps, LastUntilTheNextLife)
{
    const auto gaps = gapsOf(brokenLane());
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_EQ(wordsOf(gaps[0], 100), QStringLiteral("no kernel 7.5 s"));
    LaneModel::Lane lane = brokenLane();
    lane.lives.pop_back();
    EXPECT_EQ(wordsOf(gapsOf(lane).front(), 100), QStringLiteral("no kernel 50.0 s"));
}

} // namespace
} // namespace rumpscope::ui
