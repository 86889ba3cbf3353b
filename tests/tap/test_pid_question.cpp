// SPDX-License-Identifier: BSD-2-Clause
// The one frame a tap makes itself: the server answers it, and the client never knows.
#include "clientcore/tap/answer_filter.h"
#include "tests/live/typed_guest.h"
#include "tests/support/server/scripted_server.h"
#include "tests/tap/tapped.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using Kind = event::ConnectionEvent::Kind;
using wire::FrameType;

constexpr std::uint32_t kGetpid = 20;

/// A client that sends bytes, and reads them.
struct BareClient
{
    explicit BareClient(const std::string &url)
        : stream(transport::Stream::connect(transport::ServerUrl::parse(url).value(),
                                            transport::Deadline::in(kPatience))
                     .value())
    {}
    void send(const std::function<void(wire::FrameWriter &)> &build)
    {
        wire::FrameWriter writer;
        build(writer);
        ASSERT_TRUE(stream.sendAll(writer.bytes()));
    }
    wire::Frame next()
    {
        for (;;) {
            const auto frame = reader.next();
            if (!frame)
                throw std::runtime_error(frame.error().sentence());
            if (*frame)
                return {(*frame)->header, {(*frame)->payload.begin(), (*frame)->payload.end()}};
            const auto got = stream.receive(reader.prepare());
            if (!got)
                throw std::runtime_error(got.error().sentence());
            reader.commit(*got);
        }
    }
    transport::Stream stream;
    wire::FrameReader reader{wire::FrameReader::Role::Client};
};

/// The next client, after banner and handshake.
Peer greeted(ScriptedServer &server)
{
    Peer peer = server.accept();
    peer.banner();
    const auto hello = peer.request(FrameType::Handshake);
    peer.send([&](auto &writer) { writer.handshakeReply(hello.header.reqno); });
    return peer;
}

/// Answers one call, and waits for the end.
void answersOneCall(ScriptedServer &server)
{
    Peer peer = greeted(server);
    peer.answer(peer.call(3), 0, 5);
    peer.expectEnd();
}

TEST(PidQuestion, IsAskedOnceAfterTheHandshakeAndItsAnswerIsKept)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = greeted(self);
        const auto question = peer.call(kGetpid);
        if (!tap::isReserved(question.header.reqno))
            throw std::runtime_error("the question has a number that a client could have");
        peer.answer(question, 0, 42, 1);
        const auto call = peer.call(3);
        peer.answer(call, 0, 5);
        const auto exec = peer.request(FrameType::Handshake);
        peer.send([&](auto &writer) { writer.handshakeReply(exec.header.reqno); });
        peer.answer(peer.call(4), 0, 6);
        peer.expectEnd();
    });
    {
        Tapped tapped(server.url().text(), {.askPid = true});
        BareClient client(tapped.url());
        client.send([](auto &writer) { writer.guest(1, "client"); });
        EXPECT_EQ(client.next().header.reqno, 1U);
        client.send([](auto &writer) { writer.syscall(2, 3, {}); });
        EXPECT_EQ(client.next().header.reqno, 2U) << "and not the answer to ours";
        client.send([](auto &writer) { writer.exec(3, "other"); });
        EXPECT_EQ(client.next().header.reqno, 3U);
        client.send([](auto &writer) { writer.syscall(4, 4, {}); });
        EXPECT_EQ(client.next().header.reqno, 4U);
        ASSERT_TRUE(tapped.await(Kind::Identified));
        EXPECT_EQ(tapped.turns(Kind::Identified)[0].pid, 42);
        const auto &record = tapped.store().at(1);
        EXPECT_TRUE(record.housekeeping);
        EXPECT_EQ(record.pid, 42);
        EXPECT_EQ(tapped.tap().clients().at(0).pid, 42);
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(PidQuestion, WaitsUntilAFrameOfTheClientIsWhole)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = greeted(self);
        peer.answer(peer.call(3), 0, 5);
        peer.answer(peer.call(kGetpid), 0, 42, 1);
        peer.expectEnd();
    });
    {
        Tapped tapped(server.url().text(), {.askPid = true});
        BareClient client(tapped.url());
        wire::FrameWriter early;
        early.guest(1, "client");
        early.syscall(2, 3, std::vector<std::uint64_t>{1, 2, 3});
        const wire::ByteView bytes = early.bytes();
        constexpr std::size_t kMissing = 10;
        ASSERT_TRUE(client.stream.sendAll(bytes.first(bytes.size() - kMissing)));
        EXPECT_EQ(client.next().header.reqno, 1U);
        ASSERT_TRUE(client.stream.sendAll(bytes.last(kMissing)));
        EXPECT_EQ(client.next().header.reqno, 2U);
        EXPECT_TRUE(tapped.await(Kind::Identified));
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(PidQuestion, IsNotAskedWhereTheClientCountsAsWeDo)
{
    ScriptedServer server(answersOneCall);
    {
        Tapped tapped(server.url().text(), {.askPid = true});
        BareClient client(tapped.url());
        client.send([](auto &writer) { writer.guest(tap::kReservedReqno, "client"); });
        EXPECT_EQ(client.next().header.reqno, tap::kReservedReqno);
        client.send([](auto &writer) { writer.syscall(tap::kReservedReqno, 3, {}); });
        EXPECT_EQ(client.next().header.reqno, tap::kReservedReqno);
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(PidQuestion, IsNotAskedUnlessWanted)
{
    ScriptedServer server(answersOneCall);
    {
        Tapped tapped(server.url().text());
        BareClient client(tapped.url());
        client.send([](auto &writer) { writer.guest(1, "client"); });
        client.send([](auto &writer) { writer.syscall(2, 3, {}); });
        EXPECT_EQ(client.next().header.reqno, 1U);
        EXPECT_EQ(client.next().header.reqno, 2U);
    }
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
