// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"
#include "ui/panes/recording/recording_words.h"
#include "ui/panes/recording/replay_bar.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

namespace rumpscope::ui {
namespace {

using namespace std::chrono_literals;

constexpr int kPatience = 30'000;

class AReplayBar : public testing::Test
{
protected:
    void SetUp() override
    {
        rumpscope::test::record(m_dir.file("day.pcapng"), rumpscope::test::transcriptEvents("fork"));
        m_bar.resize(1000, 40);
        m_replay.open(QString::fromStdString(m_dir.file("day.pcapng")));
        m_bar.show(m_replay);
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_bar));
    }
    void opened()
    {
        ASSERT_TRUE(QTest::qWaitFor(
            [this] {
                m_replay.advance([](event::Event &&) {}, 50ms);
                return m_replay.state() == Replay::State::Paused;
            },
            kPatience));
        m_bar.show(m_replay);
    }
    [[nodiscard]] QAbstractButton &button(const QString &name)
    {
        for (auto *button : m_bar.findChildren<QAbstractButton *>()) {
            if ((button->accessibleName() == name || button->text() == name) && button->isVisible())
                return *button;
        }
        throw std::runtime_error("no button " + name.toStdString());
    }
    void press(const QString &name) { QTest::mouseClick(&button(name), Qt::LeftButton); }
    [[nodiscard]] transport::TimePoint middle() const
    {
        return m_replay.info().begin + (m_replay.info().end - m_replay.info().begin) / 2;
    }

    rumpscope::test::TempDir m_dir;
    transport::TimePoint m_now{};
    Replay m_replay{[this] { return m_now; }};
    ReplayBar m_bar;
};

TEST_F(AReplayBar, ShowsHowFarOpeningHasComeAndCanGiveItUp)
{
    EXPECT_TRUE(m_bar.findChild<QProgressBar *>()->isVisible());
    EXPECT_FALSE(m_bar.slider()->isVisible());
    QSignalSpy closed(&m_bar, &ReplayBar::closeRequested);
    press(QStringLiteral("Cancel"));
    EXPECT_EQ(closed.count(), 1);
    m_replay.close();
    m_bar.show(m_replay);
    EXPECT_FALSE(m_bar.isVisible());
}

TEST_F(AReplayBar, AsksForWhatIsPressed)
{
    opened();
    QSignalSpy play(&m_bar, &ReplayBar::playRequested);
    QSignalSpy pause(&m_bar, &ReplayBar::pauseRequested);
    QSignalSpy step(&m_bar, &ReplayBar::stepRequested);
    QSignalSpy close(&m_bar, &ReplayBar::closeRequested);
    press(QStringLiteral("Play"));
    EXPECT_EQ(play.count(), 1);
    m_replay.play();
    m_bar.show(m_replay);
    press(QStringLiteral("Pause"));
    EXPECT_EQ(pause.count(), 1);
    EXPECT_EQ(play.count(), 1);
    press(QStringLiteral("Step to the next event"));
    EXPECT_EQ(step.count(), 1);
    press(QStringLiteral("Close the recording"));
    EXPECT_EQ(close.count(), 1);
}

TEST_F(AReplayBar, TheSliderStandsWhereTheRecordingDoes)
{
    opened();
    EXPECT_EQ(m_bar.slider()->value(), m_bar.slider()->maximum());
    QSignalSpy wanted(&m_bar, &ReplayBar::seekRequested);
    m_replay.seek(middle());
    m_bar.show(m_replay);
    EXPECT_NEAR(m_bar.slider()->value(), m_bar.slider()->maximum() / 2, 1);
    EXPECT_FALSE(wanted.wait(3 * ReplayBar::kRest)) << "that was not a person";
}

