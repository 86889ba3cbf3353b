// SPDX-License-Identifier: BSD-2-Clause
// The server's own requests while calls run and between them: served from lent memory only.
#include "clientcore/session/session.h"
#include "tests/support/server/collector.h"
#include "tests/support/server/scripted_server.h"

#include <gmock/gmock.h>

using namespace rumpscope;
using namespace rumpscope::session;
using test::Collector;
using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;
using ErrorKind = event::ClientError::Kind;
using NoteKind = event::ConnectionEvent::Kind;

namespace {

std::unique_ptr<Session> connect(const ScriptedServer &server, Collector *collector = nullptr,
                                 retry::Policy retry = {})
{
    SessionOptions options;
    options.observer = collector;
    options.retry = retry;
    auto session = Session::guest(server.url(), std::move(options));
    EXPECT_TRUE(session) << session.error().sentence();
    return session ? std::move(*session) : nullptr;
}

std::vector<std::uint64_t> argumentsOf(const wire::Frame &call)
{
    return wire::decodeSyscallArguments(call.view()).value();
}

std::string textOf(const wire::Bytes &bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

} // namespace

TEST(Copies, AWriteIsCopiedInAPathIsCopiedInAsAString)
{
    Collector collector;
    std::string path;
    std::string data;
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto call = peer.call(5);
        const auto arguments = argumentsOf(call);
        peer.send([&](auto &writer) { writer.copyInStr(0, {1024, arguments[0]}); });
        path = textOf(peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn).payload);
        peer.send([&](auto &writer) { writer.copyIn(1, {4, arguments[1] + 1}); });
        data = textOf(peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn).payload);
        peer.answer(call, 0, 3);
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    memory::CallMemory memory(session->memory());
    const std::array<std::uint64_t, 2> arguments{memory.string("/tmp/x"), memory.in(bytesOf("abcdef"))};
    const auto result = session->syscall({.number = 5, .arguments = arguments, .memory = &memory});
    ASSERT_TRUE(result) << result.error().sentence();
    EXPECT_EQ(result->roundTrips, 3U);
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(path, std::string("/tmp/x\0", 7));
    EXPECT_EQ(data, "bcde");
    EXPECT_THAT(collector.frames(),
                testing::EndsWith("→SYSCALL ←COPYINSTR →COPYIN ←COPYIN →COPYIN ←SYSCALL"));
}

TEST(Copies, AReadIsCopiedOutInPieces)
{
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto call = peer.call(3);
        const auto room = argumentsOf(call)[1];
        peer.send([&](auto &writer) {
            writer.copyOut(0, room, bytesOf("hello "));
            writer.copyOut(1, room + 6, bytesOf("world"));
            writer.syscallReply(call.header.reqno, {0, 0, {11, 0}});
        });
        peer.expectEnd();
    });
    auto session = connect(server);
    ASSERT_TRUE(session);
    memory::CallMemory memory(session->memory());
    const auto room = memory.out(64);
    const std::array<std::uint64_t, 3> arguments{0, room, 64};
    const auto result = session->syscall({.number = 3, .arguments = arguments, .memory = &memory});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->roundTrips, 1U) << "copyouts are one-way";
    EXPECT_EQ(memory.written(room), 11U);
    EXPECT_EQ(textOf(memory.contents(room)).substr(0, 11), "hello world");
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Copies, MemoryNobodyLentIsNotReadAndTheConnectionCloses)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        (void)peer.call(4);
        peer.send([](auto &writer) { writer.copyIn(0, {4096, 0x7ffe00000000}); });
        peer.expectEnd();
    });
    auto session = connect(server, &collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    memory::CallMemory memory(session->memory());
    const std::array<std::uint64_t, 3> arguments{1, memory.in(bytesOf("x")), 1};
    const auto result = session->syscall({.number = 4, .arguments = arguments, .memory = &memory});
    ASSERT_FALSE(result);
    EXPECT_EQ(server.finish(), "");
    ASSERT_EQ(collector.notes(NoteKind::Violation).size(), 1U);
    EXPECT_THAT(collector.notes(NoteKind::Violation)[0].text, HasSubstr("0x7ffe00000000"));
    ASSERT_TRUE(collector.await(NoteKind::Lost));
    EXPECT_EQ(collector.notes(NoteKind::Lost)[0].error->kind, ErrorKind::NotLent);
    EXPECT_EQ(session->state(), Session::State::Lost) << "the retry policy is not for peers that misbehave";
    EXPECT_TRUE(collector.notes(NoteKind::RetryPlanned).empty());
}

