// SPDX-License-Identifier: BSD-2-Clause
// Clients of a practice kernel, tapped: nothing changes for them, and everything is seen.
#include "clientcore/tap/tap.h"
#include "tests/live/server_process.h"
#include "tests/live/typed_guest.h"
#include "tests/support/server/scripted_server.h"
#include "tests/tap/tapped.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <future>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using Kind = event::ConnectionEvent::Kind;
using testing::HasSubstr;

struct TapTest : testing::Test
{
    ServerProcess kernel{ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM)};
};

TEST_F(TapTest, ACallGoesThroughAndIsSeen)
{
    Tapped tapped(kernel.url());
    TypedGuest guest(tapped.url(), "guest");
    EXPECT_EQ(guest("open(\"/README\", O_RDONLY)"), "= 3");
    const std::string text = guest.call("read(3, 64)").bytes("buf");
    EXPECT_EQ(text.size(), 64U);
    guest.session().close();
    ASSERT_TRUE(tapped.await(Kind::Closed));
    EXPECT_EQ(tapped.tree(), "✝ guest 2, 3 calls: closed\n");
    const trace::CallRecord &read = tapped.store().at(tapped.store().size() - 1);
    EXPECT_EQ(read.bytesOut, 64U);
    EXPECT_EQ(tapped.turns(Kind::Established)[0].hostPid, ::getpid());
    EXPECT_EQ(tapped.lost(), 0U);
}