TEST_F(AReplayBar, AClickAndAKeyOnTheSliderGoThere)
{
    opened();
    QSignalSpy wanted(&m_bar, &ReplayBar::seekRequested);
    QSlider *slider = m_bar.slider();
    QTest::mouseClick(slider, Qt::LeftButton, {}, slider->rect().center());
    ASSERT_TRUE(wanted.wait(kPatience));
    const auto clicked = wanted.at(0).at(0).value<transport::TimePoint>();
    const auto whole = m_replay.info().end - m_replay.info().begin;
    EXPECT_GT(clicked, m_replay.info().begin + whole * 4 / 10);
    EXPECT_LT(clicked, m_replay.info().begin + whole * 6 / 10);
    QTest::keyClick(slider, Qt::Key_Home);
    ASSERT_TRUE(wanted.wait(kPatience));
    EXPECT_EQ(wanted.at(1).at(0).value<transport::TimePoint>(), m_replay.info().begin);
    QTest::keyClick(slider, Qt::Key_End);
    ASSERT_TRUE(wanted.wait(kPatience));
    EXPECT_EQ(wanted.at(2).at(0).value<transport::TimePoint>(), m_replay.info().end);
}

TEST_F(AReplayBar, ManyMovesBecomeOneWish)
{
    opened();
    QSignalSpy wanted(&m_bar, &ReplayBar::seekRequested);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(m_bar.slider(), Qt::Key_Left);
    ASSERT_TRUE(wanted.wait(kPatience));
    EXPECT_LT(wanted.count(), 20);
}

TEST_F(AReplayBar, OffersSpeedsFromATenthToTheFastest)
{
    opened();
    auto *speeds = m_bar.findChild<QComboBox *>();
    QSignalSpy wanted(&m_bar, &ReplayBar::speedRequested);
    EXPECT_EQ(speeds->currentText(), QStringLiteral("1×"));
    QTest::keyClick(speeds, Qt::Key_Home);
    QTest::keyClick(speeds, Qt::Key_End);
    ASSERT_EQ(wanted.count(), 2);
    EXPECT_EQ(wanted.at(0).at(0).toDouble(), 0.1);
    EXPECT_EQ(wanted.at(1).at(0).toDouble(), Replay::kFastest);
    m_replay.setSpeed(100);
    m_bar.show(m_replay);
    EXPECT_EQ(speeds->currentText(), QStringLiteral("100×"));
}

TEST(RecordingWords, SayFileFramesSpanAndState)
{
    RecordingInfo info;
    info.path = QStringLiteral("/var/tmp/day.pcapng");
    info.frames = 1'200'000;
    info.begin = transport::TimePoint(std::chrono::seconds(1'780'000'000));
    info.end = info.begin + 200s;
    info.complete = true;
    const QString text = recordingText(info).replace(QChar(0x2009), QLatin1Char('_'));
    EXPECT_TRUE(text.startsWith(QStringLiteral("day.pcapng · 1_200_000 frame"))) << text.toStdString();
    EXPECT_TRUE(text.endsWith(QStringLiteral(" · 3 min 20 s"))) << text.toStdString();
    info.complete = false;
    EXPECT_TRUE(recordingText(info).endsWith(QStringLiteral("not closed by its recorder")));
    info.damage = QStringLiteral("…");
    EXPECT_TRUE(recordingText(info).endsWith(QStringLiteral("▲ damaged: shown up to there")));
    info.wallClock = true;
    EXPECT_TRUE(recordingText(info).contains(QStringLiteral(" 2026 ")));
}

TEST(RecordingWords, SayTheMoment)
{
    const transport::TimePoint begin(std::chrono::seconds(1'780'000'000));
    EXPECT_EQ(replayTimeText(begin, begin + 60s, begin + 1'500ms, false),
              QStringLiteral(" 1.500 of 60.000 s"));
    EXPECT_TRUE(replayTimeText(begin, begin + 60s, begin + 1'500ms, true).endsWith(QStringLiteral("1.500")));
}

} // namespace
} // namespace rumpscope::ui
