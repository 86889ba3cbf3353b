// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/trace/events.h"
#include "ui/bridge/pump.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

using rumpscope::test::noteOf;
using rumpscope::test::Peer;
using Kind = event::ConnectionEvent::Kind;

constexpr std::uint32_t kGetpid = 20;

/// A pump whose only session is up.
class APump : public testing::Test
{
protected:
    APump()
    {
        m_pump.link.begin(QStringLiteral("unix:///there"));
        m_pump.recorder.connection(m_peer.established(0, 7, "shell"));
        static_cast<void>(m_pump.drain());
    }
    void record(const event::FrameRecord &event) { m_pump.recorder.frame(noteOf(event)); }
    void question(std::uint64_t reqno, bool housekeeping = false)
    {
        auto event = m_peer.call(now(), reqno, kGetpid);
        event.housekeeping = housekeeping;
        record(event);
    }
    void answer(std::uint64_t reqno, std::int32_t error = 0, bool housekeeping = false)
    {
        auto event = m_peer.answer(now(), reqno, 7, error);
        event.housekeeping = housekeeping;
        record(event);
    }
    [[nodiscard]] trace::SlidingStatistics::Summary summary()
    {
        return m_pump.statistics.summary(transport::Clock::now());
    }
    [[nodiscard]] LinkState link() const
    {
        return m_pump.link.status(m_peer.session, transport::Clock::now()).state;
    }
    /// Statistics slide with the real clock.
    [[nodiscard]] static std::int64_t now()
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   transport::Clock::now().time_since_epoch())
            .count();
    }

    Pump m_pump;
    Peer m_peer;
};

TEST_F(APump, PutsCallsIntoHistoryStatisticsAndTree)
{
    question(1);
    const auto begun = m_pump.drain();
    EXPECT_EQ(begun.appended, 1U);
    EXPECT_EQ(m_pump.processes.findSession(m_peer.session)->running, 1U);
    EXPECT_EQ(summary().count, 0U) << "it has not ended";
    answer(1, 2);
    const auto ended = m_pump.drain();
    EXPECT_EQ(ended.appended, 0U);
    EXPECT_EQ(ended.ended.size(), 1U);
    EXPECT_EQ(summary().count, 1U);
    EXPECT_EQ(summary().errors, 1U);
    const lineage::Node *node = m_pump.processes.findSession(m_peer.session);
    EXPECT_EQ(node->calls, 1U);
    EXPECT_EQ(node->errors, 1U);
    EXPECT_EQ(node->running, 0U);
}

TEST_F(APump, CountsACallThatBeganAndEndedInOneBatchOnce)
{
    question(1);
    answer(1);
    EXPECT_EQ(m_pump.drain().appended, 1U);
    EXPECT_EQ(summary().count, 1U);
    EXPECT_EQ(m_pump.processes.findSession(m_peer.session)->calls, 1U);
    EXPECT_EQ(m_pump.processes.findSession(m_peer.session)->running, 0U);
}

TEST_F(APump, LeavesHousekeepingOutOfStatistics)
{
    question(1, true);
    answer(1, 0, true);
    EXPECT_EQ(m_pump.drain().appended, 1U) << "the history has it";
    EXPECT_EQ(summary().count, 0U);
    EXPECT_EQ(m_pump.processes.findSession(m_peer.session)->calls, 0U);
}

TEST_F(APump, LeavesLostCallsOutOfStatistics)
{
    question(1);
    m_pump.recorder.connection(m_peer.turn(now(), Kind::Lost));
    static_cast<void>(m_pump.drain());
    EXPECT_EQ(m_pump.store.at(0).outcome, trace::CallRecord::Outcome::Lost);
    EXPECT_EQ(summary().count, 0U);
}

TEST_F(APump, GoesOnWithLinkAndProcessesWhilePaused)
{
    m_pump.setPaused(true);
    question(1);
    Peer other{event::SessionId{2}};
    m_pump.recorder.connection(other.established(now(), 8, "editor"));
    m_pump.recorder.connection(m_peer.turn(now(), Kind::Lost));
    const auto nothing = m_pump.drain();
    EXPECT_EQ(nothing.appended, 0U);
    EXPECT_EQ(nothing.connectionEvents, 0U);
    EXPECT_EQ(m_pump.store.size(), 0U);
    EXPECT_EQ(link(), LinkState::Lost);
    EXPECT_NE(m_pump.processes.findSession(other.session), nullptr);

    m_pump.setPaused(false);
    const auto everything = m_pump.drain();
    EXPECT_EQ(everything.appended, 1U);
    EXPECT_EQ(everything.connectionEvents, 2U);
    EXPECT_EQ(m_pump.lost(), 0U);
    std::size_t editors = 0;
    for (const auto &[id, node] : m_pump.processes.nodes())
        editors += node.comm == "editor" ? 1 : 0;
    EXPECT_EQ(editors, 1U) << "what the tree was told already is not told again";
}

