// SPDX-License-Identifier: GPL-3.0-or-later
// TCP and UDP over the loopback interface.
#include "tests/kernel/socket_fixture.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct InetSockets : SocketTest
{
    std::uint64_t stream() { return make(NB_AF_INET, NB_SOCK_STREAM); }
    std::uint64_t datagrams() { return make(NB_AF_INET, NB_SOCK_DGRAM); }
};

TEST_F(InetSockets, StreamsConnect)
{
    const auto server = listener(NB_AF_INET, inet(4000));
    const auto fd = stream();
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(4000)), 0);
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(4000)), NB_EISCONN);
    const auto accepted = static_cast<std::uint64_t>(accept(server).first);
    EXPECT_EQ(name(NB_SYS_getpeername, fd), inet(4000));
    EXPECT_EQ(name(NB_SYS_getpeername, accepted), name(NB_SYS_getsockname, fd));
    client.write(fd, "ping");
    EXPECT_EQ(client.read(accepted, 9), "ping");
    client.call(NB_SYS_shutdown, {fd, NB_SHUT_WR});
    EXPECT_EQ(client.read(accepted, 9), "");
    EXPECT_EQ(client.write(fd, "x").error, NB_EPIPE);
    client.write(accepted, "pong");
    EXPECT_EQ(client.read(fd, 9), "pong") << "the other direction is still open";
}

TEST_F(InetSockets, RefusedStreamsAreOfNoMoreUse)
{
    const auto fd = stream();
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(9)), NB_ECONNREFUSED);
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(9)), NB_EINVAL);
}

TEST_F(InetSockets, NonBlockingConnectsAreAnsweredLater)
{
    listener(NB_AF_INET, inet(4000));
    const auto fd = make(NB_AF_INET, NB_SOCK_STREAM | NB_SOCK_NONBLOCK);
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(4000)), NB_EINPROGRESS);
    EXPECT_EQ(option(fd, NB_SO_ERROR), 0);
    const auto refused = make(NB_AF_INET, NB_SOCK_STREAM | NB_SOCK_NONBLOCK);
    EXPECT_EQ(named(NB_SYS_connect, refused, inet(9)), NB_EINPROGRESS);
    EXPECT_EQ(option(refused, NB_SO_ERROR), NB_ECONNREFUSED);
    EXPECT_EQ(option(refused, NB_SO_ERROR), 0) << "told once";
}

TEST_F(InetSockets, ClosedListenersResetWhoWaits)
{
    const auto server = listener(NB_AF_INET, inet(4000));
    const auto fd = stream();
    named(NB_SYS_connect, fd, inet(4000));
    close(server);
    EXPECT_EQ(client.call(NB_SYS_read, {fd, client.room(5), 5}).error, NB_ECONNRESET);
    EXPECT_EQ(client.write(fd, "x").error, NB_EPIPE);
    EXPECT_THAT(client.signals, ElementsAre(static_cast<std::uint32_t>(NB_SIGPIPE)));
}

TEST_F(InetSockets, AddressesAreTakenAndGivenBack)
{
    const auto server = listener(NB_AF_INET, inet(4000));
    const auto fd = stream();
    EXPECT_EQ(named(NB_SYS_bind, fd, inet(4000)), NB_EADDRINUSE);
    EXPECT_EQ(named(NB_SYS_bind, fd, inet(4000, {1, 2, 3, 4})), NB_EADDRNOTAVAIL);
    EXPECT_EQ(named(NB_SYS_bind, fd, inet(4000).substr(0, 8)), NB_EINVAL);
    close(server);
    EXPECT_EQ(named(NB_SYS_bind, fd, inet(4000)), 0);
    EXPECT_EQ(named(NB_SYS_bind, fd, inet(4001)), NB_EINVAL);
    client.call(NB_SYS_setuid, {5});
    EXPECT_EQ(named(NB_SYS_bind, stream(), inet(80)), NB_EACCES);
}

