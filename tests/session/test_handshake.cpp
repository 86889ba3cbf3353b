// SPDX-License-Identifier: BSD-2-Clause
// From an address to a process; and every way a peer can spoil it, each with its own kind and sentence.
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

SessionOptions hurried(Collector *collector = nullptr)
{
    SessionOptions options;
    options.commandName = "tester";
    options.observer = collector;
    options.connectDeadline = std::chrono::seconds(10);
    options.handshakeDeadline = std::chrono::seconds(10);
    return options;
}

wire::Cookie cookie(int seed)
{
    wire::Cookie result{};
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<std::byte>(seed + static_cast<int>(i));
    return result;
}

/// The error of a guest handshake with a server that does this.
ClientError failing(ScriptedServer::Script script, SessionOptions options = hurried())
{
    ScriptedServer server(std::move(script));
    auto session = Session::guest(server.url(), std::move(options));
    EXPECT_FALSE(session);
    EXPECT_EQ(server.finish(), "");
    return session ? event::ClientError{} : session.error();
}

} // namespace

TEST(Handshake, AGuestGetsItsPid)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto hello = peer.request(wire::FrameType::Handshake);
        if (wire::decodeCommandName(hello.view()).value() != "tester" || hello.header.word != 0)
            throw std::runtime_error("not a GUEST named tester");
        peer.send([&](auto &writer) { writer.handshakeReply(hello.header.reqno); });
        peer.answer(peer.call(20), 0, 42, 1);
        peer.expectEnd();
    });
    auto session = Session::guest(server.url(), hurried(&collector));
    ASSERT_TRUE(session) << session.error().sentence();
    EXPECT_EQ((*session)->pid(), 42);
    EXPECT_EQ((*session)->generation(), event::Generation{1});
    EXPECT_EQ((*session)->banner().osRelease, "7.99.34");
    EXPECT_EQ((*session)->state(), Session::State::Connected);
    session->reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.frames(), "→HANDSHAKE ←HANDSHAKE (→SYSCALL) (←SYSCALL)");
    std::vector<NoteKind> kinds;
    for (const auto &note : collector.notes())
        kinds.push_back(note.kind);
    EXPECT_EQ(kinds, (std::vector{NoteKind::Connecting, NoteKind::BannerRead, NoteKind::Established,
                                  NoteKind::Closed}));
}

TEST(Handshake, ClaimsAPreparedChildWithItsCookie)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto fork = peer.request(wire::FrameType::Handshake);
        const auto request = wire::decodeForkRequest(fork.view()).value();
        if (request.cookie != cookie(5) || request.cancel != 0 || fork.header.word != 2)
            throw std::runtime_error("not a claim of cookie 5");
        peer.send([&](auto &writer) { writer.handshakeReply(fork.header.reqno); });
        peer.answer(peer.call(20), 0, 4, 1);
        peer.expectEnd();
    });
    auto session = Session::claim(server.url(), cookie(5), hurried(&collector));
    ASSERT_TRUE(session) << session.error().sentence();
    const auto claimed = collector.notes(NoteKind::Claimed);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].cookie, cookie(5));
    EXPECT_EQ(claimed[0].pid, 4);
    session->reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Handshake, CancelEndsWithTheServersClose)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        if (wire::decodeForkRequest(peer.request(wire::FrameType::Handshake).view()).value().cancel != 1)
            throw std::runtime_error("not a cancel");
        peer.close();
    });
    const auto cancelled = Session::cancel(server.url(), cookie(1), hurried(&collector));
    EXPECT_TRUE(cancelled);
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::Cancelled).size(), 1U);
}

TEST(Handshake, ARefusedClaimSaysWhy)
{
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto fork = peer.request(wire::FrameType::Handshake);
        peer.send([&](auto &writer) {
            writer.error(fork.header.reqno, wire::FrameType::Handshake,
                         wire::ErrorCode::InvalidPreforkCookie);
        });
        peer.expectEnd();
    });
    auto session = Session::claim(server.url(), cookie(9), hurried());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().kind, ErrorKind::Refused);
    EXPECT_EQ(session.error().errorCode, 3U);
    EXPECT_THAT(session.error().sentence(), HasSubstr("cookie"));
    EXPECT_EQ(server.finish(), "");
}

TEST(Handshake, NobodyListens)
{
    test::TempDir directory;
    auto session = Session::guest(transport::ServerUrl::parse(directory.url()).value(), hurried());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().kind, ErrorKind::Connection);
    EXPECT_EQ(session.error().hostErrno, ENOENT);
    EXPECT_THAT(session.error().sentence(), HasSubstr(directory.url()));
}

