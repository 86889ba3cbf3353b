// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/trace/events.h"
#include "ui/bridge/link_tracker.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

using namespace std::chrono_literals;
using rumpscope::test::at;
using rumpscope::test::Peer;
using Kind = event::ConnectionEvent::Kind;

const QString kUrl = QStringLiteral("unix:///there");

event::ClientError broken(const char *detail)
{
    return {event::ClientError::Kind::Connection, 0, 0, detail};
}

/// One session, told about as a session would.
class ALink : public testing::Test
{
protected:
    ALink() { m_tracker.begin(kUrl); }

    void up(unsigned generation, std::int32_t pid)
    {
        m_peer.generation = event::Generation{generation};
        m_tracker.event(m_peer.established(0, pid, "shell"));
    }
    void say(Kind kind, unsigned attempt = 0, const char *error = nullptr, std::int64_t planned = 0)
    {
        auto event = m_peer.turn(0, kind);
        event.attempt = attempt;
        event.planned = at(planned);
        if (error)
            event.error = broken(error);
        m_tracker.event(event);
    }
    [[nodiscard]] LinkStatus now(std::int64_t microseconds = 0) const
    {
        return m_tracker.status(m_peer.session, at(microseconds));
    }

    LinkTracker m_tracker;
    Peer m_peer;
};

TEST(LinkTracker, IsIdleAtFirst)
{
    const LinkStatus status = LinkTracker().status({}, at(0));
    EXPECT_EQ(status.state, LinkState::Idle);
    EXPECT_TRUE(status.url.isEmpty());
}

TEST_F(ALink, ConnectsUntilItsSessionIsUp)
{
    EXPECT_EQ(now().state, LinkState::Connecting);
    EXPECT_EQ(now().url, kUrl);
    up(1, 7);
    EXPECT_EQ(now().state, LinkState::Connected);
    EXPECT_EQ(now().url, kUrl);
    EXPECT_EQ(now().generation, 1U);
    EXPECT_EQ(now().pid, 7);
}

TEST_F(ALink, KnowsTheKernelByItsBanner)
{
    auto event = m_peer.established(0, 2, "shell");
    event.banner = wire::Banner{0, 4, "NetBSD", "7.99.34", "amd64"};
    m_tracker.event(event);
    ASSERT_TRUE(now().banner);
    EXPECT_EQ(now().banner->osRelease, "7.99.34");
}

TEST_F(ALink, SaysWhyTheFirstConnectionFailed)
{
    m_tracker.failed(QStringLiteral("Nobody listens."));
    EXPECT_EQ(now().state, LinkState::Lost);
    EXPECT_EQ(now().sentence, QStringLiteral("Nobody listens."));
}

TEST_F(ALink, IsLostWithoutAPolicy)
{
    up(1, 7);
    say(Kind::Lost, 0, "The server closed the connection.");
    EXPECT_EQ(now().state, LinkState::Lost);
    EXPECT_EQ(now().sentence, QStringLiteral("The server closed the connection."));
    EXPECT_FALSE(now().pid) << "that process is gone";
    EXPECT_EQ(now().generation, 1U);
}

TEST_F(ALink, CountsFailedAttemptsAndTheTimeToTheNext)
{
    up(1, 7);
    say(Kind::Lost, 0, "gone");
    say(Kind::AttemptStarted, 0);
    EXPECT_EQ(now().state, LinkState::Retrying);
    EXPECT_FALSE(now().nextAttempt) << "it is under way";
    say(Kind::AttemptFailed, 0, "nobody listens");
    EXPECT_EQ(now().attempts, 1U);
    EXPECT_EQ(now().sentence, QStringLiteral("nobody listens"));
    say(Kind::RetryPlanned, 1, nullptr, 100'000);
    EXPECT_EQ(now(40'000).nextAttempt, 60ms);
    EXPECT_EQ(now(400'000).nextAttempt, 0ms) << "late, but never in the past";
    EXPECT_EQ(now().attempts, 1U);
    say(Kind::AttemptStarted, 1);
    say(Kind::AttemptFailed, 1, "nobody listens");
    EXPECT_EQ(now().attempts, 2U);
}

TEST_F(ALink, ForgetsTheLossWhenItIsBack)
{
    up(1, 7);
    say(Kind::Lost, 0, "gone");
    say(Kind::RetryPlanned, 0, nullptr, 100'000);
    up(2, 9);
    const LinkStatus status = now();
    EXPECT_EQ(status.state, LinkState::Connected);
    EXPECT_EQ(status.generation, 2U);
    EXPECT_EQ(status.pid, 9);
    EXPECT_EQ(status.attempts, 0U);
    EXPECT_FALSE(status.nextAttempt);
    EXPECT_TRUE(status.sentence.isEmpty());
}

TEST_F(ALink, CountsAttemptsOfTheNewestLossOnly)
{
    up(1, 7);
    say(Kind::Lost, 0, "gone");
    say(Kind::AttemptFailed, 4, "nobody listens");
    EXPECT_EQ(now().attempts, 5U);
    say(Kind::Lost, 0, "gone again");
    EXPECT_EQ(now().attempts, 0U);
}

TEST_F(ALink, IsLostWhenThePolicyGivesUp)
{
    up(1, 7);
    say(Kind::Lost, 0, "gone");
    say(Kind::RetryPlanned, 3, nullptr, 100'000);
    say(Kind::GaveUp, 3, "enough");
    EXPECT_EQ(now().state, LinkState::Lost);
    EXPECT_EQ(now().sentence, QStringLiteral("enough"));
    EXPECT_FALSE(now().nextAttempt);
}

TEST_F(ALink, IsLostWhenThePolicyIsToDie)
{
    up(1, 7);
    say(Kind::Lost, 0, "gone");
    say(Kind::Died, 0, "the policy is to die");
    EXPECT_EQ(now().state, LinkState::Lost);
    EXPECT_EQ(now().sentence, QStringLiteral("the policy is to die"));
}

TEST_F(ALink, KeepsSessionsApart)
{
    up(1, 7);
    Peer other{event::SessionId{2}};
    m_tracker.event(other.established(0, 8, "editor"));
    say(Kind::Lost, 0, "gone");
    EXPECT_EQ(now().state, LinkState::Lost);
    EXPECT_EQ(m_tracker.status(other.session, at(0)).state, LinkState::Connected);
    EXPECT_EQ(m_tracker.status(event::SessionId{3}, at(0)).state, LinkState::Connecting)
        << "of a session that has not been heard of the link itself speaks";
}

TEST_F(ALink, IsIdleOnceTheUserHasDisconnected)
{
    up(1, 7);
    m_tracker.end();
    EXPECT_EQ(now().state, LinkState::Idle);
    EXPECT_EQ(now().url, kUrl) << "to go back to";
    say(Kind::Closed);
    EXPECT_EQ(now().state, LinkState::Idle);
}

TEST_F(ALink, StartsAnew)
{
    up(3, 7);
    m_tracker.begin(QStringLiteral("tcp://127.0.0.1:1/"));
    EXPECT_EQ(now().state, LinkState::Connecting);
    EXPECT_EQ(now().generation, 0U);
    EXPECT_EQ(now().url, QStringLiteral("tcp://127.0.0.1:1/"));
}

} // namespace
} // namespace rumpscope::ui::test
