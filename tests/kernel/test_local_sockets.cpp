// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets whose names are files, and files sent over them.
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/socket_fixture.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using LocalSockets = SocketTest;

TEST_F(LocalSockets, ConnectByName)
{
    const auto server = listener(NB_AF_LOCAL, local("/tmp/s"));
    const auto fd = make(NB_AF_LOCAL, NB_SOCK_STREAM);
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/s")), 0) << "nobody has to accept for that";
    const auto accepted = static_cast<std::uint64_t>(accept(server).first);
    client.write(fd, "hello");
    EXPECT_EQ(client.read(accepted, 3), "hel");
    EXPECT_EQ(client.read(accepted, 9), "lo");
    EXPECT_EQ(name(NB_SYS_getpeername, fd), local("/tmp/s"));
    EXPECT_EQ(name(NB_SYS_getsockname, fd), std::string("\2\1")) << "it has no name of its own";
}

TEST_F(LocalSockets, SayWhyTheyCannotConnect)
{
    const auto fd = make(NB_AF_LOCAL, NB_SOCK_STREAM);
    client.open("/tmp/file", NB_O_CREAT | NB_O_RDWR);
    const auto bound = make(NB_AF_LOCAL, NB_SOCK_STREAM);
    named(NB_SYS_bind, bound, local("/tmp/bound"));
    const auto datagrams = make(NB_AF_LOCAL, NB_SOCK_DGRAM);
    named(NB_SYS_bind, datagrams, local("/tmp/datagrams"));
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/nowhere")), NB_ENOENT);
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/file")), NB_ENOTSOCK);
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/bound")), NB_ECONNREFUSED);
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/datagrams")), NB_EPROTOTYPE);
    EXPECT_EQ(named(NB_SYS_bind, fd, local("/tmp/bound")), NB_EADDRINUSE);
    EXPECT_EQ(named(NB_SYS_connect, 0, local("/tmp/bound")), NB_ENOTSOCK);
    EXPECT_EQ(client.write(fd, "x").error, NB_ENOTCONN);
    EXPECT_EQ(client.call(NB_SYS_open, {client.put("/tmp/bound"), NB_O_RDWR, 0}).error, NB_EOPNOTSUPP);
}

TEST_F(LocalSockets, AFullQueueRefuses)
{
    listener(NB_AF_LOCAL, local("/tmp/s"), 0);
    EXPECT_EQ(named(NB_SYS_connect, make(NB_AF_LOCAL, NB_SOCK_STREAM), local("/tmp/s")), 0);
    EXPECT_EQ(named(NB_SYS_connect, make(NB_AF_LOCAL, NB_SOCK_STREAM), local("/tmp/s")), NB_ECONNREFUSED);
}

TEST_F(LocalSockets, AcceptWaitsForSomebody)
{
    const auto server = listener(NB_AF_LOCAL, local("/tmp/s"));
    const auto waiting = client.start(NB_SYS_accept, {server, 0, 0});
    const auto fd = make(NB_AF_LOCAL, NB_SOCK_STREAM);
    EXPECT_EQ(named(NB_SYS_connect, fd, local("/tmp/s")), 0);
    EXPECT_EQ(client.finish(waiting).error, 0);
    setNonBlocking(server);
    EXPECT_EQ(accept(server).error, NB_EAGAIN);
}

TEST_F(LocalSockets, PaccceptChoosesTheFlags)
{
    const auto server = listener(NB_AF_LOCAL, local("/tmp/s"));
    named(NB_SYS_connect, make(NB_AF_LOCAL, NB_SOCK_STREAM), local("/tmp/s"));
    const Reply reply = client.call(NB_SYS_paccept, {server, 0, 0, 0, NB_SOCK_NONBLOCK | NB_SOCK_CLOEXEC});
    const auto fd = static_cast<std::uint64_t>(reply.first);
    EXPECT_EQ(client.call(NB_SYS_fcntl, {fd, NB_F_GETFL, 0}).first, NB_O_RDWR | NB_O_NONBLOCK);
    EXPECT_EQ(client.call(NB_SYS_fcntl, {fd, NB_F_GETFD, 0}).first, NB_FD_CLOEXEC);
}

TEST_F(LocalSockets, TheOtherEndsDeathIsTheEndOfTheStream)
{
    const auto [one, other] = pair();
    client.write(one, "last");
    close(one);
    EXPECT_EQ(client.read(other, 9), "last");
    EXPECT_EQ(client.read(other, 9), "");
    EXPECT_EQ(client.write(other, "x").error, NB_EPIPE);
    EXPECT_THAT(client.signals, ElementsAre(static_cast<std::uint32_t>(NB_SIGPIPE)));
    EXPECT_EQ(client.call(NB_SYS_sendto, {other, client.put("x"), 1, NB_MSG_NOSIGNAL, 0, 0}).error, NB_EPIPE);
    EXPECT_EQ(client.signals.size(), 1U);
}