TEST_F(APump, CountsWhatDoesNotFitIntoThePause)
{
    constexpr std::size_t kTooMany = 1000;
    m_pump.setPaused(true);
    const auto event = m_peer.turn(now(), Kind::Signal);
    for (std::size_t i = 0; i < Pump::kBacklog + kTooMany; ++i) {
        m_pump.recorder.connection(event);
        if (i % kTooMany == 0)
            static_cast<void>(m_pump.drain());
    }
    static_cast<void>(m_pump.drain());
    EXPECT_EQ(m_pump.lost(), kTooMany);
    m_pump.setPaused(false);
    EXPECT_EQ(m_pump.drain().connectionEvents, trace::Store::Limits{}.connectionEvents)
        << "of the rest the history keeps what it may";
    EXPECT_EQ(m_pump.lost(), kTooMany) << "counted once";
}

TEST_F(APump, SaysThatEveryProcessEndedWhenTheObserverLosesTheKernel)
{
    Peer observer{event::SessionId{2}};
    auto event = observer.turn(now(), Kind::Lost);
    event.housekeeping = true;
    m_pump.recorder.connection(event);
    static_cast<void>(m_pump.drain());
    for (const auto &[id, node] : m_pump.processes.nodes())
        EXPECT_EQ(node.state, lineage::Node::State::Ended) << node.comm;
}

TEST_F(APump, TakesNoListOfAKernelThatIsGone)
{
    const auto before = transport::Clock::now();
    Peer observer{event::SessionId{2}};
    auto event = observer.turn(now(), Kind::Lost);
    event.time = before + std::chrono::milliseconds(1);
    event.housekeeping = true;
    m_pump.recorder.connection(event);
    static_cast<void>(m_pump.drain());
    m_pump.processes.kernelList({{0, 0, 0, "system"}, {1, 0, 0, "rumplocal"}}, before);
    for (const auto &[id, node] : m_pump.processes.nodes())
        EXPECT_EQ(node.state, lineage::Node::State::Ended) << node.comm << ": the answer was on its way";
}

TEST_F(APump, ClearsHistoryAndStatisticsButKeepsRunningCalls)
{
    question(1);
    answer(1);
    question(2);
    static_cast<void>(m_pump.drain());
    m_pump.clear();
    EXPECT_EQ(m_pump.store.size(), 1U);
    EXPECT_EQ(summary().count, 0U);
    EXPECT_EQ(link(), LinkState::Connected);
    answer(2);
    EXPECT_EQ(m_pump.drain().ended.size(), 1U);
    EXPECT_EQ(summary().count, 1U);
}

TEST_F(APump, HandsOutTheHistoryThatItForgets)
{
    question(1);
    answer(1);
    static_cast<void>(m_pump.drain());
    ASSERT_EQ(m_pump.store.size(), 1U);
    const trace::Store before = m_pump.reset({});
    EXPECT_EQ(before.size(), 1U) << "ending it is for whoever has the time";
    EXPECT_EQ(m_pump.store.size(), 0U);
    EXPECT_TRUE(m_pump.processes.nodes().empty());
    EXPECT_EQ(summary().count, 0U);
}

TEST_F(APump, ClearsWhatNobodyHasLookedAtYet)
{
    question(1);
    answer(1);
    m_pump.clear();
    EXPECT_EQ(m_pump.drain().appended, 0U);
    EXPECT_EQ(summary().count, 0U);
    EXPECT_EQ(link(), LinkState::Connected) << "what the connection did counts all the same";
}

TEST_F(APump, ClearsWhatWaitsForTheEndOfAPause)
{
    m_pump.setPaused(true);
    question(1);
    static_cast<void>(m_pump.drain());
    m_pump.clear();
    m_pump.setPaused(false);
    EXPECT_EQ(m_pump.drain().appended, 0U);
}

} // namespace
} // namespace rumpscope::ui::test
