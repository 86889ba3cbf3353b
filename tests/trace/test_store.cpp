// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rumpscope::trace {
namespace {

using test::at;
using test::cookie;
using test::Peer;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::FrameWriter;
using Kind = CallRecord::Kind;
using Outcome = CallRecord::Outcome;
using Turn = ConnectionEvent::Kind;

constexpr std::uint32_t kRead = 3;
constexpr std::uint32_t kWrite = 4;
constexpr std::uint32_t kGetpid = 20;

template<class... Events>
Store::Change addAll(Store &store, Events &&...events)
{
    store.begin();
    (store.add(std::forward<Events>(events)), ...);
    return store.commit();
}

TEST(Store, PutsACallTogether)
{
    Store store;
    const Peer peer;
    const auto change = addAll(store, peer.call(100, 7, kRead, {3, 0x1000, 5}), peer.answer(350, 7, 5));
    ASSERT_EQ(store.size(), 1U);
    EXPECT_EQ(change.appended, 1U);
    EXPECT_THAT(change.changed, IsEmpty());
    const CallRecord &record = store.at(0);
    EXPECT_EQ(record.kind, Kind::Syscall);
    EXPECT_EQ(record.outcome, Outcome::Answered);
    EXPECT_EQ(record.number, kRead);
    EXPECT_THAT(record.arguments(), ElementsAre(3, 0x1000, 5));
    EXPECT_EQ(record.retval[0], 5);
    EXPECT_EQ(record.latency(at(9999)), std::chrono::microseconds(250));
    EXPECT_EQ(record.roundTrips, 1U);
    EXPECT_EQ(record.frames.size(), 2U);
}

TEST(Store, TellsWhichOlderRecordsChanged)
{
    Store store;
    const Peer peer;
    (void)addAll(store, peer.call(1, 1, kRead), peer.call(2, 2, kRead));
    const auto change =
        addAll(store, peer.answer(3, 2), peer.call(4, 3, kGetpid), peer.answer(5, 3), peer.answer(6, 1));
    EXPECT_THAT(change.changed, ElementsAre(CallId{1}, CallId{2}));
    EXPECT_EQ(change.appended, 1U);
    EXPECT_EQ(store.at(0).latency(at(100)), std::chrono::microseconds(5));
}

TEST(Store, RunsUntilTheAnswerComes)
{
    Store store;
    (void)addAll(store, Peer{}.call(10, 1, kRead));
    EXPECT_EQ(store.at(0).outcome, Outcome::Running);
    EXPECT_EQ(store.at(0).latency(at(15)), std::chrono::microseconds(5));
}

TEST(Store, CountsCopiesOfTheOnlyRunningCall)
{
    Store store;
    const Peer peer;
    const wire::Bytes data(100);
    (void)addAll(store, peer.call(1, 5, kWrite, {3, 0x1000, 100}),
                 peer.fromServer(2,
                                 [](FrameWriter &w) {
                                     w.copyIn(0, {100, 0x1000});
                                 }),
                 peer.toServer(3, [&](FrameWriter &w) { w.copyInReply(0, data); }),
                 peer.fromServer(4, [&](FrameWriter &w) { w.copyOut(1, 0x2000, data); }),
                 peer.fromServer(5, [](FrameWriter &w) { w.anonMmap(2, 4096); }),
                 peer.toServer(6, [](FrameWriter &w) { w.anonMmapReply(2, 0x3000); }),
                 peer.answer(7, 5, 100));
    const CallRecord &record = store.at(0);
    EXPECT_EQ(record.roundTrips, 3U);
    EXPECT_EQ(record.bytesIn, 100U);
    EXPECT_EQ(record.bytesOut, 100U);
    EXPECT_EQ(record.frames.size(), 7U);
    EXPECT_EQ(store.framesApart(), 0U);
}

TEST(Store, TiesCopiesByTheSessionsWord)
{
    Store store;
    const Peer peer;
    auto copyIn = peer.fromServer(3, [](FrameWriter &w) { w.copyIn(0, {4, 0x1000}); });
    copyIn.servedReqno = 2;
    const wire::Bytes data(4);
    (void)addAll(store, peer.call(1, 1, kRead), peer.call(2, 2, kWrite), std::move(copyIn),
                 peer.toServer(4, [&](FrameWriter &w) { w.copyInReply(0, data); }),
                 peer.fromServer(5, [&](FrameWriter &w) { w.copyOut(1, 0x2000, data); }));
    EXPECT_EQ(store.at(0).frames.size(), 1U);
    EXPECT_EQ(store.at(1).frames.size(), 3U) << "a reply goes where its request went";
    EXPECT_EQ(store.at(1).bytesIn, 4U);
    EXPECT_EQ(store.framesApart(), 1U) << "two calls run and nobody says whose copy it is";
}

TEST(Store, KeepsTheFirstFramesAndTheAnswer)
{
    Store store({.framesPerCall = 3});
    const Peer peer;
    store.begin();
    store.add(peer.call(0, 1, kWrite));
    for (unsigned i = 0; i < 10; ++i) {
        store.add(peer.fromServer(i, [&](FrameWriter &w) { w.copyIn(i, {8, 0x1000}); }));
        store.add(peer.toServer(i, [&](FrameWriter &w) { w.copyInReply(i, wire::Bytes(8)); }));
    }
    store.add(peer.answer(100, 1));
    (void)store.commit();
    const CallRecord &record = store.at(0);
    EXPECT_EQ(record.frames.size(), 4U);
    EXPECT_EQ(record.frames.back().header.type, wire::FrameType::Syscall);
    EXPECT_EQ(record.framesLeftOut, 18U);
    EXPECT_EQ(record.roundTrips, 11U);
    EXPECT_EQ(record.bytesIn, 80U);
}

TEST(Store, SurvivesAnswersWithoutAQuestion)
{
    Store store;
    const Peer peer;
    (void)addAll(
        store, peer.answer(1, 9), peer.fromServer(2, [](FrameWriter &w) { w.preforkReply(3, cookie(1)); }),
        peer.toServer(3, [](FrameWriter &w) { w.copyInReply(4, {}); }),
        peer.fromServer(4,
                        [](FrameWriter &w) {
                            w.copyIn(5, {1, 2});
                        }),
        peer.call(5, 6, kGetpid), peer.fromServer(6, [](FrameWriter &w) { w.preforkReply(6, cookie(1)); }));
    ASSERT_EQ(store.size(), 1U);
    EXPECT_EQ(store.at(0).outcome, Outcome::Running) << "a cookie does not answer a getpid";
    EXPECT_EQ(store.framesApart(), 5U);
    EXPECT_EQ(store.framesSeen(), 6U);
}

TEST(Store, AnswersTwoRequestsOfOneNumberByAge)
{
    Store store;
    const Peer peer;
    (void)addAll(store, peer.call(1, 1, kRead), peer.call(2, 1, kWrite), peer.answer(3, 1, 11),
                 peer.answer(4, 1, 22));
    EXPECT_EQ(store.at(0).retval[0], 11);
    EXPECT_EQ(store.at(1).retval[0], 22);
    EXPECT_EQ(store.framesApart(), 0U);
}

TEST(Store, TakesAnErrorByItsNumberForARealServerAlwaysSaysHandshake)
{
    Store store;
    const Peer peer;
    (void)addAll(store, peer.toServer(1, [](FrameWriter &w) { w.prefork(1); }),
                 peer.fromServer(2, [](FrameWriter &w) {
                     w.error(1, wire::FrameType::Handshake, wire::ErrorCode::RforkFailed);
                 }));
    EXPECT_EQ(store.at(0).outcome, Outcome::Refused);
    EXPECT_EQ(store.at(0).error, 4);
}

TEST(Store, SaysLostOfAnAnswerThatCannotBeRead)
{
    Store store;
    const Peer peer;
    (void)addAll(store, peer.call(1, 1, kRead), peer.fromServer(2, [](FrameWriter &w) {
        w.append({0, 1, wire::FrameClass::Response, wire::FrameType::Syscall, 0}, wire::Bytes(3));
    }));
    EXPECT_EQ(store.at(0).outcome, Outcome::Lost);
    EXPECT_EQ(store.at(0).frames.size(), 2U);
}

TEST(Store, KnowsPidsAfterTheHandshakeForItsCallsToo)
{
    Store store;
    const Peer peer;
    auto own = peer.call(3, 2, kGetpid);
    own.housekeeping = true;
    (void)addAll(store, peer.toServer(1, [](FrameWriter &w) { w.guest(1, "sh"); }),
                 peer.fromServer(2, [](FrameWriter &w) { w.handshakeReply(1); }), std::move(own),
                 peer.answer(4, 2, 17));
    EXPECT_FALSE(store.at(0).pid);
    const auto change = addAll(store, peer.established(5, 17, "sh"), peer.call(6, 3, kRead));
    EXPECT_THAT(change.changed, ElementsAre(CallId{1}, CallId{2}));
    EXPECT_EQ(store.at(0).kind, Kind::Guest);
    EXPECT_EQ(store.at(0).text, "sh");
    EXPECT_EQ(store.at(0).pid, 17);
    EXPECT_EQ(store.at(2).pid, 17);
    EXPECT_TRUE(store.at(1).housekeeping);
    EXPECT_FALSE(store.at(2).housekeeping);
}

TEST(Store, NamesAnExecAfterAForkAsThePerson)
{
    Store store;
    const Peer parent{SessionId{1}};
    const Peer child{SessionId{2}};
    (void)addAll(store, parent.toServer(1, [](FrameWriter &w) { w.guest(1, "sh"); }),
                 parent.fromServer(2, [](FrameWriter &w) { w.handshakeReply(1); }),
                 parent.toServer(3, [](FrameWriter &w) { w.prefork(2); }),
                 parent.fromServer(4, [](FrameWriter &w) { w.preforkReply(2, cookie(7)); }),
                 child.toServer(5,
                                [](FrameWriter &w) {
                                    w.fork(1, {cookie(7), 0});
                                }),
                 child.fromServer(6, [](FrameWriter &w) { w.handshakeReply(1); }),
                 child.established(7, 4, "rumpscope"),
                 child.toServer(8, [](FrameWriter &w) { w.exec(2, "ls"); }),
                 child.fromServer(9, [](FrameWriter &w) { w.handshakeReply(2); }),
                 child.toServer(10, [](FrameWriter &w) { w.exec(3, "cat"); }));
    ASSERT_EQ(store.size(), 5U);
    EXPECT_EQ(store.at(1).kind, Kind::Prefork);
    EXPECT_EQ(store.at(1).cookie, cookie(7));
    EXPECT_EQ(store.at(2).kind, Kind::Fork);
    EXPECT_EQ(store.at(2).cookie, cookie(7));
    EXPECT_EQ(store.at(3).text, "ls");
    EXPECT_EQ(store.at(3).before, "sh");
    EXPECT_EQ(store.at(4).before, "ls");
}

TEST(Store, EndsRunningCallsWithTheConnection)
{
    Store store;
    const Peer first;
    const Peer second{SessionId{1}, Generation{2}};
    (void)addAll(store, first.call(1, 1, kRead), first.call(2, 2, kGetpid), first.answer(3, 2));
    const auto change = addAll(store, first.turn(50, Turn::Lost), second.call(60, 1, kRead));
    EXPECT_THAT(change.changed, ElementsAre(CallId{1}));
    EXPECT_EQ(store.at(0).outcome, Outcome::Lost);
    EXPECT_EQ(store.at(0).ended, at(50));
    EXPECT_EQ(store.at(1).outcome, Outcome::Answered);
    EXPECT_EQ(store.at(2).outcome, Outcome::Running);
    (void)addAll(store, first.call(70, 9, kRead), first.answer(71, 1), second.turn(80, Turn::Closed));
    EXPECT_EQ(store.at(3).outcome, Outcome::Lost) << "written while the connection went";
    EXPECT_EQ(store.at(2).outcome, Outcome::Cancelled);
    EXPECT_EQ(store.connectionEvents().size(), 2U);
}

TEST(Store, EndsAFailedHandshakeWithItsAttempt)
{
    Store store;
    const Peer peer{SessionId{1}, Generation{2}};
    auto failed = peer.turn(5, Turn::AttemptFailed);
    failed.generation = Generation{0};
    (void)addAll(store, peer.toServer(1, [](FrameWriter &w) { w.guest(1, "sh"); }), std::move(failed),
                 peer.toServer(6, [](FrameWriter &w) { w.guest(1, "sh"); }));
    EXPECT_EQ(store.at(0).outcome, Outcome::Lost);
    EXPECT_EQ(store.at(1).outcome, Outcome::Running) << "the next attempt has the same number";
}

TEST(Store, TakesTheEndForTheAnswerOfACancel)
{
    Store store;
    const Peer peer;
    (void)addAll(store,
                 peer.toServer(1,
                               [](FrameWriter &w) {
                                   w.fork(1, {cookie(3), 1});
                               }),
                 peer.turn(2, Turn::Lost));
    EXPECT_EQ(store.at(0).outcome, Outcome::Cancelled);
}

TEST(Store, ShowsSignalsAndWhatItDoesNotKnow)
{
    Store store;
    const Peer peer;
    (void)addAll(store, peer.fromServer(1, [](FrameWriter &w) { w.raise(99, 13); }),
                 peer.toServer(2, [](FrameWriter &w) {
                     w.append({0, 1, wire::FrameClass::Request, static_cast<wire::FrameType>(77), 5}, {});
                 }));
    EXPECT_EQ(store.at(0).kind, Kind::Raise);
    EXPECT_EQ(store.at(0).number, 13U);
    EXPECT_EQ(store.at(0).outcome, Outcome::Answered);
    EXPECT_EQ(store.at(0).roundTrips, 0U);
    EXPECT_EQ(store.at(1).kind, Kind::Unknown);
}

} // namespace
} // namespace rumpscope::trace
