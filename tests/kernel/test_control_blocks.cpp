// SPDX-License-Identifier: GPL-3.0-or-later
// net.*.pcblist, and what sysctl(3) sets for sockets. The values are those a real kernel was seen to give.
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/socket_fixture.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

namespace at = layout::kinfo_pcb;
using testing::ElementsAre;

struct Block
{
    std::string record;

    template<class T>
    [[nodiscard]] T value(std::size_t offset) const
    {
        T result{};
        record.copy(reinterpret_cast<char *>(&result), sizeof result, offset);
        return result;
    }
    [[nodiscard]] std::string name(std::size_t offset) const { return record.substr(offset, 16); }
    [[nodiscard]] std::int32_t tcp() const { return value<std::int32_t>(at::ki_tstate); }
    [[nodiscard]] std::uint32_t state() const { return value<std::uint32_t>(at::ki_sostate); }
};

struct ControlBlocks : SocketTest
{
    const std::vector<std::int32_t> tcp{NB_CTL_NET, 2, 6, 1121};
    const std::vector<std::int32_t> udp{NB_CTL_NET, 2, 17, 1116};
    const std::vector<std::int32_t> streams{NB_CTL_NET, 1, 1, 1098};

    static std::vector<std::int32_t> list(std::vector<std::int32_t> name, std::int32_t most = 1000)
    {
        name.insert(name.end(), {0, 0, at::kSize, most});
        return name;
    }
    std::vector<Block> blocks(const std::vector<std::int32_t> &name)
    {
        const auto reply = sysctl(client, list(name), 100 * at::kSize);
        EXPECT_EQ(reply.error, 0);
        std::vector<Block> found;
        for (std::size_t i = 0; i + at::kSize <= reply.value.size(); i += at::kSize)
            found.push_back({reply.value.substr(i, at::kSize)});
        return found;
    }
    std::vector<std::int32_t> tcpStates()
    {
        std::vector<std::int32_t> states;
        for (const Block &block : blocks(tcp))
            states.push_back(block.tcp());
        return states;
    }
    std::int32_t set(const std::vector<std::int32_t> &name, std::int32_t value)
    {
        return setSysctl(client, name, {reinterpret_cast<const char *>(&value), sizeof value});
    }
};

TEST_F(ControlBlocks, FollowAConnection)
{
    EXPECT_TRUE(blocks(tcp).empty());
    const auto listening = listener(NB_AF_INET, inet(5000));
    const auto active = make(NB_AF_INET, NB_SOCK_STREAM);
    EXPECT_THAT(tcpStates(), ElementsAre(0, 1));
    ASSERT_EQ(named(NB_SYS_connect, active, inet(5000)), 0);
    EXPECT_THAT(tcpStates(), ElementsAre(4, 0 + 4, 1)); // connected before it is accepted
    const auto passive = static_cast<std::uint64_t>(accept(listening).first);
    client.write(active, "hello");
    const auto all = blocks(tcp);
    EXPECT_EQ(all[0].value<std::uint64_t>(at::ki_rcvq), 5U);
    EXPECT_EQ(all[0].name(at::ki_s), inet(5000));
    EXPECT_EQ(all[0].name(at::ki_d), all[1].name(at::ki_s));
    EXPECT_EQ(all[0].value<std::uint32_t>(at::ki_pflags), 0U);
    EXPECT_EQ(all[1].value<std::uint32_t>(at::ki_pflags), 0x40U);
    EXPECT_EQ(all[2].name(at::ki_d), std::string(16, '\0'));
    client.call(NB_SYS_shutdown, {active, 1});
    EXPECT_THAT(tcpStates(), ElementsAre(5, 9, 1));
    EXPECT_EQ(blocks(tcp)[1].state(), 0x12U);
    close(active);
    close(passive);
    EXPECT_THAT(tcpStates(), ElementsAre(1));
}

TEST_F(ControlBlocks, AreSeenByEverybody)
{
    listener(NB_AF_INET, inet(5000));
    KernelClient other = kernel.guest();
    EXPECT_EQ(sysctl(other, list(tcp), 4096).length, at::kSize);
    client.disconnect();
    EXPECT_TRUE(waitUntilGone(other, 2));
    EXPECT_EQ(sysctl(other, list(tcp), 4096).length, 0U);
}

TEST_F(ControlBlocks, CountAnElementsNameWithADatagram)
{
    const auto bound = make(NB_AF_INET, NB_SOCK_DGRAM);
    named(NB_SYS_bind, bound, inet(6000));
    const auto sender = make(NB_AF_INET, NB_SOCK_DGRAM);
    sendTo(sender, "hello", inet(6000));
    const auto all = blocks(udp);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].value<std::uint64_t>(at::ki_rcvq), 21U);
    EXPECT_EQ(all[1].value<std::uint32_t>(at::ki_protocol), 17U);
}

TEST_F(ControlBlocks, PointAtEachOtherInPairs)
{
    static_cast<void>(pair());
    const auto all = blocks(streams);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_NE(all[0].value<std::uint64_t>(at::ki_pcbaddr), 0U);
    EXPECT_EQ(all[0].value<std::uint64_t>(at::ki_conn), all[1].value<std::uint64_t>(at::ki_pcbaddr));
    EXPECT_EQ(all[1].value<std::uint64_t>(at::ki_conn), all[0].value<std::uint64_t>(at::ki_pcbaddr));
    EXPECT_EQ(all[0].value<std::uint32_t>(at::ki_pflags), 4U);
}

TEST_F(ControlBlocks, AnonymousPortsComeFromTheirRange)
{
    const auto portOf = [this] {
        const auto fd = make(NB_AF_INET, NB_SOCK_DGRAM);
        EXPECT_EQ(named(NB_SYS_bind, fd, inet(0)), 0);
        const std::string mine = name(NB_SYS_getsockname, fd);
        return static_cast<unsigned char>(mine[2]) * 256 + static_cast<unsigned char>(mine[3]);
    };
    ASSERT_EQ(set({NB_CTL_NET, 2, 0, 11}, 49153), 0);
    const int first = portOf();
    const int second = portOf();
    EXPECT_THAT((std::vector{std::min(first, second), std::max(first, second)}), ElementsAre(49152, 49153));
    const auto third = make(NB_AF_INET, NB_SOCK_DGRAM);
    EXPECT_EQ(named(NB_SYS_bind, third, inet(0)), NB_EAGAIN);
}

TEST_F(ControlBlocks, LimitsOfTheKernelCanBeSet)
{
    ASSERT_EQ(set({NB_CTL_KERN, NB_KERN_MAXFILES}, 0), 0);
    EXPECT_EQ(client.call(NB_SYS_pipe).error, NB_ENFILE);
    ASSERT_EQ(set({NB_CTL_KERN, NB_KERN_MAXPROC}, 3), 0);
    EXPECT_EQ(set({NB_CTL_KERN, NB_KERN_MAXPROC}, -1), NB_EINVAL);
    KernelClient refused(kernel.url());
    refused.writer().guest(1, "one too many");
    refused.send();
    EXPECT_EQ(refused.error(), wire::ErrorCode::RforkFailed);
}

} // namespace
} // namespace rumpscope::test
