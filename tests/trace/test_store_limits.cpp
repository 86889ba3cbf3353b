// SPDX-License-Identifier: BSD-2-Clause
// The history is bounded, whatever comes.
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace rumpscope::trace {
namespace {

using test::Peer;
using testing::ElementsAre;
using testing::IsEmpty;
using Outcome = CallRecord::Outcome;
using Turn = ConnectionEvent::Kind;

void addPair(Store &store, const Peer &peer, std::uint64_t reqno)
{
    const auto time = static_cast<std::int64_t>(10 * reqno);
    store.add(peer.call(time, reqno, 20));
    store.add(peer.answer(time + 1, reqno));
}

TEST(StoreLimits, LetsTheOldestCallsGo)
{
    Store store({.calls = 3});
    store.begin();
    for (std::uint64_t i = 1; i <= 2; ++i)
        addPair(store, Peer{}, i);
    (void)store.commit();
    for (std::uint64_t i = 3; i <= 4; ++i)
        addPair(store, Peer{}, i);
    const auto change = store.commit();
    EXPECT_EQ(change.evicted, 1U);
    EXPECT_EQ(change.appended, 2U);
    EXPECT_EQ(store.size(), 3U);
    EXPECT_EQ(store.callsSeen(), 4U);
    EXPECT_EQ(store.callsEvicted(), 1U);
    EXPECT_EQ(store.indexOf(CallId{1}), std::nullopt);
    EXPECT_EQ(store.indexOf(CallId{2}), 0U);
    EXPECT_EQ(store.indexOf(CallId{4}), 2U);
    EXPECT_EQ(store.indexOf(CallId{5}), std::nullopt);
}

TEST(StoreLimits, SaysNothingOfWhatCameAndWentInOneBatch)
{
    Store store({.calls = 3});
    addPair(store, Peer{}, 1);
    (void)store.commit();
    for (std::uint64_t i = 2; i <= 11; ++i)
        addPair(store, Peer{}, i);
    const auto change = store.commit();
    EXPECT_EQ(change.evicted, 1U);
    EXPECT_EQ(change.appended, 3U);
    EXPECT_THAT(change.changed, IsEmpty());
}

TEST(StoreLimits, LetsRunningCallsGoTooAndIgnoresTheirAnswers)
{
    Store store({.calls = 2});
    const Peer peer;
    store.add(peer.call(1, 1, 3));
    store.add(peer.call(2, 1, 3));
    store.add(peer.call(3, 2, 3));
    EXPECT_EQ(store.callsEvicted(), 1U);
    store.add(peer.answer(4, 1, 55));
    EXPECT_EQ(store.at(0).retval[0], 55) << "the twin is next in line once the older one has gone";
    store.add(peer.answer(5, 1, 66));
    EXPECT_EQ(store.framesApart(), 1U);
    EXPECT_EQ(store.at(0).retval[0], 55);
}

TEST(StoreLimits, CountsBytesAndKeepsBelowTheLimit)
{
    Store store({.bytes = 20'000});
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        store.add(Peer{}.call(1, i, 20, std::vector<std::uint64_t>(100)));
        EXPECT_LE(store.bytes(), 20'000U);
    }
    EXPECT_GT(store.size(), 1U);
    EXPECT_LT(store.size(), 25U);
}

TEST(StoreLimits, CountsTheNameThatEveryCallOfAProcessHolds)
{
    Store store({.bytes = 100'000});
    store.add(Peer{}.toServer(0, [](wire::FrameWriter &w) { w.guest(0, std::string(4000, 'x')); }));
    for (std::uint64_t i = 1; i <= 100; ++i)
        addPair(store, Peer{}, i);
    EXPECT_LT(store.size(), 25U);
    EXPECT_LE(store.bytes(), 100'000U);
    store.clear();
    EXPECT_EQ(store.bytes(), 0U);
}

TEST(StoreLimits, BoundsConnectionEvents)
{
    Store store({.connectionEvents = 5});
    for (int i = 0; i < 8; ++i)
        store.add(Peer{}.turn(i, Turn::RetryPlanned));
    EXPECT_EQ(store.commit().connectionEvents, 5U);
    EXPECT_EQ(store.connectionEvents().size(), 5U);
    EXPECT_EQ(store.connectionEventsEvicted(), 3U);
}

TEST(StoreLimits, ClearKeepsRunningCalls)
{
    Store store({.calls = 4});
    const Peer peer;
    store.add(peer.call(1, 1, 3));
    addPair(store, peer, 2);
    store.add(peer.call(3, 3, 3));
    (void)store.commit();
    store.clear();
    ASSERT_EQ(store.size(), 2U);
    EXPECT_EQ(store.indexOf(CallId{1}), 0U);
    EXPECT_EQ(store.indexOf(CallId{2}), std::nullopt);
    EXPECT_EQ(store.indexOf(CallId{3}), 1U);
    addPair(store, peer, 4);
    store.add(peer.answer(9, 3, 77));
    EXPECT_EQ(store.indexOf(CallId{4}), 2U);
    EXPECT_THAT(store.commit().changed, ElementsAre(CallId{3}));
    EXPECT_EQ(store.at(1).retval[0], 77);
    for (std::uint64_t i = 5; i <= 8; ++i)
        addPair(store, peer, i);
    EXPECT_EQ(store.indexOf(CallId{4}), std::nullopt);
    EXPECT_EQ(store.indexOf(CallId{5}), 0U);
    EXPECT_EQ(store.indexOf(CallId{8}), 3U);
    store.clear();
    EXPECT_EQ(store.size(), 0U);
    EXPECT_EQ(store.bytes(), 0U);
}

/// Whatever a peer may send, in whatever order, and every turn a session may tell.
TEST(StoreLimits, SurvivesAnything)
{
    std::mt19937 random(20261124);
    const auto upTo = [&](unsigned most) { return std::uniform_int_distribution<unsigned>(0, most)(random); };
    Store store({.calls = 50, .bytes = 100'000, .connectionEvents = 20, .framesPerCall = 4});
    std::size_t rows = 0;
    store.begin();
    for (int i = 0; i < 200'000; ++i) {
        const Peer peer{SessionId{upTo(3)}, Generation{upTo(3)}};
        if (upTo(20) == 0) {
            auto turn = peer.turn(i, static_cast<Turn>(upTo(18)), upTo(1) == 0 ? "" : "name");
            if (upTo(1) == 0)
                turn.pid = static_cast<std::int32_t>(upTo(5));
            if (upTo(1) == 0)
                turn.cookie = test::cookie(static_cast<unsigned char>(upTo(3)));
            // Once ended a session says no more; here they must go on for the frames to mean something.
            const bool last =
                turn.kind == Turn::Closed || turn.kind == Turn::Died || turn.kind == Turn::Cancelled;
            if (!last || upTo(500) == 0)
                store.add(std::move(turn));
        } else {
            FrameRecord frame = peer.call(i, upTo(5), upTo(4), std::vector<std::uint64_t>(upTo(3)));
            frame.direction = static_cast<Direction>(upTo(1));
            frame.header.frameClass = static_cast<wire::FrameClass>(upTo(3));
            frame.header.type = static_cast<wire::FrameType>(upTo(9));
            frame.header.length = upTo(3) == 0 ? wire::kHeaderSize + upTo(100) : frame.header.length;
            if (upTo(2) == 0)
                frame.servedReqno = upTo(5);
            store.add(std::move(frame));
        }
        if (upTo(100) == 0) {
            const auto change = store.commit();
            ASSERT_LE(change.evicted, rows);
            rows = rows - change.evicted + change.appended;
            ASSERT_EQ(rows, store.size());
            for (const CallId id : change.changed)
                ASSERT_TRUE(store.indexOf(id));
            if (upTo(50) == 0) {
                store.clear();
                rows = store.size();
            }
        }
        ASSERT_LE(store.size(), 50U);
        ASSERT_LE(store.connectionEvents().size(), 20U);
    }
    std::size_t running = 0;
    for (std::size_t i = 0; i < store.size(); ++i) {
        ASSERT_EQ(store.indexOf(store.at(i).id), i);
        running += store.at(i).outcome == Outcome::Running ? 1 : 0;
    }
    for (unsigned session = 0; session <= 3; ++session)
        store.add(Peer{SessionId{session}}.turn(0, Turn::Closed));
    for (std::size_t i = 0; i < store.size(); ++i)
        EXPECT_NE(store.at(i).outcome, Outcome::Running);
    EXPECT_LE(running, store.size());
}

} // namespace
} // namespace rumpscope::trace
