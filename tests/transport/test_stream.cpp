// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/listener.h"
#include "tests/support/files/temp_dir.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace rumpscope::transport {
namespace {

using namespace std::chrono_literals;
using Kind = StreamError::Kind;

const Deadline kSoon = Deadline::in(60s); // from the start of this program

ServerUrl urlOf(const std::string &text, ServerUrl::Use use = ServerUrl::Use::Connect)
{
    return *ServerUrl::parse(text, use);
}

std::pair<Stream, Stream> connectedPair()
{
    std::array<int, 2> fds{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0);
    return {Stream::adopt(fds[0]), Stream::adopt(fds[1])};
}

TEST(Stream, ConnectsToEveryKindOfAddress)
{
    const test::TempDir directory;
    for (const std::string &text :
         {directory.url(), std::string("tcp://127.0.0.1:0"), std::string("tcp6://[::1]:0")}) {
        auto listener = Listener::open(urlOf(text, ServerUrl::Use::Listen));
        ASSERT_TRUE(listener) << listener.error().sentence();
        auto client = Stream::connect(urlOf(listener->url().text()), kSoon);
        ASSERT_TRUE(client) << client.error().sentence();
        auto server = listener->accept(kSoon);
        ASSERT_TRUE(server);
        ASSERT_TRUE(server->sendAll(std::as_bytes(std::span("hello", 5))));
        std::array<std::byte, 16> room{};
        EXPECT_EQ(client->receive(room).value_or(0), 5U);
        EXPECT_NE(::fcntl(client->fd(), F_GETFD) & FD_CLOEXEC, 0);
        EXPECT_EQ(::fcntl(client->fd(), F_GETFL) & O_NONBLOCK, 0);
    }
}

TEST(Stream, SaysThatNobodyListens)
{
    const test::TempDir directory;
    const auto stream = Stream::connect(urlOf(directory.url()), kSoon);
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().hostErrno, ENOENT);
    EXPECT_NE(stream.error().sentence().find(directory.url()), std::string::npos);
}

TEST(Stream, GivesUpOnAFullQueueAtItsDeadline)
{
    const test::TempDir directory;
    auto listener = Listener::open(urlOf(directory.url()), 0);
    ASSERT_TRUE(listener);
    std::vector<Stream> waiting;
    for (int i = 0; i < 16; ++i) {
        auto stream = Stream::connect(urlOf(directory.url()), Deadline::in(30ms));
        if (!stream) {
            EXPECT_EQ(stream.error().kind, Kind::Timeout);
            return;
        }
        waiting.push_back(std::move(*stream));
    }
    FAIL() << "the queue never filled";
}

TEST(Stream, AWakeupEndsTheWait)
{
    auto [here, there] = connectedPair();
    Wakeup wake;
    std::thread other([&] { wake.signal(); });
    const auto waited = here.waitReadable(kSoon, &wake);
    other.join();
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().kind, Kind::Woken);
    wake.clear();
    EXPECT_EQ(here.waitReadable(Deadline::in(1ms), &wake).error().kind, Kind::Timeout);
}

TEST(Stream, ShutdownEndsABlockedReceive)
{
    auto [here, there] = connectedPair();
    std::thread reader([&stream = here] {
        std::array<std::byte, 4> room{};
        const auto got = stream.receive(room);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().kind, Kind::Closed);
    });
    here.shutdown();
    reader.join();
}

TEST(Stream, NoticesThatTheOtherSideIsGone)
{
    auto [here, there] = connectedPair();
    {
        const Stream gone = std::move(there);
    }
    std::array<std::byte, 4> room{};
    EXPECT_EQ(here.receiveNow(room).error().kind, Kind::Closed);
    EXPECT_EQ(here.sendAll(std::as_bytes(std::span("x", 1))).error().kind, Kind::Closed);
}

TEST(Stream, ReceiveNowDoesNotWait)
{
    auto [here, there] = connectedPair();
    std::array<std::byte, 4> room{};
    EXPECT_EQ(here.receiveNow(room).value_or(99), 0U);
}