TEST(Handshake, AServerThatSaysNothingIsLate)
{
    SessionOptions options = hurried();
    options.handshakeDeadline = std::chrono::milliseconds(50);
    const auto error = failing(
        [](ScriptedServer &s) {
            Peer peer = s.accept();
            peer.expectEnd();
        },
        options);
    EXPECT_EQ(error.kind, ErrorKind::Deadline);
    EXPECT_THAT(error.sentence(), HasSubstr("banner"));
}

TEST(Handshake, ASilentServerCanBeGivenUpByHand)
{
    transport::Wakeup stop;
    SessionOptions options = hurried();
    options.stop = &stop;
    stop.signal();
    const auto error = failing(
        [](ScriptedServer &s) {
            Peer peer = s.accept();
            peer.expectEnd();
        },
        options);
    EXPECT_EQ(error.kind, ErrorKind::Stopped);
}

TEST(Handshake, AServerThatTalksForEverIsLateToo)
{
    SessionOptions options = hurried();
    options.handshakeDeadline = std::chrono::milliseconds(50);
    const auto error = failing(
        [](ScriptedServer &s) {
            Peer peer = s.accept();
            peer.banner();
            try {
                for (;;)
                    peer.send([](auto &writer) { writer.raise(0, 15); });
            } catch (const std::runtime_error &) {
                // the client has left: as it should
            }
        },
        options);
    EXPECT_EQ(error.kind, ErrorKind::Deadline);
}

TEST(Handshake, SomethingElseIsNotARumpServer)
{
    const auto error = failing([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.text("SSH-2.0-OpenSSH_9.2\r\n");
        peer.expectEnd();
    });
    EXPECT_EQ(error.kind, ErrorKind::Protocol);
    EXPECT_THAT(error.sentence(), HasSubstr("SSH-2.0"));
}

TEST(Handshake, AnEndlessBannerIsCut)
{
    const auto error = failing([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.text(std::string(100'000, 'R'));
        peer.expectEnd();
    });
    EXPECT_EQ(error.kind, ErrorKind::Protocol);
    EXPECT_THAT(error.sentence(), HasSubstr("96"));
}

TEST(Handshake, AFullServerClosesAtOnce)
{
    const auto error = failing([](ScriptedServer &s) { s.accept().close(); });
    EXPECT_EQ(error.kind, ErrorKind::Connection);
    EXPECT_THAT(error.sentence(), HasSubstr("no room for another client"));
}

TEST(Handshake, AFrameOfEightExabytesTakesNoMemory)
{
    const auto error = failing([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        (void)peer.request(wire::FrameType::Handshake);
        std::string header(24, '\0');
        header[7] = '\x7f';
        peer.text(header);
        peer.expectEnd();
    });
    EXPECT_EQ(error.kind, ErrorKind::Protocol);
    EXPECT_THAT(error.sentence(), HasSubstr("9151314442816847872"));
}

TEST(Handshake, AnAnswerToSomethingElseHasNoPlace)
{
    const auto error = failing([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto hello = peer.request(wire::FrameType::Handshake);
        peer.answer(hello);
        peer.expectEnd();
    });
    EXPECT_EQ(error.kind, ErrorKind::Protocol);
}

TEST(Handshake, ASignalMayComeInBetween)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto hello = peer.request(wire::FrameType::Handshake);
        peer.send([&](auto &writer) {
            writer.raise(12345, 30);
            writer.handshakeReply(hello.header.reqno);
        });
        peer.answer(peer.call(20), 0, 2, 1);
        peer.expectEnd();
    });
    auto session = Session::guest(server.url(), hurried(&collector));
    ASSERT_TRUE(session) << session.error().sentence();
    ASSERT_EQ(collector.notes(NoteKind::Signal).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::Signal)[0].number, 30);
    session->reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Handshake, AnEmptyCommandNameNeverLeaves)
{
    ScriptedServer server([](ScriptedServer &s) {
        Peer peer = s.accept();
        peer.banner();
        const auto hello = peer.request(wire::FrameType::Handshake);
        if (wire::decodeCommandName(hello.view()).value().empty())
            throw std::runtime_error("an empty name kills a real server");
        peer.close();
    });
    SessionOptions options = hurried();
    options.commandName.clear();
    EXPECT_FALSE(Session::guest(server.url(), options));
    EXPECT_EQ(server.finish(), "");
}
