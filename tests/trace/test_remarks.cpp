// SPDX-License-Identifier: BSD-2-Clause
// Rules: what is remarked on, and what is not.
#include "clientcore/trace/remarks/remarks.h"
#include "tests/support/trace/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using trace::CallId;
using trace::RemarkRule;
using TurnKind = event::ConnectionEvent::Kind;

constexpr std::uint32_t kRead = 3;
constexpr std::uint32_t kWrite = 4;
constexpr std::uint32_t kOpen = 5;
constexpr std::uint32_t kClose = 6;
constexpr std::uint32_t kGetpid = 20;
constexpr std::uint32_t kWritev = 121;
constexpr std::int32_t kEbadf = 9;

class TheRules : public testing::Test
{
protected:
    /// As one batch.
    template<class... Events>
    void happen(Events... events)
    {
        m_store.begin();
        (m_store.add(event::Event(std::move(events))), ...);
        m_remarks.update(m_store, m_store.commit());
    }
    void tick(std::int64_t microseconds) { m_remarks.tick(m_store, at(microseconds)); }
    [[nodiscard]] std::vector<std::string> texts() const
    {
        std::vector<std::string> texts;
        for (const auto &[id, remark] : m_remarks.all())
            texts.push_back(remark.text);
        return texts;
    }
    [[nodiscard]] const trace::Remark *only(RemarkRule rule) const
    {
        if (m_remarks.all().size() != 1 || m_remarks.all().begin()->second.rule != rule)
            return nullptr;
        return &m_remarks.all().begin()->second;
    }
    [[nodiscard]] Peer next() const { return {m_peer.session, event::Generation{2}}; }
    void transfer(std::int64_t time, std::uint64_t reqno, std::uint64_t bytes)
    {
        happen(m_peer.call(time, reqno, kRead, {3, 0x2000, bytes}),
               m_peer.answer(time + 5, reqno, static_cast<std::int64_t>(bytes)));
    }

    Peer m_peer;
    trace::Store m_store;
    trace::Remarks m_remarks{{.workers = 3, .manyInARow = 5, .manyPieces = 4}};
};

TEST_F(TheRules, HaveNothingToSayOfAQuietLife)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kOpen, {0x1000, 0, 0}),
           m_peer.answer(20, 1, 3), m_peer.call(30, 2, kRead, {3, 0x2000, 4096}), m_peer.answer(40, 2, 4096),
           m_peer.call(50, 3, kClose, {3}), m_peer.answer(60, 3));
    tick(60'000'000);
    EXPECT_THAT(texts(), IsEmpty());
}

TEST_F(TheRules, MayCountACallWithoutAnyPiecesAsMany)
{
    m_remarks = trace::Remarks({.manyPieces = 0});
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kClose, {3}), m_peer.answer(20, 1));
    EXPECT_THAT(texts(), IsEmpty()) << "there is nothing to divide";
}

TEST_F(TheRules, RemarkOnDescriptorsLostInAReconnect)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kOpen, {0x1000, 0, 0}),
           m_peer.answer(20, 1, 3), m_peer.turn(100, TurnKind::Lost), next().established(200, 2, "shell"),
           next().call(210, 1, kRead, {3, 0x2000, 100}), next().answer(220, 1, 0, kEbadf));
    const trace::Remark *remark = only(RemarkRule::LostDescriptors);
    ASSERT_TRUE(remark);
    EXPECT_EQ(remark->text,
              "1 descriptor of shell (pid 2) went with the reconnect; 1 call used them since (EBADF)");
    EXPECT_THAT(remark->evidence, ElementsAre(CallId{2}));
    happen(next().call(230, 2, kWrite, {3, 0x2000, 100}), next().answer(240, 2, 0, kEbadf));
    EXPECT_THAT(texts(), ElementsAre(HasSubstr("2 calls used them")));
}

TEST_F(TheRules, LeaveAWrongDescriptorAlone)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kRead, {77, 0x2000, 100}),
           m_peer.answer(20, 1, 0, kEbadf));
    happen(next().established(200, 2, "shell"), next().call(210, 1, kRead, {77, 0x2000, 100}),
           next().answer(220, 1, 0, kEbadf));
    EXPECT_THAT(texts(), IsEmpty()) << "it was wrong before the reconnect too";
}

TEST_F(TheRules, RemarkOnAChildThatNobodyClaims)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.toServer(10, [](auto &w) { w.prefork(1); }),
           m_peer.fromServer(20, [](auto &w) { w.preforkReply(1, cookie(7)); }));
    tick(5'000'000);
    EXPECT_THAT(texts(), IsEmpty());
    tick(11'000'000);
    tick(12'000'000);
    EXPECT_THAT(texts(), ElementsAre("a child that shell (pid 2) prepared has not been claimed"));
    const Peer child{event::SessionId{2}, event::Generation{1}};
    happen(child.toServer(13'000'000, [](auto &w) { w.fork(1, {cookie(7), 0}); }));
    EXPECT_THAT(texts(), IsEmpty()) << "now it is";
}