TEST(Stream, SendsMoreThanTheSocketHolds)
{
    auto [here, there] = connectedPair();
    const std::vector<std::byte> much(8 << 20, std::byte{1});
    std::thread sender([&stream = here, &much] { EXPECT_TRUE(stream.sendAll(much)); });
    std::vector<std::byte> room(1 << 16);
    std::size_t total = 0;
    while (total < much.size())
        total += there.receive(room).value_or(much.size());
    sender.join();
    EXPECT_EQ(total, much.size());
}

TEST(Stream, NeverTakesAStandardDescriptor)
{
    const int saved = ::dup(STDIN_FILENO);
    ::close(STDIN_FILENO);
    auto [here, there] = connectedPair();
    const Wakeup wake;
    EXPECT_GT(here.fd(), STDERR_FILENO);
    EXPECT_GT(there.fd(), STDERR_FILENO);
    EXPECT_GT(wake.fd(), STDERR_FILENO);
    if (saved >= 0) {
        ::dup2(saved, STDIN_FILENO);
        ::close(saved);
    }
}

TEST(Listener, IsPrivateAndCleansUp)
{
    const test::TempDir directory;
    {
        const auto listener = Listener::open(urlOf(directory.url()));
        ASSERT_TRUE(listener);
        struct stat info
        {};
        ASSERT_EQ(::stat(directory.file("sock").c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777, 0600U);
    }
    EXPECT_NE(::access(directory.file("sock").c_str(), F_OK), 0);
}

TEST(Listener, TakesOverADeadSocketButNotALiveOne)
{
    const test::TempDir directory;
    auto first = Listener::open(urlOf(directory.url()));
    ASSERT_TRUE(first);
    const auto second = Listener::open(urlOf(directory.url()));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().hostErrno, EADDRINUSE);

    // A server that was killed leaves its socket behind.
    const test::TempDir other;
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const ServerUrl url = urlOf(other.url());
    ASSERT_EQ(::bind(fd, url.address(), url.addressLength()), 0);
    ::close(fd);
    EXPECT_TRUE(Listener::open(url));
}

TEST(Listener, LeavesAFileThatTookItsNameAlone)
{
    const test::TempDir directory;
    {
        const auto listener = Listener::open(urlOf(directory.url()));
        ASSERT_TRUE(listener);
        std::filesystem::remove(directory.file("sock"));
        std::ofstream(directory.file("sock")) << "precious";
    }
    std::string kept;
    std::ifstream(directory.file("sock")) >> kept;
    EXPECT_EQ(kept, "precious");
}

TEST(Listener, LeavesAnotherListenersSocketAlone)
{
    const test::TempDir directory;
    std::optional<Listener> other;
    {
        auto first = Listener::open(urlOf(directory.url()));
        ASSERT_TRUE(first);
        std::filesystem::remove(directory.file("sock"));
        auto second = Listener::open(urlOf(directory.url()));
        ASSERT_TRUE(second);
        other.emplace(std::move(*second));
    }
    EXPECT_TRUE(Stream::connect(urlOf(directory.url()), Deadline::in(std::chrono::seconds(5))));
}

TEST(Listener, OneOfManyThatBeginTogetherGetsADeadSocketsName)
{
    const test::TempDir directory;
    const ServerUrl url = urlOf(directory.url());
    for (int round = 0; round < 20; ++round) {
        const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::bind(fd, url.address(), url.addressLength()), 0);
        ::close(fd);
        std::array<std::optional<tl::expected<Listener, StreamError>>, 4> opened;
        {
            std::vector<std::jthread> threads;
            for (auto &one : opened)
                threads.emplace_back([&one, &url] { one.emplace(Listener::open(url)); });
        }
        const auto holders =
            std::count_if(opened.begin(), opened.end(), [](auto &one) { return one->has_value(); });
        EXPECT_EQ(holders, 1);
    }
}

TEST(Listener, LeavesOtherFilesAlone)
{
    const test::TempDir directory;
    std::ofstream(directory.file("sock")) << "precious";
    const auto listener = Listener::open(urlOf(directory.url()));
    ASSERT_FALSE(listener);
    EXPECT_EQ(listener.error().hostErrno, EEXIST);
    EXPECT_EQ(::access(directory.file("sock").c_str(), F_OK), 0);
}

} // namespace
} // namespace rumpscope::transport