TEST_F(InetSockets, BigTransfersGoThrough)
{
    const auto server = listener(NB_AF_INET, inet(4000));
    const auto fd = stream();
    named(NB_SYS_connect, fd, inet(4000));
    const auto accepted = static_cast<std::uint64_t>(accept(server).first);
    std::string much;
    for (int i = 0; much.size() < 200000; ++i)
        much += std::to_string(i);
    const auto writing = client.start(NB_SYS_write, {fd, client.put(much), much.size()});
    std::string got;
    while (got.size() < much.size())
        got += client.read(accepted, 50000).value_or("");
    EXPECT_EQ(got, much);
    EXPECT_EQ(client.finish(writing).first, static_cast<std::int64_t>(much.size()));
}

TEST_F(InetSockets, DatagramsFindTheirPort)
{
    const auto server = datagrams();
    named(NB_SYS_bind, server, inet(5000));
    const auto fd = datagrams();
    EXPECT_EQ(client.write(fd, "x").error, NB_EDESTADDRREQ);
    EXPECT_EQ(sendTo(fd, "hello", inet(5000)).first, 5);
    EXPECT_EQ(client.read(server, 9), "hello");
    EXPECT_EQ(sendTo(fd, "lost", inet(5001)).first, 4) << "nobody says so to who is not connected";
    EXPECT_EQ(named(NB_SYS_connect, fd, inet(5000)), 0);
    EXPECT_EQ(sendTo(fd, "x", inet(5000)).error, NB_EISCONN);
    EXPECT_EQ(client.write(fd, "con").first, 3);
    EXPECT_EQ(client.read(server, 9), "con");
}

TEST_F(InetSockets, UnreachablePortsAreToldToConnectedSockets)
{
    const auto fd = datagrams();
    named(NB_SYS_connect, fd, inet(77));
    EXPECT_EQ(client.write(fd, "x").first, 1);
    EXPECT_EQ(client.write(fd, "x").error, NB_ECONNREFUSED);
}

TEST_F(InetSockets, OptionsAreKept)
{
    const auto fd = stream();
    EXPECT_EQ(option(fd, NB_SO_TYPE), NB_SOCK_STREAM);
    EXPECT_EQ(option(fd, NB_SO_SNDBUF), 32768);
    setOption(fd, NB_SO_RCVBUF, 5000);
    EXPECT_EQ(option(fd, NB_SO_RCVBUF), 5000);
    setOption(fd, NB_SO_REUSEADDR, 7);
    EXPECT_EQ(option(fd, NB_SO_REUSEADDR), 1);
    const auto value = client.putValues<std::int32_t>({1 << 30, 0});
    EXPECT_EQ(client.call(NB_SYS_setsockopt, {fd, 0xffff, NB_SO_SNDBUF, value, 4}).error, NB_ENOBUFS);
    EXPECT_EQ(client.call(NB_SYS_setsockopt, {fd, 0xffff, NB_SO_ERROR, value, 4}).error, NB_ENOPROTOOPT);
    EXPECT_EQ(client.call(NB_SYS_setsockopt, {fd, 0xffff, NB_SO_REUSEADDR, value, 8}).error, NB_EINVAL);
}

TEST_F(InetSockets, TimeoutsEndAWait)
{
    const auto fd = datagrams();
    named(NB_SYS_bind, fd, inet(5000));
    const auto time = client.putValues<std::int64_t>({0, 20000});
    EXPECT_EQ(client.call(NB_SYS_setsockopt, {fd, 0xffff, NB_SO_RCVTIMEO, time, 16}).error, 0);
    EXPECT_EQ(client.call(NB_SYS_read, {fd, client.room(5), 5}).error, NB_EAGAIN);
}

