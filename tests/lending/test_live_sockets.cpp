// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets, messages and ioctl: the kernel's copies against what the calls lend.
#include "tests/lending/live_lending.h"

#include <array>
#include <cstring>

namespace rumpscope::test {
namespace {

struct LiveLendingSockets : LiveLending
{
    /// Two UDP sockets on the loopback interface, the second bound to `m_address`.
    void twoSockets()
    {
        m_from = rump_sys_socket(RUMP_AF_INET, RUMP_SOCK_DGRAM, 0);
        m_to = rump_sys_socket(RUMP_AF_INET, RUMP_SOCK_DGRAM, 0);
        if (m_from < 0)
            GTEST_SKIP() << "This kernel has no network.";
        m_address.sin_len = sizeof m_address;
        m_address.sin_family = RUMP_AF_INET;
        m_address.sin_addr.s_addr = 0x0100007f;
        EXACTLY(rump_sys_bind(m_to, &m_address, sizeof m_address));
        socklen_t length = sizeof m_address;
        EXACTLY(rump_sys_getsockname(m_to, &m_address, &length));
        EXPECT_NE(m_address.sin_port, 0);
    }

    int m_from = -1;
    int m_to = -1;
    rump_sockaddr_in m_address{};
};

TEST_F(LiveLendingSockets, Options)
{
    const int fd = rump_sys_socket(RUMP_AF_LOCAL, RUMP_SOCK_STREAM, 0);
    EXACTLY(fd);
    int value = 8192;
    EXACTLY(rump_sys_setsockopt(fd, RUMP_SOL_SOCKET, RUMP_SO_SNDBUF, &value, sizeof value));
    socklen_t length = sizeof value;
    EXACTLY(rump_sys_getsockopt(fd, RUMP_SOL_SOCKET, RUMP_SO_SNDBUF, &value, &length));
    EXPECT_EQ(value, 8192);
    REFUSED(rump_sys_setsockopt(fd, RUMP_SOL_SOCKET, 0x7777, &value, sizeof value), RUMP_ENOPROTOOPT);
}

TEST_F(LiveLendingSockets, Datagrams)
{
    twoSockets();
    std::array<char, 64> room{};
    rump_sockaddr_in from{};
    socklen_t length = sizeof from;
    EXACTLY(
        rump_sys_sendto(m_from, "ping", 4, 0, reinterpret_cast<sockaddr *>(&m_address), sizeof m_address));
    AT_MOST(rump_sys_recvfrom(m_to, room.data(), room.size(), 0, &from, &length));
    EXPECT_STREQ(room.data(), "ping");
    EXPECT_EQ(from.sin_addr.s_addr, 0x0100007fU);
    EXACTLY(rump_sys_connect(m_from, &m_address, sizeof m_address));
    EXACTLY(rump_sys_getpeername(m_from, &from, &length));
    EXACTLY(rump_sys_sendto(m_from, "pong", 4, 0, nullptr, 0));
    // The loopback delivers when it gets to it.
    rump_pollfd arrival{m_to, RUMP_POLLIN, 0};
    EXACTLY(rump_sys_poll(&arrival, 1, 20000));
    int waiting = 0;
    EXACTLY(rump_sys_ioctl(m_to, RUMP_FIONREAD, &waiting));
    EXPECT_GE(waiting, 4);
    int on = 1;
    EXACTLY(rump_sys_ioctl(m_to, RUMP_FIONBIO, &on));
    AT_MOST(rump_sys_recvfrom(m_to, room.data(), room.size(), 0, nullptr, nullptr));
    REFUSED(rump_sys_recvfrom(m_to, room.data(), room.size(), 0, nullptr, nullptr), RUMP_EAGAIN);
}

TEST_F(LiveLendingSockets, Messages)
{
    twoSockets();
    std::array<char, 3> one{'o', 'n', 'e'};
    std::array<char, 5> two{'-', 't', 'w', 'o', '!'};
    std::array<rump_iovec, 2> parts{{{one.data(), one.size()}, {two.data(), two.size()}}};
    rump_msghdr message{};
    message.msg_name = &m_address;
    message.msg_namelen = sizeof m_address;
    message.msg_iov = parts.data();
    message.msg_iovlen = 2;
    EXACTLY(rump_sys_sendmsg(m_from, &message, 0));
    std::array<char, 8> room{};
    rump_sockaddr_in from{};
    std::array<rump_iovec, 2> into{{{room.data(), 4}, {room.data() + 4, 4}}};
    message.msg_name = &from;
    message.msg_iov = into.data();
    EXACTLY(rump_sys_recvmsg(m_to, &message, 0));
    EXPECT_EQ(std::memcmp(room.data(), "one-two!", 8), 0);
    std::array<rump_mmsghdr, 2> several{};
    for (rump_mmsghdr &each : several) {
        each.msg_hdr.msg_name = &m_address;
        each.msg_hdr.msg_namelen = sizeof m_address;
        each.msg_hdr.msg_iov = parts.data();
        each.msg_hdr.msg_iovlen = 2;
    }
    EXACTLY(rump_sys_sendmmsg(m_from, several.data(), 2, 0));
    EXPECT_EQ(several[1].msg_len, 8U);
    std::array<char, 16> rooms{};
    std::array<rump_iovec, 2> intos{{{rooms.data(), 8}, {rooms.data() + 8, 8}}};
    for (std::size_t i = 0; i < 2; ++i) {
        several[i].msg_hdr.msg_name = nullptr;
        several[i].msg_hdr.msg_iov = &intos[i];
        several[i].msg_hdr.msg_iovlen = 1;
    }
    EXACTLY(rump_sys_recvmmsg(m_to, several.data(), 2, 0, nullptr));
    EXPECT_EQ(std::memcmp(rooms.data(), "one-two!one-two!", 16), 0);
}

TEST_F(LiveLendingSockets, DescriptorsInMessages)
{
    std::array<int, 2> pair{};
    EXACTLY(rump_sys_socketpair(RUMP_AF_LOCAL, RUMP_SOCK_STREAM, 0, pair.data()));
    const int passed = rump_sys_open("/passed", RUMP_O_CREAT | RUMP_O_RDWR, 0644);
    struct
    {
        rump_cmsghdr header;
        int padding; ///< NetBSD aligns what follows to 8 bytes
        int fd;
        int end;
    } control{{20, RUMP_SOL_SOCKET, 1}, 0, passed, 0};
    char byte = 'x';
    rump_iovec part{&byte, 1};
    rump_msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = 24;
    EXACTLY(rump_sys_sendmsg(pair[0], &message, 0));
    control.fd = -1;
    AT_MOST(rump_sys_recvmsg(pair[1], &message, 0));
    EXPECT_GT(control.fd, passed);
    EXACTLY(rump_sys_write(control.fd, "there", 5));
}

TEST_F(LiveLendingSockets, Interfaces)
{
    twoSockets();
    std::array<rump_ifreq, 8> list{};
    rump_ifconf configuration{};
    configuration.ifc_len = sizeof list;
    configuration.ifc_ifcu.ifcu_req = list.data();
    AT_MOST(rump_sys_ioctl(m_from, RUMP_SIOCGIFCONF, &configuration));
    EXPECT_STREQ(list[0].ifr_ifrn.ifrn_name, "lo0");
    rump_ifreq request{};
    std::strcpy(request.ifr_ifrn.ifrn_name, "lo0");
    EXACTLY(rump_sys_ioctl(m_from, RUMP_SIOCGIFFLAGS, &request));
    EXPECT_NE(request.ifr_ifru.ifru_flags, 0);
    std::array<char, 64> names{};
    struct
    {
        int total;
        int room;
        void *buffer;
    } cloners{0, 4, names.data()};
    AT_MOST(rump_sys_ioctl(m_from, RUMP_SIOCIFGCLONERS, &cloners));
    EXPECT_TRUE(last().known);
    rump_ifdrv driver{};
    std::strcpy(driver.ifd_name, "lo0");
    driver.ifd_data = names.data();
    driver.ifd_len = names.size();
    EXPECT_EQ(rump_sys_ioctl(m_from, RUMP_SIOCGDRVSPEC, &driver), -1)
        << "the loopback has nothing of its own";
    EXPECT_EQ(last().refusals(), "");
}

TEST_F(LiveLendingSockets, PacketFilters)
{
    const int fd = rump_sys_open("/dev/bpf", RUMP_O_RDWR);
    if (fd < 0)
        GTEST_SKIP() << "This kernel has no /dev/bpf.";
    rump_ifreq request{};
    std::strcpy(request.ifr_ifrn.ifrn_name, "lo0");
    EXACTLY(rump_sys_ioctl(fd, RUMP_BIOCSETIF, &request));
    std::array<rump_bpf_insn, 1> program{{{6, 0, 0, 0xffff}}}; // return everything
    rump_bpf_program filter{};
    filter.bf_len = 1;
    filter.bf_insns = program.data();
    EXACTLY(rump_sys_ioctl(fd, RUMP_BIOCSETF, &filter));
    std::array<int, 8> types{};
    rump_bpf_dltlist list{};
    list.bfl_len = 8;
    list.bfl_list = types.data();
    AT_MOST(rump_sys_ioctl(fd, RUMP_BIOCGDLTLIST, &list));
    rump_bpf_stat statistics{};
    EXACTLY(rump_sys_ioctl(fd, RUMP_BIOCGSTATS, &statistics));
}

TEST_F(LiveLendingSockets, ConnectionsTheyAccept)
{
    rump_sockaddr_un address{};
    address.sun_len = sizeof address;
    address.sun_family = RUMP_AF_LOCAL;
    std::strcpy(address.sun_path, "/meet");
    const int listening = rump_sys_socket(RUMP_AF_LOCAL, RUMP_SOCK_STREAM, 0);
    EXACTLY(rump_sys_bind(listening, &address, sizeof address));
    EXACTLY(rump_sys_listen(listening, 2));
    const int calling = rump_sys_socket(RUMP_AF_LOCAL, RUMP_SOCK_STREAM | RUMP_SOCK_NONBLOCK, 0);
    EXACTLY(rump_sys_connect(calling, &address, sizeof address));
    rump_sockaddr_un from{};
    socklen_t length = sizeof from;
    AT_MOST(rump_sys_accept(listening, &from, &length));
    EXACTLY(rump_sys_shutdown(calling, RUMP_SHUT_WR));
}

} // namespace
} // namespace rumpscope::test