/// A call that waits for a kernel to come back belongs to none until it is sent again.
TEST(Copies, AKernelThatComesBackReadsNothingOfCallsItHasNotGot)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        std::uint64_t address = 0;
        {
            Peer first = s.accept();
            first.greet();
            address = argumentsOf(first.call(5)).at(0);
        }
        Peer second = s.accept();
        second.banner();
        const auto hello = second.request(wire::FrameType::Handshake);
        second.send([&](auto &writer) { writer.handshakeReply(hello.header.reqno); });
        const auto first = second.call(20);
        second.send([&](auto &writer) { // at once: nothing of the other call can have come
            writer.syscallReply(first.header.reqno, {0, 0, {3, 1}});
            writer.copyInStr(0, {1024, address});
            writer.copyIn(0, {1, address});
        });
        second.expectEnd();
    });
    auto session = connect(server, &collector, retry::Policy::once());
    ASSERT_TRUE(session);
    memory::CallMemory memory(session->memory());
    const std::array<std::uint64_t, 1> arguments{memory.string("/secret")};
    EXPECT_FALSE(
        session->syscall({.number = 5, .arguments = arguments, .memory = &memory, .repeatable = true}));
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::Violation).size(), 2U);
}

TEST(Copies, ACopyOutBeyondTheBufferWritesNothing)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto room = argumentsOf(peer.call(3))[1];
        peer.send([&](auto &writer) { writer.copyOut(0, room, bytesOf("123456789")); });
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    memory::CallMemory memory(session->memory());
    const auto room = memory.out(8);
    const std::array<std::uint64_t, 3> arguments{0, room, 8};
    EXPECT_FALSE(session->syscall({.number = 3, .arguments = arguments, .memory = &memory}));
    EXPECT_EQ(memory.written(room), 0U);
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::Violation).size(), 1U);
}

TEST(Copies, AStringIsRefusedWithAnEmptyAnswerAndTheConnectionLives)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        const auto call = peer.call(5);
        peer.send([&](auto &writer) { writer.copyInStr(0, {1024, 0x1000}); });
        if (!peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn).payload.empty())
            throw std::runtime_error("the refusal is not empty");
        peer.answer(call, 63);
        peer.answer(peer.call(20), 0, 2);
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->syscall({.number = 5})->error, 63);
    EXPECT_TRUE(session->syscall({.number = 20}));
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::Violation).size(), 1U);
}

TEST(Copies, AnonymousMemoryOutlivesTheCall)
{
    std::string stored;
    ScriptedServer server([&](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        auto call = peer.call(20);
        peer.send([](auto &writer) { writer.anonMmap(0, 8192); });
        const auto reply = peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap);
        const auto address = wire::decodeAnonMmapReply(reply.view()).value();
        peer.send([&](auto &writer) { writer.copyOut(1, address + 8000, bytesOf("kept")); });
        peer.answer(call);
        call = peer.call(20);
        peer.send([&](auto &writer) { writer.copyIn(2, {4, address + 8000}); });
        stored = textOf(peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn).payload);
        peer.send([](auto &writer) { writer.anonMmap(3, ~std::uint64_t{0}); });
        const auto refused = peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap);
        if (wire::decodeAnonMmapReply(refused.view()).value() != 0)
            throw std::runtime_error("16 exabytes were mapped");
        peer.answer(call);
        peer.expectEnd();
    });
    auto session = connect(server);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->syscall({.number = 20})->roundTrips, 2U);
    EXPECT_TRUE(session->syscall({.number = 20}));
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(stored, "kept");
}

TEST(Copies, AnIdleSessionHearsSignalsAndServesCopies)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.greet();
        peer.send([](auto &writer) {
            writer.raise(0xdeadbeef, 13);
            writer.raise(0, 15);
        });
        peer.expectEnd();
    });
    auto session = connect(server, &collector);
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::Signal, 2)) << "nobody makes a call";
    EXPECT_EQ(collector.notes(NoteKind::Signal)[0].number, 13);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}