TEST_F(TapTest, TheSocketIsPrivateAndGoesWithTheTap)
{
    std::string path;
    {
        Tapped tapped(kernel.url());
        path = tapped.socketPath();
        struct stat info
        {};
        ASSERT_EQ(::stat(path.c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777U, 0600U);
        tapped.tap().stop();
        EXPECT_NE(::access(path.c_str(), F_OK), 0);
        tapped.tap().stop();
    }
}

TEST_F(TapTest, ForksAndExecsAreOneFamily)
{
    Tapped tapped(kernel.url(), {.askPid = true});
    TypedGuest parent(tapped.url(), "parent");
    const auto first = parent.session().prefork();
    const auto second = parent.session().prefork();
    const auto third = parent.session().prefork();
    ASSERT_TRUE(first && second && third);
    TypedGuest child(tapped.url(), *first);
    ASSERT_TRUE(child.session().exec("worker"));
    ASSERT_TRUE(session::Session::cancel(transport::ServerUrl::parse(tapped.url()).value(), *second, {}));
    ASSERT_TRUE(tapped.await(Kind::Cancelled));
    ASSERT_TRUE(tapped.await(Kind::Identified, 2));
    EXPECT_EQ(tapped.tree(), "● parent 2, 1 calls\n"
                             "  ↳⟳ worker 6, was parent, 1 calls\n"
                             "  ✝ parent: cancelled\n"
                             "  ◌ parent\n");
}

TEST_F(TapTest, ManyClientsAndThreadsAtOnce)
{
    constexpr int kClients = 8;
    constexpr int kCalls = 200;
    Tapped tapped(kernel.url());
    std::vector<std::future<int>> clients;
    for (int i = 0; i < kClients; ++i) {
        clients.push_back(std::async(std::launch::async, [&tapped, i] {
            TypedGuest guest(tapped.url(), "client" + std::to_string(i));
            auto other = std::async(std::launch::async, [&] {
                int right = 0;
                for (int k = 0; k < kCalls; ++k)
                    right += guest("getppid()") == "= 1" ? 1 : 0;
                return right;
            });
            int right = 0;
            for (int k = 0; k < kCalls; ++k)
                right += guest("open(\"/nowhere\", O_RDONLY)") == "-1 ENOENT" ? 1 : 0;
            return right + other.get();
        }));
    }
    for (auto &client : clients)
        EXPECT_EQ(client.get(), 2 * kCalls);
    ASSERT_TRUE(tapped.await(Kind::Closed, kClients));
    EXPECT_EQ(tapped.store().framesApart(), 0U);
    std::size_t calls = 0;
    for (std::size_t i = 0; i < tapped.store().size(); ++i) {
        const auto &record = tapped.store().at(i);
        calls += record.number == 5 && record.error == 2 && record.bytesIn == 9 ? 1 : 0;
    }
    EXPECT_EQ(calls, kClients * kCalls) << "each open with the path that was fetched for it";
    EXPECT_EQ(tapped.tap().accepted(), kClients);
}

TEST_F(TapTest, ABlockedCallIsSeenAtOnce)
{
    Tapped tapped(kernel.url());
    TypedGuest guest(tapped.url(), "guest");
    ASSERT_EQ(guest("pipe()"), "= [3, 4]");
    auto blocked = std::async(std::launch::async, [&] { return guest("read(3, 10)"); });
    ASSERT_TRUE(tapped.await([](Watched &w) {
        return w.store().at(w.store().size() - 1).outcome == trace::CallRecord::Outcome::Running;
    }));
    EXPECT_EQ(tapped.tap().clients().at(0).openRequests, 1U);
    EXPECT_THAT(tapped.tree(), HasSubstr("1 running"));
    EXPECT_EQ(guest("write(4, \"x\")"), "= 1");
    EXPECT_EQ(blocked.get(), "= 1");
}

TEST_F(TapTest, ATapCanBehindATap)
{
    Tapped inner(kernel.url(), {.askPid = true});
    Tapped outer(inner.url(), {.askPid = true});
    TypedGuest guest(outer.url(), "guest");
    EXPECT_EQ(guest("getppid()"), "= 1");
    EXPECT_TRUE(outer.await(Kind::Identified));
    EXPECT_TRUE(inner.await(Kind::Identified));
}

TEST(Tap, BytesPassUnchangedBothWays)
{
    constexpr std::size_t kSize = 3U << 20;
    std::mt19937 random(1);
    wire::Bytes up(kSize);
    wire::Bytes down(kSize);
    for (wire::Bytes *bytes : {&up, &down}) {
        for (std::byte &byte : *bytes)
            byte = static_cast<std::byte>(random());
    }
    const auto receiveAll = [](transport::Stream &stream) {
        wire::Bytes all;
        wire::Bytes room(70'000);
        for (auto got = stream.receive(room); got; got = stream.receive(room))
            all.insert(all.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*got));
        return all;
    };
    TempDir dir;
    auto listener = transport::Listener::open(transport::ServerUrl::parse(dir.url("server")).value()).value();
    Tapped tapped(dir.url("server"), {.askPid = true});
    auto client = transport::Stream::connect(transport::ServerUrl::parse(tapped.url()).value(),
                                             transport::Deadline::in(kPatience))
                      .value();
    auto server = listener.accept(transport::Deadline::in(kPatience)).value();
    auto gotUp = std::async(std::launch::async, [&] { return receiveAll(server); });
    auto gotDown = std::async(std::launch::async, [&] { return receiveAll(client); });
    auto sentDown = std::async(std::launch::async, [&] {
        EXPECT_TRUE(server.sendAll(down));
        ::shutdown(server.fd(), SHUT_WR);
    });
    EXPECT_TRUE(client.sendAll(up));
    ::shutdown(client.fd(), SHUT_WR); // half an end: the other direction goes on
    EXPECT_TRUE(gotUp.get() == up);
    sentDown.get();
    EXPECT_TRUE(gotDown.get() == down);
    EXPECT_TRUE(tapped.await(Kind::Garbled, 2)) << "noise in both directions, marked";
}

TEST(Tap, TheDefaultAddressIsPrivate)
{
    const std::string address = tap::freeListenAddress();
    EXPECT_NE(address, tap::freeListenAddress());
    EXPECT_TRUE(transport::ServerUrl::parse(address));
    const char *directory = std::getenv("XDG_RUNTIME_DIR");
    EXPECT_THAT(address, HasSubstr(directory != nullptr ? directory : "/tmp"));
}

TEST(Tap, WhereSomebodyListensNoTapCan)
{
    TempDir dir;
    const auto url = transport::ServerUrl::parse(dir.url()).value();
    const auto first = tap::Tap::open(url, url, {});
    ASSERT_TRUE(first);
    const auto second = tap::Tap::open(url, url, {});
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().sentence(), HasSubstr("Could not listen on"));
}

} // namespace
} // namespace rumpscope::test
