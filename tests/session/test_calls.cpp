// SPDX-License-Identifier: BSD-2-Clause
// Calls from one and many threads, prefork and exec.
#include "clientcore/session/session.h"
#include "tests/support/server/collector.h"
#include "tests/support/server/scripted_server.h"

#include <gmock/gmock.h>

#include <future>

using namespace rumpscope;
using namespace rumpscope::session;
using test::Collector;
using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;
using ErrorKind = event::ClientError::Kind;
using NoteKind = event::ConnectionEvent::Kind;

namespace {

std::unique_ptr<Session> connect(const ScriptedServer &server, Collector *collector = nullptr)
{
    SessionOptions options;
    options.observer = collector;
    auto session = Session::guest(server.url(), std::move(options));
    EXPECT_TRUE(session) << session.error().sentence();
    return session ? std::move(*session) : nullptr;
}

} // namespace

TEST(Calls, AnswersComeBackWithBothValues)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto call = peer.call(90);
        const auto arguments = wire::decodeSyscallArguments(call.view()).value();
        if (arguments != std::vector<std::uint64_t>{7, 8})
            throw std::runtime_error("arguments are not 7 and 8");
        peer.answer(call, 0, 11, 22);
        peer.answer(peer.call(6), 9);
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    const std::array<std::uint64_t, 2> arguments{7, 8};
    const auto good = session->syscall({.number = 90, .arguments = arguments});
    ASSERT_TRUE(good);
    EXPECT_EQ(good->error, 0);
    EXPECT_EQ(good->retval[0], 11);
    EXPECT_EQ(good->retval[1], 22);
    EXPECT_EQ(good->generation, event::Generation{1});
    EXPECT_EQ(good->roundTrips, 1U);
    EXPECT_LE(good->sent, good->answered);
    const auto bad = session->syscall({.number = 6, .arguments = std::span(arguments).first(1)});
    ASSERT_TRUE(bad) << "a kernel's errno is not a client error";
    EXPECT_EQ(bad->error, 9);
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_THAT(collector.frames(), testing::EndsWith("(←SYSCALL) →SYSCALL ←SYSCALL →SYSCALL ←SYSCALL"));
}