TEST_F(LocalSockets, HoldTheSenderUpWhenFull)
{
    const auto [one, other] = pair();
    const std::string much(20000, 'x');
    const auto writing = client.start(NB_SYS_write, {one, client.put(much), much.size()});
    std::string got;
    while (got.size() < much.size())
        got += client.read(other, 7000).value_or("");
    EXPECT_EQ(got, much);
    EXPECT_EQ(client.finish(writing).first, 20000);
    setNonBlocking(one);
    EXPECT_EQ(client.write(one, much).first, 4096);
    EXPECT_EQ(client.write(one, "x").error, NB_EAGAIN);
}

TEST_F(LocalSockets, DatagramsKeepTheirBordersAndSenders)
{
    const auto [one, other] = pair(NB_SOCK_DGRAM);
    client.write(one, "abc");
    client.write(one, "defg");
    EXPECT_EQ(client.read(other, 2), "ab") << "the rest is lost";
    EXPECT_EQ(client.read(other, 9), "defg");
    const auto named1 = make(NB_AF_LOCAL, NB_SOCK_DGRAM);
    const auto named2 = make(NB_AF_LOCAL, NB_SOCK_DGRAM);
    named(NB_SYS_bind, named1, local("/tmp/1"));
    named(NB_SYS_bind, named2, local("/tmp/2"));
    EXPECT_EQ(client.write(named1, "x").error, NB_EDESTADDRREQ);
    EXPECT_EQ(sendTo(named1, "x", local("/tmp/2")).first, 1);
    const auto length = client.putValues<std::uint32_t>({100});
    const auto from = client.room(100);
    EXPECT_EQ(client.call(NB_SYS_recvfrom, {named2, client.room(9), 9, 0, from, length}).first, 1);
    EXPECT_EQ(client.bytes(from, client.value<std::uint32_t>(length)), local("/tmp/1"));
}

TEST_F(LocalSockets, DatagramsFindNoRoomSomewhen)
{
    const auto [one, other] = pair(NB_SOCK_DGRAM);
    EXPECT_EQ(client.write(one, std::string(4000, 'x')).error, NB_EMSGSIZE);
    Reply reply;
    for (int i = 0; i < 10 && reply.error == 0; ++i)
        reply = client.write(one, std::string(1000, 'x'));
    EXPECT_EQ(reply.error, NB_ENOBUFS);
    close(other);
    EXPECT_EQ(client.write(one, "x").error, NB_ECONNRESET);
}

TEST_F(LocalSockets, PeekLeavesWhatItShows)
{
    const auto [one, other] = pair();
    client.write(one, "peek");
    const auto room = client.room(9);
    EXPECT_EQ(client.call(NB_SYS_recvfrom, {other, room, 2, NB_MSG_PEEK, 0, 0}).first, 2);
    EXPECT_EQ(client.read(other, 9), "peek");
    EXPECT_EQ(client.call(NB_SYS_recvfrom, {other, room, 9, NB_MSG_DONTWAIT, 0, 0}).error, NB_EAGAIN);
}

TEST_F(LocalSockets, CarryOpenFiles)
{
    const auto [one, other] = pair();
    const auto file = client.open("/f", NB_O_CREAT | NB_O_RDWR);
    client.write(file, "0123");
    EXPECT_EQ(sendRights(one, "hi", {static_cast<std::int32_t>(file)}).first, 2);
    close(file);
    const Got got = receiveRights(other);
    EXPECT_EQ(got.text, "hi");
    ASSERT_EQ(got.files.size(), 1U);
    const auto received = static_cast<std::uint64_t>(got.files[0]);
    EXPECT_EQ(client.call(NB_SYS_lseek, {received, 0, 0, NB_SEEK_CUR}).first, 4) << "the same open file";
    EXPECT_EQ(sendRights(one, "hi", {99}).error, NB_EBADF);
}

TEST_F(LocalSockets, FilesWithoutRoomAreClosed)
{
    const auto [one, other] = pair();
    client.call(NB_SYS_pipe);
    sendRights(one, "hi", {5});
    close(5);
    const Got got = receiveRights(other, 10);
    EXPECT_EQ(got.flags & NB_MSG_CTRUNC, static_cast<std::uint32_t>(NB_MSG_CTRUNC));
    EXPECT_EQ(client.write(6, "x").error, NB_EPIPE) << "nobody has the reading end any more";
}