TEST_F(TheRules, RemarkOnAnAnswerThatWasLostAndACallThatWasRepeated)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kWrite, {3, 0x2000, 100}),
           m_peer.turn(100, TurnKind::Lost));
    ASSERT_TRUE(only(RemarkRule::LostAnswer));
    EXPECT_THAT(texts(), ElementsAre("write of shell (pid 2) got no answer: the connection went first"));
    happen(next().established(200, 2, "shell"), next().call(210, 1, kWrite, {3, 0x2000, 100}));
    ASSERT_EQ(m_remarks.all().size(), 2U);
    const trace::Remark &repeated = m_remarks.all().rbegin()->second;
    EXPECT_EQ(repeated.rule, RemarkRule::RepeatedCall);
    EXPECT_THAT(repeated.evidence, ElementsAre(CallId{1}, CallId{2})) << "both of them";
}

TEST_F(TheRules, RemarkOnAHarmlessRepetitionAsSuch)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kGetpid), m_peer.turn(100, TurnKind::Lost),
           next().established(200, 2, "shell"), next().call(210, 1, kGetpid));
    EXPECT_EQ(m_remarks.all().size(), 1U) << "the loss; who repeated it is not known";
    auto event = next().turn(220, TurnKind::Repeated);
    event.number = kGetpid;
    happen(event);
    ASSERT_EQ(m_remarks.all().size(), 2U);
    EXPECT_THAT(m_remarks.all().rbegin()->second.text, HasSubstr("does no harm"));
    EXPECT_THAT(m_remarks.all().rbegin()->second.evidence, ElementsAre(CallId{2}));
}

TEST_F(TheRules, RemarkOnShortArguments)
{
    happen(m_peer.established(0, 2, "old"), m_peer.call(10, 1, kOpen, {0x1000}));
    ASSERT_TRUE(only(RemarkRule::ShortArguments));
    EXPECT_THAT(texts(), ElementsAre("open of old (pid 2) came with 1 of 3 arguments"));
}

TEST_F(TheRules, RemarkOnABlockedCallUntilItEnds)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kRead, {3, 0x2000, 10}));
    tick(9'000'000);
    EXPECT_THAT(texts(), IsEmpty());
    tick(10'500'000);
    EXPECT_THAT(texts(), ElementsAre("read of shell (pid 2) waits for its answer"));
    happen(m_peer.answer(11'000'000, 1, 10));
    EXPECT_THAT(texts(), IsEmpty());
}

TEST_F(TheRules, RemarkOnAClientThatDoesNotAnswerACopyin)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kWrite, {3, 0x2000, 10}),
           m_peer.fromServer(20, [](auto &w) {
               w.copyIn(1, {10, 0x2000});
           }));
    tick(11'000'000);
    ASSERT_TRUE(only(RemarkRule::SilentClient));
    EXPECT_THAT(texts(), ElementsAre("shell (pid 2) has not answered a COPYIN of its write"));
    happen(m_peer.toServer(12'000'000, [](auto &w) { w.copyInReply(1, wire::Bytes(10)); }));
    tick(13'000'000);
    ASSERT_TRUE(only(RemarkRule::BlockedCall)) << "now it is the kernel's turn";
}

TEST_F(TheRules, RemarkWhenNoWorkerIsFree)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kRead, {3, 0x2000, 100}),
           m_peer.call(20, 2, kRead, {3, 0x2000, 100}));
    EXPECT_THAT(texts(), IsEmpty());
    happen(m_peer.call(30, 3, kRead, {3, 0x2000, 100}));
    EXPECT_THAT(texts(), ElementsAre("3 calls are under way at once: the server has no worker left"));
}

TEST_F(TheRules, RemarkOnSmallTransfersInARow)
{
    happen(m_peer.established(0, 2, "shell"));
    for (std::uint64_t i = 0; i < 4; ++i)
        transfer(100 + 10 * static_cast<std::int64_t>(i), i, 1);
    EXPECT_THAT(texts(), IsEmpty());
    for (std::uint64_t i = 4; i < 7; ++i)
        transfer(100 + 10 * static_cast<std::int64_t>(i), i, 1);
    EXPECT_THAT(texts(), ElementsAre("shell (pid 2) called read on descriptor 3 7 times in a row with 64 "
                                     "bytes at most each"));
    transfer(300, 20, 4096);
    transfer(320, 21, 1);
    EXPECT_EQ(m_remarks.all().size(), 1U) << "a large one ends the run";
}