TEST(Calls, ManyThreadsAndAnswersBackwards)
{
    constexpr int kThreads = 16;
    constexpr int kRounds = 50;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        for (int round = 0; round < kRounds; ++round) {
            std::vector<Peer::Frame> calls;
            for (int i = 0; i < kThreads; ++i)
                calls.push_back(peer.request(wire::FrameType::Syscall));
            for (auto call = calls.rbegin(); call != calls.rend(); ++call)
                peer.answer(*call, 0, static_cast<std::int64_t>(call->header.word) * 10);
        }
        peer.expectEnd();
    });
    auto session = connect(server);
    ASSERT_TRUE(session);
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < kRounds; ++round) {
                const auto result = session->syscall({.number = static_cast<std::uint32_t>(100 + i)});
                if (!result || result->retval[0] != (100 + i) * 10)
                    ++wrong;
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, ABlockedCallDoesNotHoldUpOthers)
{
    constexpr int kOthers = 100;
    std::promise<void> blocked;
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto read = peer.call(3);
        blocked.set_value();
        for (int i = 0; i < kOthers; ++i)
            peer.answer(peer.call(20), 0, i);
        peer.answer(read, 0, 5);
        peer.expectEnd();
    });
    auto session = connect(server);
    ASSERT_TRUE(session);
    auto read = std::async(std::launch::async, [&] { return session->syscall({.number = 3}); });
    blocked.get_future().wait();
    for (int i = 0; i < kOthers; ++i) {
        const auto other = session->syscall({.number = 20});
        ASSERT_TRUE(other);
        EXPECT_EQ(other->retval[0], i);
    }
    EXPECT_EQ(read.get()->retval[0], 5);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, CloseEndsABlockedCall)
{
    std::promise<void> blocked;
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        (void)peer.call(3);
        blocked.set_value();
        peer.expectEnd();
    });
    auto session = connect(server);
    ASSERT_TRUE(session);
    auto result = std::async(std::launch::async, [&] { return session->syscall({.number = 3}); });
    blocked.get_future().wait();
    session->close();
    const auto ended = result.get();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::Stopped);
    const auto later = session->syscall({.number = 20});
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().kind, ErrorKind::Stopped);
    EXPECT_EQ(session->state(), Session::State::Closed);
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, PreforkHandsOutTheCookie)
{
    Collector collector;
    wire::Cookie cookie{};
    cookie.fill(std::byte{0xab});
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto prefork = peer.request(wire::FrameType::Prefork);
        peer.send([&](auto &writer) { writer.preforkReply(prefork.header.reqno, cookie); });
        const auto second = peer.request(wire::FrameType::Prefork);
        peer.send([&](auto &writer) {
            // As the real one does: an ERROR always says HANDSHAKE.
            writer.error(second.header.reqno, wire::FrameType::Handshake, wire::ErrorCode::RforkFailed);
        });
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->prefork().value(), cookie);
    ASSERT_EQ(collector.notes(NoteKind::Prepared).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::Prepared)[0].cookie, cookie);
    const auto refused = session->prefork();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, ExecKeepsTheConnectionAndChangesTheName)
{
    Collector collector;
    std::promise<void> blocked;
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto read = peer.call(3);
        blocked.set_value();
        const auto exec = peer.request(wire::FrameType::Handshake);
        if (exec.header.word != 3 || wire::decodeCommandName(exec.view()).value() != "newname")
            throw std::runtime_error("not an EXEC of newname");
        peer.answer(read, 4); // EINTR: running calls are drained before the answer
        peer.send([&](auto &writer) { writer.handshakeReply(exec.header.reqno); });
        peer.answer(peer.call(20), 0, 2);
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    auto read = std::async(std::launch::async, [&] { return session->syscall({.number = 3}); });
    blocked.get_future().wait();
    ASSERT_TRUE(session->exec("newname"));
    EXPECT_EQ(read.get()->error, 4);
    EXPECT_EQ(session->commandName(), "newname");
    EXPECT_EQ(session->generation(), event::Generation{1});
    EXPECT_TRUE(session->syscall({.number = 20}));
    ASSERT_EQ(collector.notes(NoteKind::Execed).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::Execed)[0].text, "newname");
    const auto empty = session->exec("");
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().kind, ErrorKind::Refused);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, AnAnswerToNoQuestionIsToldAndIgnored)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto call = peer.call(20);
        peer.send([&](auto &writer) { writer.syscallReply(987654, {}); });
        peer.answer(call, 0, 2);
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->syscall({.number = 20}));
    ASSERT_EQ(collector.notes(NoteKind::StrayAnswer).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::StrayAnswer)[0].number, 987654);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, AnUnknownTypeEndsTheConnectionNotTheProgram)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        (void)peer.call(20);
        peer.send([](auto &writer) {
            writer.append({0, 1, wire::FrameClass::Request, static_cast<wire::FrameType>(99), 0}, {});
        });
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    const auto result = session->syscall({.number = 20});
    ASSERT_FALSE(result);
    EXPECT_TRUE(collector.await(NoteKind::Lost));
    EXPECT_THAT(collector.notes(NoteKind::Lost)[0].error->sentence(), HasSubstr("type 99"));
    EXPECT_EQ(server.finish(), "");
}

TEST(Calls, ACloseInMidFrameSaysSo)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        (void)peer.call(20);
        peer.text(std::string(10, '\x18'));
        peer.close();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    const auto result = session->syscall({.number = 20});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::AnswerLost);
    ASSERT_TRUE(collector.await(NoteKind::Lost));
    EXPECT_THAT(collector.notes(NoteKind::Lost)[0].error->sentence(), HasSubstr("middle of a frame"));
    EXPECT_EQ(server.finish(), "");
}
