// SPDX-License-Identifier: GPL-3.0-or-later
// A recording played by a clock that only the test moves.
#include "tests/support/bridge/surroundings.h"
#include "tests/support/files/data_file.h"
#include "tests/support/recording/told.h"
#include "tests/support/trace/events.h"
#include "ui/bridge/replay.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include <filesystem>

namespace rumpscope::ui::test {
namespace {

using namespace std::chrono_literals;
using rumpscope::test::Peer;
using State = Replay::State;

/// Ten calls, a second apart; each is answered after half a second.
class AReplay : public testing::Test
{
protected:
    static constexpr int kEvents = 21;

    AReplay()
    {
        const Peer peer;
        std::vector<event::Event> events{peer.established(0, 7, "shell")};
        for (std::uint64_t i = 0; i < 10; ++i) {
            const auto second = static_cast<std::int64_t>(i) * 1'000'000;
            events.emplace_back(peer.call(second, i + 1, 20));
            events.emplace_back(peer.answer(second + 500'000, i + 1));
        }
        rumpscope::test::record(m_path, events);
        QObject::connect(&m_replay, &Replay::begun, &m_replay, [this] { m_given.clear(); });
    }
    void advance()
    {
        m_replay.advance([this](event::Event &&event) { m_given.push_back(std::move(event)); }, 50ms);
    }
    /// Until it stands still, or plays on.
    [[nodiscard]] bool settle()
    {
        return eventually([this] {
            advance();
            return m_replay.state() == State::Paused || m_replay.state() == State::None;
        });
    }
    [[nodiscard]] bool open()
    {
        m_replay.open(QString::fromStdString(m_path));
        return settle() && m_replay.isOpen();
    }
    [[nodiscard]] bool given(std::size_t events)
    {
        return eventually([&] {
            advance();
            return m_given.size() == events;
        });
    }
    [[nodiscard]] transport::TimePoint moment(transport::Duration since) const
    {
        return m_replay.info().begin + since;
    }
    [[nodiscard]] transport::Duration position() const { return m_replay.position() - m_replay.info().begin; }
    /// To the beginning, at rest.
    [[nodiscard]] bool rewind()
    {
        m_replay.seek(m_replay.info().begin);
        return settle();
    }

    rumpscope::test::TempDir m_dir;
    const std::string m_path = m_dir.file("x.pcapng");
    transport::TimePoint m_now{};
    Replay m_replay{[this] { return m_now; }};
    std::vector<event::Event> m_given;
};

TEST_F(AReplay, OpensUpToItsEnd)
{
    ASSERT_TRUE(open());
    EXPECT_EQ(m_given.size(), kEvents);
    EXPECT_EQ(m_replay.info().frames, 20U);
    EXPECT_EQ(m_replay.info().end - m_replay.info().begin, 9'500ms);
    EXPECT_EQ(position(), 9'500ms);
    EXPECT_TRUE(m_replay.info().wallClock);
    EXPECT_TRUE(m_replay.info().complete);
    EXPECT_TRUE(m_replay.info().damage.isEmpty());
}

TEST_F(AReplay, GoesToAMomentBackAndForth)
{
    ASSERT_TRUE(open());
    m_replay.seek(moment(2'200ms));
    EXPECT_EQ(m_replay.state(), State::Seeking);
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_given.size(), 1U + 5U) << "two calls and the beginning of a third";
    EXPECT_EQ(position(), 2'200ms);
    m_replay.seek(moment(4s));
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_given.size(), 1U + 9U) << "forward nothing is read twice";
    m_replay.seek(moment(-5s));
    ASSERT_TRUE(settle());
    EXPECT_EQ(position(), 0s);
    EXPECT_EQ(m_given.size(), 2U);
    m_replay.seek(moment(100s));
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_given.size(), kEvents);
    EXPECT_EQ(position(), 9'500ms);
}

TEST_F(AReplay, PlaysByTheClock)
{
    ASSERT_TRUE(open());
    ASSERT_TRUE(rewind());
    m_replay.play();
    advance();
    EXPECT_EQ(position(), 0s);
    m_now += 1'100ms;
    ASSERT_TRUE(given(1 + 3));
    EXPECT_EQ(position(), 1'100ms);
    m_replay.setSpeed(10);
    m_now += 200ms;
    ASSERT_TRUE(given(1 + 7)) << "3.1 s in";
    EXPECT_EQ(position(), 3'100ms);
    m_replay.setSpeed(0.1);
    m_now += 5s;
    ASSERT_TRUE(given(1 + 8));
    EXPECT_EQ(position(), 3'600ms);
}

TEST_F(AReplay, StandsStillWhilePaused)
{
    ASSERT_TRUE(open());
    ASSERT_TRUE(rewind());
    m_replay.play();
    m_now += 1'100ms;
    ASSERT_TRUE(given(4));
    m_replay.pause();
    m_now += 100s;
    advance();
    EXPECT_EQ(m_given.size(), 4U);
    EXPECT_EQ(position(), 1'100ms);
    m_replay.play();
    m_now += 500ms;
    ASSERT_TRUE(given(5));
    EXPECT_EQ(position(), 1'600ms) << "the pause does not count";
}

TEST_F(AReplay, EndsAtTheEndAndBeginsAgainFromThere)
{
    ASSERT_TRUE(open());
    m_replay.play();
    EXPECT_EQ(position(), 0s);
    m_now += 1h;
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_given.size(), kEvents);
    EXPECT_EQ(position(), 9'500ms);
}

TEST_F(AReplay, PlaysAsFastAsItGoes)
{
    ASSERT_TRUE(open());
    ASSERT_TRUE(rewind());
    m_replay.setSpeed(Replay::kFastest);
    m_replay.play();
    ASSERT_TRUE(settle()) << "the clock stands still";
    EXPECT_EQ(m_given.size(), kEvents);
}

TEST_F(AReplay, StepsEventByEvent)
{
    ASSERT_TRUE(open());
    ASSERT_TRUE(rewind());
    ASSERT_EQ(m_given.size(), 2U);
    m_replay.step();
    ASSERT_TRUE(given(3));
    EXPECT_EQ(position(), 500ms);
    advance();
    EXPECT_EQ(m_given.size(), 3U) << "one step, one event";
    m_replay.step();
    ASSERT_TRUE(given(4));
    EXPECT_EQ(position(), 1s);
}

TEST_F(AReplay, AStepBeyondTheEndIsNone)
{
    ASSERT_TRUE(open());
    m_replay.step();
    advance();
    EXPECT_EQ(m_replay.state(), State::Paused);
    EXPECT_EQ(position(), 9'500ms);
}

TEST_F(AReplay, SessionsAreTheSameAfterGoingBack)
{
    ASSERT_TRUE(open());
    const auto session = std::get<event::ConnectionEvent>(m_given.front()).session;
    ASSERT_TRUE(rewind());
    EXPECT_EQ(std::get<event::ConnectionEvent>(m_given.front()).session, session);
}

TEST_F(AReplay, ACutOffFileOpensUpToTheDamageAndSaysSo)
{
    QSignalSpy failed(&m_replay, &Replay::failed);
    std::filesystem::resize_file(m_path, std::filesystem::file_size(m_path) - 150);
    ASSERT_TRUE(open());
    EXPECT_GT(m_given.size(), 15U);
    EXPECT_LT(m_given.size(), kEvents);
    EXPECT_TRUE(m_replay.info().damage.contains(QStringLiteral("is damaged at byte")))
        << m_replay.info().damage.toStdString();
    ASSERT_EQ(failed.count(), 1);
    EXPECT_EQ(failed.at(0).at(0).toString(), m_replay.info().damage);
    ASSERT_TRUE(rewind());
    EXPECT_EQ(m_given.size(), 2U);
}

TEST_F(AReplay, WhatIsNoRecordingIsSaidAndNotShown)
{
    QSignalSpy failed(&m_replay, &Replay::failed);
    rumpscope::test::put(m_dir.file("text"), "hello\n");
    m_replay.open(QString::fromStdString(m_dir.file("text")));
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_replay.state(), State::None);
    ASSERT_EQ(failed.count(), 1);
    EXPECT_TRUE(failed.at(0).at(0).toString().contains(QStringLiteral("it is no recording")));
    m_replay.open(QStringLiteral("/nowhere/x.pcapng"));
    ASSERT_TRUE(settle());
    EXPECT_EQ(failed.count(), 2);
}

TEST_F(AReplay, AnEmptyRecordingIsShownEmpty)
{
    rumpscope::test::record(m_dir.file("empty"), {});
    m_replay.open(QString::fromStdString(m_dir.file("empty")));
    ASSERT_TRUE(settle());
    EXPECT_TRUE(m_replay.isOpen());
    EXPECT_TRUE(m_given.empty());
    m_replay.play();
    ASSERT_TRUE(settle());
}

TEST_F(AReplay, OpeningCanBeGivenUp)
{
    QSignalSpy begun(&m_replay, &Replay::begun);
    m_replay.open(QString::fromStdString(m_path));
    EXPECT_EQ(m_replay.state(), State::Opening);
    m_replay.close();
    EXPECT_EQ(m_replay.state(), State::None);
    EXPECT_EQ(begun.count(), 2);
    advance();
    EXPECT_TRUE(m_given.empty());
}

TEST_F(AReplay, OpensTheTranscriptsFormToo)
{
    m_replay.open(QString::fromStdString(rumpscope::test::dataFile("transcripts/fork.jsonl")));
    ASSERT_TRUE(settle());
    EXPECT_FALSE(m_replay.info().wallClock);
    EXPECT_GT(m_replay.info().frames, 10U);
    const std::size_t all = m_given.size();
    ASSERT_TRUE(rewind());
    EXPECT_LT(m_given.size(), all);
}

} // namespace
} // namespace rumpscope::ui::test