TEST_F(TheRules, RemarkOnACallInManyPieces)
{
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kWritev, {3, 0x2000, 4}));
    for (std::uint64_t i = 0; i < 5; ++i)
        happen(m_peer.fromServer(20,
                                 [&](auto &w) {
                                     w.copyIn(i, {8, 0x3000});
                                 }),
               m_peer.toServer(25, [&](auto &w) { w.copyInReply(i, wire::Bytes(8)); }));
    happen(m_peer.answer(40, 1, 40));
    EXPECT_THAT(texts(), ElementsAre("writev of shell (pid 2) gave 40 bytes in 5 pieces, a round trip each"));
}

TEST_F(TheRules, RemarkOnRootOverTheNetwork)
{
    happen(m_peer.turn(0, TurnKind::Connecting, "tcp://127.0.0.1:7000/"),
           m_peer.turn(0, TurnKind::Connecting, "unix:///run/rump"),
           m_peer.turn(0, TurnKind::Connecting, "odd"));
    EXPECT_THAT(texts(), IsEmpty());
    happen(m_peer.turn(0, TurnKind::Connecting, "tcp://10.0.0.7:7000/"),
           m_peer.turn(1, TurnKind::Connecting, "tcp://10.0.0.7:7000/"));
    EXPECT_THAT(texts(), ElementsAre("whoever reaches tcp://10.0.0.7:7000/ is root in that kernel"));
}

TEST_F(TheRules, RemarkOnWhatThePeerDidWrong)
{
    auto stray = m_peer.turn(30, TurnKind::StrayAnswer);
    stray.number = 99;
    happen(m_peer.established(0, 2, "shell"), m_peer.call(10, 1, kGetpid),
           m_peer.turn(20, TurnKind::Violation, "the server asked for 8 bytes at 0x0"), stray);
    EXPECT_THAT(texts(), ElementsAre("the server asked for 8 bytes at 0x0",
                                     "1 answer came to no question, the latest to request 99"));
    for (const auto &[id, remark] : m_remarks.all())
        EXPECT_THAT(remark.evidence, ElementsAre(CallId{1}));
}

TEST_F(TheRules, RemarkOnAnswersLeftUnread)
{
    auto unread = m_peer.turn(20, TurnKind::Unread);
    unread.number = 131'072;
    happen(m_peer.established(1, 2, "lazy"), m_peer.call(10, 5, kRead, {3, 0x2000, 1 << 20}), unread);
    const trace::Remark *remark = only(RemarkRule::UnreadAnswers);
    ASSERT_TRUE(remark);
    EXPECT_EQ(remark->text, "lazy (pid 2) leaves its answers unread: 131072 bytes waited in the tap");
    EXPECT_THAT(remark->evidence, ElementsAre(CallId{1}));
    EXPECT_EQ(ruleFact(RemarkRule::UnreadAnswers).severity, trace::Severity::Error);
    unread.time = at(30);
    unread.number = 262'144;
    happen(unread);
    EXPECT_THAT(only(RemarkRule::UnreadAnswers)->text, HasSubstr("262144 bytes"));
    EXPECT_EQ(only(RemarkRule::UnreadAnswers)->count, 2U);
}

TEST_F(TheRules, LeaveOurOwnQuestionsOut)
{
    auto own = m_peer.call(10, 1, kOpen, {0x1000});
    own.housekeeping = true;
    happen(m_peer.established(0, 2, "rumpscope"), own);
    tick(60'000'000);
    EXPECT_THAT(texts(), IsEmpty());
}

TEST_F(TheRules, KeepTheirRemarksBounded)
{
    trace::Remarks few({.remarks = 2, .evidence = 3});
    m_store.begin();
    for (std::uint32_t number = 3; number < 8; ++number)
        m_store.add(m_peer.call(10, number, number));
    for (std::uint64_t i = 0; i < 10; ++i)
        m_store.add(m_peer.call(10, 100 + i, kRead));
    few.update(m_store, m_store.commit());
    EXPECT_EQ(few.all().size(), 2U);
    EXPECT_GT(few.notKept(), 0U);
    EXPECT_EQ(few.all().begin()->second.evidence.size(), 3U);
    EXPECT_EQ(few.all().begin()->second.count, 11U);
    few.clear();
    EXPECT_TRUE(few.all().empty());
}

TEST(TheRuleTable, NamesEachRuleOnce)
{
    std::set<std::string_view> keys;
    for (const trace::RuleFact &fact : trace::remarkRules()) {
        EXPECT_TRUE(keys.insert(fact.key).second) << fact.key;
        EXPECT_EQ(&trace::ruleFact(fact.rule), &fact);
        EXPECT_FALSE(fact.advice.empty());
    }
}

} // namespace
} // namespace rumpscope::test
