// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and messages for tests of sockets.
#pragma once

#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {

struct MessageHeader
{
    std::uint64_t name = 0;
    std::uint32_t nameLength = 0;
    std::uint32_t padding = 0;
    std::uint64_t vectors = 0;
    std::uint32_t vectorCount = 1;
    std::uint32_t morePadding = 0;
    std::uint64_t control = 0;
    std::uint32_t controlLength = 0;
    std::uint32_t flags = 0;
};

struct SocketTest : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest();

    static std::string inet(std::uint16_t port, const std::string &address = {127, 0, 0, 1})
    {
        std::string bytes(16, '\0');
        bytes[0] = 16;
        bytes[1] = NB_AF_INET;
        bytes[2] = static_cast<char>(port >> 8U);
        bytes[3] = static_cast<char>(port & 0xffU);
        return bytes.replace(4, 4, address);
    }
    static std::string local(const std::string &path)
    {
        return std::string{static_cast<char>(path.size() + 3), NB_AF_LOCAL} + path + '\0';
    }
    std::uint64_t make(std::int64_t domain, std::int64_t type)
    {
        const Reply reply = client.call(
            NB_SYS___socket30, {static_cast<std::uint64_t>(domain), static_cast<std::uint64_t>(type), 0});
        EXPECT_EQ(reply.error, 0);
        return static_cast<std::uint64_t>(reply.first);
    }
    std::int32_t named(std::int64_t call, std::uint64_t fd, const std::string &address)
    {
        return client.call(call, {fd, client.put(address), address.size()}).error;
    }
    /// A listening socket.
    std::uint64_t listener(std::int64_t domain, const std::string &address, std::uint64_t backlog = 5)
    {
        const auto fd = make(domain, NB_SOCK_STREAM);
        EXPECT_EQ(named(NB_SYS_bind, fd, address), 0);
        EXPECT_EQ(client.call(NB_SYS_listen, {fd, backlog}).error, 0);
        return fd;
    }
    Reply accept(std::uint64_t fd) { return client.call(NB_SYS_accept, {fd, 0, 0}); }
    /// The name one of getsockname, getpeername gives.
    std::string name(std::int64_t call, std::uint64_t fd)
    {
        const auto length = client.putValues<std::uint32_t>({200});
        const auto room = client.room(200);
        if (client.call(call, {fd, room, length}).error != 0)
            return "error";
        return client.bytes(room, client.value<std::uint32_t>(length));
    }
    std::int32_t option(std::uint64_t fd, std::uint64_t number)
    {
        const auto length = client.putValues<std::uint32_t>({4});
        const auto room = client.room(4);
        EXPECT_EQ(client.call(NB_SYS_getsockopt, {fd, 0xffff, number, room, length}).error, 0);
        return client.value<std::int32_t>(room);
    }
    void setOption(std::uint64_t fd, std::uint64_t number, std::int32_t value)
    {
        EXPECT_EQ(
            client.call(NB_SYS_setsockopt, {fd, 0xffff, number, client.putValues<std::int32_t>({value}), 4})
                .error,
            0);
    }
    Reply sendTo(std::uint64_t fd, const std::string &text, const std::string &address)
    {
        return client.call(NB_SYS_sendto,
                           {fd, client.put(text), text.size(), 0, client.put(address), address.size()});
    }
    std::pair<std::uint64_t, std::uint64_t> pair(std::int64_t type = NB_SOCK_STREAM)
    {
        const auto room = client.room(8);
        EXPECT_EQ(
            client.call(NB_SYS_socketpair, {NB_AF_LOCAL, static_cast<std::uint64_t>(type), 0, room}).error,
            0);
        return {client.value<std::uint32_t>(room), client.value<std::uint32_t>(room + 4)};
    }
    void setNonBlocking(std::uint64_t fd) { client.call(NB_SYS_fcntl, {fd, NB_F_SETFL, NB_O_NONBLOCK}); }
    void close(std::uint64_t fd) { EXPECT_EQ(client.call(NB_SYS_close, {fd}).error, 0); }

    /// sendmsg(2) with descriptors.
    Reply sendRights(std::uint64_t fd, const std::string &text, const std::vector<std::int32_t> &files)
    {
        const auto length = static_cast<std::int32_t>(16 + 4 * files.size());
        std::vector<std::int32_t> control{length, 0xffff, 1, 0};
        control.insert(control.end(), files.begin(), files.end());
        control.resize((control.size() + 1) / 2 * 2);
        MessageHeader header;
        header.vectors = client.putValues<std::uint64_t>({client.put(text), text.size()});
        header.control = client.putValues(control);
        header.controlLength = static_cast<std::uint32_t>(4 * control.size());
        return client.call(NB_SYS_sendmsg, {fd, client.putValues<MessageHeader>({header}), 0});
    }
    struct Got
    {
        Reply reply;
        std::string text;
        std::vector<std::int32_t> files;
        std::uint32_t flags = 0;
    };
    Got receiveRights(std::uint64_t fd, std::uint32_t controlRoom = 64, std::uint64_t flags = 0)
    {
        const auto data = client.room(64);
        MessageHeader header;
        header.vectors = client.putValues<std::uint64_t>({data, 64});
        header.control = controlRoom > 0 ? client.room(controlRoom) : 0;
        header.controlLength = controlRoom;
        const auto at = client.putValues<MessageHeader>({header});
        Got got;
        got.reply = client.call(NB_SYS_recvmsg, {fd, at, flags});
        const auto after = client.value<MessageHeader>(at);
        got.flags = after.flags;
        if (got.reply.error == 0)
            got.text = client.bytes(data, static_cast<std::size_t>(got.reply.first));
        const std::uint32_t count =
            after.controlLength == 0 ? 0 : (client.value<std::uint32_t>(header.control) - 16) / 4;
        for (std::uint32_t i = 0; i < count; ++i)
            got.files.push_back(client.value<std::int32_t>(header.control + 16 + 4 * i));
        return got;
    }
};

} // namespace rumpscope::test