TEST_F(LocalSockets, CirclesOfFilesAreCollected)
{
    client.call(NB_SYS_pipe);
    const auto [one, other] = pair();
    const auto first = static_cast<std::int32_t>(one);
    const auto second = static_cast<std::int32_t>(other);
    EXPECT_EQ(sendRights(one, "self", {first, second, 3}).error, 0);
    close(one);
    close(3);
    EXPECT_EQ(client.write(4, "x").error, 0) << "the queue still holds the reading end";
    close(other);
    EXPECT_EQ(client.write(4, "x").error, NB_EPIPE);
}

TEST_F(LocalSockets, ManyMessagesGoInOneCall)
{
    const auto [one, other] = pair(NB_SOCK_DGRAM);
    struct Counted
    {
        MessageHeader header;
        std::uint32_t count = 0;
        std::uint32_t padding = 0;
    };
    std::vector<Counted> messages(3);
    for (std::size_t i = 0; i < messages.size(); ++i)
        messages[i].header.vectors = client.putValues<std::uint64_t>({client.put("abcd"), i + 1});
    EXPECT_EQ(client.call(NB_SYS_sendmmsg, {one, client.putValues(messages), 3, 0}).first, 3);
    const auto at = client.putValues(messages);
    EXPECT_EQ(client.call(NB_SYS_recvmmsg, {other, at, 3, NB_MSG_WAITFORONE, 0}).first, 3);
    EXPECT_EQ(client.value<Counted>(at + 2 * sizeof(Counted)).count, 3U);
}

TEST_F(LocalSockets, TogetherHoldNoMoreThanTheirShareOfMemory)
{
    constexpr std::size_t kBuffer = 262144;
    const auto data = client.room(kBuffer);
    std::int64_t sent = 0;
    std::int32_t error = 0;
    std::uint64_t first = 0;
    const auto limit = client.putValues<std::uint64_t>({3000, 3000});
    ASSERT_EQ(client.call(NB_SYS_setrlimit, {NB_RLIMIT_NOFILE, limit}).error, 0);
    while (error == 0) {
        const auto [one, other] = pair();
        first = first == 0 ? other : first;
        setOption(other, NB_SO_RCVBUF, kBuffer);
        setNonBlocking(one);
        Reply reply = client.call(NB_SYS_write, {one, data, kBuffer});
        ASSERT_LT(sent, std::int64_t{80} << 20);
        error = reply.error;
        sent += error == 0 ? reply.first : 0;
    }
    EXPECT_EQ(error, NB_ENOBUFS);
    EXPECT_GE(sent, std::int64_t{60} << 20);
    close(first); // gives its part back
    const auto [one, other] = pair();
    EXPECT_EQ(client.write(one, "x").error, 0);
}

TEST_F(LocalSockets, WhoLeftBeforeItWasAcceptedHasNoName)
{
    const auto server = listener(NB_AF_LOCAL, local("/tmp/gone"));
    const auto length = client.putValues<std::uint32_t>({200});
    for (const bool leaves : {false, true}) {
        const auto fd = make(NB_AF_LOCAL, NB_SOCK_STREAM);
        ASSERT_EQ(named(NB_SYS_connect, fd, local("/tmp/gone")), 0);
        if (leaves)
            close(fd);
        EXPECT_EQ(client.call(NB_SYS_accept, {server, client.room(200), length}).error, 0);
        EXPECT_EQ(client.value<std::uint32_t>(length), 2U) << leaves;
    }
}

TEST_F(LocalSockets, NamesMayBeLongerThanTheirStructure)
{
    const std::string path = "/tmp/" + std::string(248, 'x');
    const std::string address = std::string{static_cast<char>(255), NB_AF_LOCAL} + path;
    ASSERT_EQ(address.size(), 255U);
    const auto fd = make(NB_AF_LOCAL, NB_SOCK_DGRAM);
    EXPECT_EQ(named(NB_SYS_bind, fd, address), 0);
    EXPECT_EQ(named(NB_SYS_connect, make(NB_AF_LOCAL, NB_SOCK_DGRAM), address), 0);
}

TEST_F(LocalSockets, AKqueueCannotBeSent)
{
    const auto [one, other] = pair(NB_SOCK_DGRAM);
    const auto kq = static_cast<std::int32_t>(client.call(NB_SYS_kqueue).first);
    EXPECT_EQ(sendRights(one, "x", {kq}).error, NB_EBADF);
}

} // namespace
} // namespace rumpscope::test
