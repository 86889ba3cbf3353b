// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/ring/recorder.h"
#include "tests/support/trace/events.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>

namespace rumpscope::trace {
namespace {

using test::noteOf;
using test::Peer;

std::vector<Event> drained(Recorder &recorder)
{
    std::vector<Event> events;
    const std::size_t count = recorder.drain([&](Event &&event) { events.push_back(std::move(event)); });
    EXPECT_EQ(count, events.size());
    return events;
}

TEST(Recorder, HandsOverWhatItGotInOrder)
{
    Recorder recorder;
    const Peer peer{SessionId{4}, Generation{2}};
    auto call = peer.call(1, 7, 3, {1, 2, 3});
    call.servedReqno = 12;
    call.housekeeping = true;
    call.thread = 9;
    recorder.connection(peer.turn(0, ConnectionEvent::Kind::Connecting, "unix://x"));
    recorder.frame(noteOf(call));
    recorder.connection(peer.turn(2, ConnectionEvent::Kind::Lost));
    recorder.frame(noteOf(peer.answer(3, 7, 5)));
    const auto events = drained(recorder);
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(std::get<ConnectionEvent>(events[0]).text, "unix://x");
    const auto &frame = std::get<FrameRecord>(events[1]);
    EXPECT_EQ(frame.time, call.time);
    EXPECT_EQ(frame.session, call.session);
    EXPECT_EQ(frame.generation, call.generation);
    EXPECT_EQ(frame.direction, Direction::ToServer);
    EXPECT_EQ(frame.thread, 9U);
    EXPECT_EQ(frame.servedReqno, 12U);
    EXPECT_TRUE(frame.housekeeping);
    EXPECT_EQ(frame.header, call.header);
    EXPECT_EQ(frame.payload, call.payload);
    EXPECT_EQ(std::get<ConnectionEvent>(events[2]).kind, ConnectionEvent::Kind::Lost);
    EXPECT_EQ(std::get<FrameRecord>(events[3]).servedReqno, std::nullopt);
    EXPECT_EQ(std::get<FrameRecord>(events[3]).direction, Direction::FromServer);
    EXPECT_TRUE(drained(recorder).empty());
    EXPECT_EQ(recorder.lost(), 0U);
}

TEST(Recorder, KeepsAPrefixOfALongPayload)
{
    Recorder recorder({.bytes = 1U << 20, .snapLength = 100});
    recorder.frame(noteOf(Peer{}.call(1, 1, 3, std::vector<std::uint64_t>(1000, 5))));
    const auto events = drained(recorder);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<FrameRecord>(events[0]).payload.size(), 100U);
    EXPECT_EQ(std::get<FrameRecord>(events[0]).header.payloadLength(), 8000U);
}

TEST(Recorder, CountsWhatDoesNotFitAndGoesOnAfterTheDrain)
{
    Recorder recorder({.bytes = 16U << 10, .snapLength = 64});
    const auto call = Peer{}.call(1, 1, 3, std::vector<std::uint64_t>(8));
    constexpr std::size_t kCalls = 1000;
    for (std::size_t i = 0; i < kCalls; ++i)
        recorder.frame(noteOf(call));
    EXPECT_GT(recorder.lost(), 0U);
    recorder.connection(Peer{}.turn(2, ConnectionEvent::Kind::Lost)); // frames leave room for what matters
    const auto events = drained(recorder);
    EXPECT_GT(events.size(), 50U);
    EXPECT_EQ(events.size() + recorder.lost(), kCalls + 1);
    EXPECT_TRUE(std::holds_alternative<ConnectionEvent>(events.back()));
    const auto lost = recorder.lost();
    recorder.frame(noteOf(call));
    EXPECT_EQ(drained(recorder).size(), 1U);
    EXPECT_EQ(recorder.lost(), lost);
}

TEST(Recorder, BoundsConnectionEventsToo)
{
    Recorder recorder({.bytes = 64U << 10});
    constexpr std::size_t kTurns = 20'000;
    for (std::size_t i = 0; i < kTurns; ++i)
        recorder.connection(Peer{}.turn(1, ConnectionEvent::Kind::RetryPlanned));
    EXPECT_GT(recorder.lost(), 0U);
    EXPECT_EQ(drained(recorder).size() + recorder.lost(), kTurns);
}

TEST(Recorder, KeepsItsPlaceWhenATakerThrows)
{
    Recorder recorder;
    for (std::uint64_t i = 1; i <= 3; ++i)
        recorder.frame(noteOf(Peer{}.call(1, i, 3)));
    EXPECT_THROW(recorder.drain([](Event &&) { throw std::runtime_error("no room"); }), std::runtime_error);
    const auto rest = drained(recorder);
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(std::get<FrameRecord>(rest[0]).header.reqno, 2U);
}

TEST(Recorder, LendsFramesWhereTheyLie)
{
    Recorder recorder({.snapLength = 64});
    recorder.frame(noteOf(Peer{}.call(1, 7, 3, std::vector<std::uint64_t>(20, 5))));
    recorder.connection(Peer{}.turn(1, ConnectionEvent::Kind::Lost));
    std::vector<std::string> seen;
    EXPECT_EQ(recorder.drain(
                  [&](const event::FrameEvent &note) {
                      seen.push_back("frame " + std::to_string(note.frame.header.reqno));
                      EXPECT_EQ(note.frame.header.payloadLength(), 160U);
                      EXPECT_EQ(note.frame.payload.size(), 64U) << "as much as is kept";
                      EXPECT_EQ(note.frame.payload[0], std::byte{5});
                  },
                  [&](ConnectionEvent &&turn) {
                      seen.emplace_back(turn.kind == ConnectionEvent::Kind::Lost ? "lost" : "another");
                  }),
              2U);
    EXPECT_EQ(seen, (std::vector<std::string>{"frame 7", "lost"}));
}

TEST(Recorder, GoesRoundItsMemoryWithRecordsOfAllSizes)
{
    Recorder recorder({.bytes = 16U << 10, .snapLength = 1000});
    std::mt19937 random(3);
    std::uniform_int_distribution<std::size_t> slots(0, 120);
    std::uint64_t next = 0;
    std::uint64_t seen = 0;
    for (int round = 0; round < 3000; ++round) {
        // One is always left in the ring when the drain begins to read, so that it never starts anew for
        // nothing.
        const std::size_t frames = 1 + slots(random) % 12;
        for (std::size_t i = 0; i < frames; ++i, ++next)
            recorder.frame(
                noteOf(Peer{}.call(1, next, 3, std::vector<std::uint64_t>(slots(random), next + 1))));
        bool more = true;
        recorder.drain([&](Event &&event) {
            const auto &frame = std::get<FrameRecord>(event);
            ASSERT_EQ(frame.header.reqno, seen++);
            for (std::size_t i = 0; i + 8 <= frame.payload.size(); i += 8)
                ASSERT_EQ(frame.payload[i], static_cast<std::byte>(seen));
            if (more)
                recorder.frame(noteOf(Peer{}.call(1, next, 3, {next + 1})));
            next += more ? 1 : 0;
            more = false;
        });
        ASSERT_EQ(recorder.lost(), 0U);
    }
    EXPECT_LE(next - seen, 1U);
}

TEST(Recorder, TakesFromTwoThreadsWhileAThirdDrains)
{
    Recorder recorder({.bytes = 256U << 10});
    constexpr std::uint64_t kEach = 50'000;
    const auto record = [&](std::uint32_t session) {
        const Peer peer{SessionId{session}};
        FrameRecord call = peer.call(1, 0, 20, {session});
        for (std::uint64_t i = 0; i < kEach; ++i) {
            call.header.reqno = i;
            recorder.frame(noteOf(call));
            if (i % 100 == 0) {
                auto turn =
                    peer.turn(1, ConnectionEvent::Kind::Signal, "a text that is too long for the short kind");
                turn.number = static_cast<std::int64_t>(i);
                recorder.connection(turn);
            }
        }
    };
    std::uint64_t taken = 0;
    std::map<SessionId, std::int64_t> last;
    const auto take = [&](Event &&event) {
        ++taken;
        const auto *frame = std::get_if<FrameRecord>(&event);
        const auto session = frame ? frame->session : std::get<ConnectionEvent>(event).session;
        const auto number =
            frame ? static_cast<std::int64_t>(frame->header.reqno) : std::get<ConnectionEvent>(event).number;
        const auto [place, first] = last.try_emplace(session, number);
        ASSERT_TRUE(first || place->second + (frame ? 1 : 0) <= number) << "out of order";
        place->second = number;
    };
    std::atomic<int> writing{2};
    std::thread one([&] { record(1), --writing; });
    std::thread two([&] { record(2), --writing; });
    while (writing > 0)
        recorder.drain(take);
    one.join();
    two.join();
    recorder.drain(take);
    EXPECT_EQ(taken + recorder.lost(), 2 * (kEach + kEach / 100));
    EXPECT_GT(taken, 0U);
}

} // namespace
} // namespace rumpscope::trace
