// SPDX-License-Identifier: BSD-2-Clause
// How tapped connections end: by the client, by the server, by the tap, and never by waiting for somebody.
#include "clientcore/tap/relay.h"
#include "clientcore/tap/tap.h"
#include "tests/live/server_process.h"
#include "tests/live/typed_guest.h"
#include "tests/support/server/scripted_server.h"
#include "tests/tap/tapped.h"

#include <gmock/gmock.h>

#include <future>

namespace rumpscope::test {
namespace {

using Kind = event::ConnectionEvent::Kind;
using testing::HasSubstr;
using wire::FrameType;

transport::Stream connected(const std::string &url)
{
    return transport::Stream::connect(transport::ServerUrl::parse(url).value(),
                                      transport::Deadline::in(kPatience))
        .value();
}

TEST(TapEnds, AClientThatReadsNothingIsCutAndTheServerGoesOn)
{
    constexpr std::size_t kLimit = 256U << 10;
    constexpr std::size_t kMuch = 4U << 20;
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        peer.banner();
        const auto hello = peer.request(FrameType::Handshake);
        peer.send([&](auto &writer) { writer.handshakeReply(hello.header.reqno); });
        const wire::Bytes page(4096);
        for (std::size_t sent = 0; sent < kMuch; sent += page.size()) {
            try {
                peer.send([&](auto &writer) { writer.copyOut(1, 0x1000, page); });
            } catch (const std::runtime_error &) {
                return; // cut: what a server sees of it
            }
        }
    });
    {
        Tapped tapped(server.url().text(), {.spillLimit = kLimit});
        auto client = connected(tapped.url());
        wire::FrameWriter hello;
        hello.guest(1, "lazy");
        ASSERT_TRUE(client.sendAll(hello.bytes()));
        ASSERT_TRUE(tapped.await(Kind::Lost));
        EXPECT_THAT(tapped.turns(Kind::Lost)[0].text, HasSubstr("bytes of answers unread, and 262144"));
        ASSERT_FALSE(tapped.turns(Kind::Unread).empty()) << "told before it is cut";
        EXPECT_GE(tapped.turns(Kind::Unread)[0].number, static_cast<std::int64_t>(tap::Relay::kUnread));
        EXPECT_LE(tapped.turns(Kind::Unread)[0].number, static_cast<std::int64_t>(kLimit));
        EXPECT_THAT(tapped.tree(), HasSubstr("✝ lazy: cut: it left"));
        EXPECT_TRUE(tapped.tap().clients().empty());
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(TapEnds, ASlowClientGetsEverything)
{
    constexpr std::size_t kPages = 512;
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        const wire::Bytes page(4096, std::byte{3});
        for (std::size_t i = 0; i < kPages; ++i)
            peer.send([&](auto &writer) { writer.copyOut(1, 0x1000, page); });
        peer.close();
    });
    Tapped tapped(server.url().text());
    auto client = connected(tapped.url());
    EXPECT_EQ(server.finish(), "") << "the server is done before the client reads a byte";
    std::size_t all = 0;
    wire::Bytes room(100'000);
    for (auto got = client.receive(room); got; got = client.receive(room))
        all += *got;
    EXPECT_EQ(all, kPages * (4096 + 16 + wire::kHeaderSize));
}

TEST(TapEnds, AKilledKernelIsSeenAndTheClientComesBackAsTheSame)
{
    ServerProcess kernel(ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
    Tapped tapped(kernel.url());
    const retry::Policy forever = retry::Policy::forEver();
    TypedGuest guest(tapped.url(), "stubborn", forever);
    EXPECT_EQ(guest("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return guest("read(3, 10)"); });
    ASSERT_TRUE(tapped.await([](Watched &w) {
        return w.store().at(w.store().size() - 1).outcome == trace::CallRecord::Outcome::Running;
    }));
    kernel.kill();
    ASSERT_TRUE(tapped.await(Kind::AttemptFailed)) << "the tap has no server behind it";
    kernel.start();
    ASSERT_TRUE(tapped.await(Kind::Established, 2));
    EXPECT_EQ(guest("getppid()"), "= 1");
    ASSERT_TRUE(tapped.await([](Watched &w) { return w.tree().find("\n● stubborn") != std::string::npos; }));
    EXPECT_THAT(tapped.tree(),
                HasSubstr("✝ stubborn 2, 3 calls, 1 errors: closed by the server with 1 call under way\n"));
    const auto lives = tapped.turns(Kind::Established);
    EXPECT_EQ(lives[0].session, lives[1].session);
    EXPECT_EQ(lives[1].generation, event::Generation{2});
    EXPECT_EQ(tapped.turns(Kind::AttemptFailed)[0].session, lives[0].session);
    EXPECT_NE(blocked.get(), "= 1") << "its answer was lost";
}

TEST(TapEnds, CutByHandEndsOneOrAll)
{
    ServerProcess kernel(ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
    Tapped tapped(kernel.url());
    TypedGuest first(tapped.url(), "first");
    TypedGuest second(tapped.url(), "second");
    ASSERT_TRUE(tapped.await(Kind::Established, 2));
    EXPECT_TRUE(tapped.tap().cut(tapped.turns(Kind::Established)[0].session));
    ASSERT_TRUE(first.watch().notes().await(event::ConnectionEvent::Kind::Lost));
    EXPECT_EQ(second("getppid()"), "= 1");
    ASSERT_TRUE(tapped.await(Kind::Lost));
    EXPECT_EQ(tapped.turns(Kind::Lost)[0].text, "cut by hand");
    EXPECT_FALSE(tapped.tap().cut(tapped.turns(Kind::Established)[0].session));
    EXPECT_EQ(tapped.tap().cutAll(), 1U);
    ASSERT_TRUE(second.watch().notes().await(event::ConnectionEvent::Kind::Lost));
}

TEST(TapEnds, AClientThatComesBackOverTcpIsProbablyTheSame)
{
    ServerProcess kernel(ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
    Tapped tapped(kernel.url(), {.askPid = true}, "tcp://127.0.0.1:0/");
    const retry::Policy forever = retry::Policy::forEver();
    TypedGuest guest(tapped.url(), "faraway", forever);
    ASSERT_EQ(guest("getppid()"), "= 1");
    ASSERT_TRUE(tapped.await(Kind::Established));
    EXPECT_FALSE(tapped.turns(Kind::Established)[0].probable) << "nobody was here before";
    ASSERT_EQ(tapped.tap().cutAll(), 1U);
    ASSERT_TRUE(tapped.await(Kind::Established, 2));
    ASSERT_EQ(guest("getppid()"), "= 1");
    const auto lives = tapped.turns(Kind::Established);
    EXPECT_EQ(lives[1].session, lives[0].session);
    EXPECT_EQ(lives[1].generation, event::Generation{2});
    EXPECT_TRUE(lives[1].probable);
    const TypedGuest another(tapped.url(), "faraway");
    ASSERT_TRUE(tapped.await(Kind::Established, 3));
    EXPECT_NE(tapped.turns(Kind::Established)[2].session, lives[0].session) << "that one is here";
}

TEST(TapEnds, WithoutAServerTheClientSeesAnEnd)
{
    TempDir dir;
    Tapped tapped(dir.url("nobody"));
    auto client = connected(tapped.url());
    wire::Bytes room(10);
    const auto got = client.receive(room);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, transport::StreamError::Kind::Closed);
    ASSERT_TRUE(tapped.await(Kind::AttemptFailed));
    EXPECT_THAT(tapped.turns(Kind::AttemptFailed)[0].error->sentence(), HasSubstr("Could not connect to"));
}

TEST(TapEnds, StoppingEndsBlockedClientsAtOnce)
{
    ServerProcess kernel(ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
    Tapped tapped(kernel.url());
    TypedGuest guest(tapped.url(), "guest");
    ASSERT_EQ(guest("pipe()"), "= [3, 4]");
    auto blocked =
        std::async(std::launch::async, [&] { return guest.call("read(3, 10)").failure.has_value(); });
    ASSERT_TRUE(tapped.await([](Watched &w) {
        return w.store().at(w.store().size() - 1).outcome == trace::CallRecord::Outcome::Running;
    }));
    tapped.tap().stop();
    EXPECT_TRUE(blocked.get());
    tapped.look();
    EXPECT_THAT(tapped.tree(), HasSubstr("cut: the tap was closed with 1 call under way"));
}

TEST(TapEnds, AServerThatRefusesIsPassedOn)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        peer.banner();
        const auto hello = peer.request(FrameType::Handshake);
        peer.send([&](auto &writer) {
            writer.error(hello.header.reqno, FrameType::Handshake, wire::ErrorCode::Authentication);
        });
        peer.close();
    });
    Tapped tapped(server.url().text(), {.askPid = true});
    EXPECT_THROW(TypedGuest(tapped.url(), "guest"), std::runtime_error);
    EXPECT_EQ(server.finish(), "");
    ASSERT_TRUE(tapped.await([](Watched &w) { return w.store().size() == 1; }));
    EXPECT_TRUE(tapped.await(
        [](Watched &w) { return w.store().at(0).outcome == trace::CallRecord::Outcome::Refused; }));
}

} // namespace
} // namespace rumpscope::test