TEST_F(InetSockets, MessagesComeInTheKernelsPieces)
{
    const auto fd = datagrams();
    named(NB_SYS_connect, fd, inet(77));
    const int before = client.copyIns;
    EXPECT_EQ(client.write(fd, std::string(9000, 'x')).first, 9000);
    EXPECT_EQ(client.copyIns - before, 6) << "1972, 3 x 2048, 456 and 428 bytes";
    EXPECT_EQ(client.write(fd, std::string(9217, 'x')).error, NB_ECONNREFUSED);
    EXPECT_EQ(client.write(fd, std::string(9217, 'x')).error, NB_EMSGSIZE);
}

TEST_F(InetSockets, IoctlCountsWhatCanBeRead)
{
    const auto [one, other] = pair();
    client.write(one, "12345");
    const auto count = client.room(4);
    EXPECT_EQ(client.call(NB_SYS_ioctl, {other, 0x4004667f, count}).error, 0);
    EXPECT_EQ(client.value<std::int32_t>(count), 5);
    EXPECT_EQ(client.call(NB_SYS_ioctl, {1, 0x4004667f, count}).error, NB_ENOTTY);
}

TEST_F(InetSockets, AFamilyOfZeroIsWrittenInTheLength)
{
    std::string address = inet(8080);
    address[0] = NB_AF_INET;
    address[1] = 0;
    const auto server = make(NB_AF_INET, NB_SOCK_STREAM);
    EXPECT_EQ(named(NB_SYS_bind, server, address), 0);
    EXPECT_EQ(client.call(NB_SYS_listen, {server, 1}).error, 0);
    EXPECT_EQ(named(NB_SYS_connect, make(NB_AF_INET, NB_SOCK_STREAM), address), 0);
    EXPECT_EQ(name(NB_SYS_getsockname, server), inet(8080, {0x7f, 0, 0, 1}));
    EXPECT_EQ(sendTo(make(NB_AF_INET, NB_SOCK_DGRAM), "text", address).first, 4);
}

TEST_F(InetSockets, OptionsOfTheLevelIp)
{
    const auto fd = make(NB_AF_INET, NB_SOCK_DGRAM);
    const auto set = [&](std::int32_t option, std::int32_t value) {
        return client
            .call(NB_SYS_setsockopt,
                  {fd, 0, static_cast<std::uint64_t>(option), client.putValues<std::int32_t>({value}), 4})
            .error;
    };
    const auto get = [&](std::int32_t option) {
        const auto room = client.room(4);
        const auto length = client.putValues<std::uint32_t>({4});
        EXPECT_EQ(
            client.call(NB_SYS_getsockopt, {fd, 0, static_cast<std::uint64_t>(option), room, length}).error,
            0);
        return client.value<std::int32_t>(room);
    };
    EXPECT_EQ(set(NB_IP_RECVPKTINFO, 7), 0);
    EXPECT_EQ(get(NB_IP_RECVPKTINFO), 1);
    EXPECT_EQ(set(NB_IP_MINTTL, 256), NB_EINVAL);
    EXPECT_EQ(set(NB_IP_PORTRANGE, 3), NB_EINVAL);
    EXPECT_EQ(set(NB_IP_PORTRANGE, NB_IP_PORTRANGE_HIGH), 0);
    EXPECT_EQ(get(NB_IP_PORTRANGE), NB_IP_PORTRANGE_DEFAULT);
    EXPECT_EQ(set(NB_IP_PORTRANGE, NB_IP_PORTRANGE_LOW), 0);
    EXPECT_EQ(get(NB_IP_PORTRANGE), NB_IP_PORTRANGE_LOW);
    ASSERT_EQ(named(NB_SYS_bind, fd, inet(0)), 0);
    const std::string bound = name(NB_SYS_getsockname, fd);
    const int port = static_cast<unsigned char>(bound[2]) << 8 | static_cast<unsigned char>(bound[3]);
    EXPECT_GE(port, 600);
    EXPECT_LT(port, 1024);
}

} // namespace
} // namespace rumpscope::test
