// SPDX-License-Identifier: GPL-3.0-or-later
// net.*: control blocks, and what sockets begin with.
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/sysctl/leaves.h"

namespace rumpscope::kernel {

namespace {

// The numbers of nodes that NetBSD numbers as they come are those of a rump kernel with all its parts.
constexpr std::int32_t kLocalStreams = 1098;
constexpr std::int32_t kLocalSequences = 1099;
constexpr std::int32_t kLocalDatagrams = 1100;
constexpr std::int32_t kUdpBlocks = 1116;
constexpr std::int32_t kTcpBlocks = 1121;
// Those with fixed numbers.
constexpr std::int32_t kSendSpace = 2;
constexpr std::int32_t kReceiveSpace = 3;
constexpr std::int32_t kFirstFreePort = 10;
constexpr std::int32_t kLastFreePort = 11;

constexpr std::int32_t kReservedPorts = 1024;
constexpr std::int32_t kLastPort = 65535;

SysctlNode parent(std::int32_t number, std::string name, std::vector<SysctlNode> children)
{
    SysctlNode node;
    node.number = number;
    node.name = std::move(name);
    node.children = std::move(children);
    return node;
}

SysctlNode blocks(std::int32_t number, std::int32_t domain, std::int32_t type)
{
    SysctlNode node =
        tableLeaf(number, "pcblist", [domain, type](const Kernel &kernel, const SysctlQuestion &question) {
            return listControlBlocks(kernel, question, domain, type);
        });
    node.type = NB_CTLTYPE_STRUCT;
    return node;
}

SysctlNode setting(std::int32_t number, std::string name, std::int32_t NetworkSettings::*value)
{
    return settableInt(number, std::move(name), [value](Kernel &kernel, std::optional<std::int32_t> wanted) {
        if (wanted)
            kernel.network.settings.*value = *wanted;
        return Outcome<std::int32_t>(kernel.network.settings.*value);
    });
}

/// One end of the range of ports that are given out; the other must be on the other side.
SysctlNode portLimit(std::int32_t number, std::string name, std::int32_t NetworkSettings::*value)
{
    return settableInt(number, std::move(name), [value](Kernel &kernel, std::optional<std::int32_t> wanted) {
        NetworkSettings &current = kernel.network.settings;
        if (!wanted)
            return Outcome<std::int32_t>(current.*value);
        NetworkSettings changed = current;
        changed.*value = *wanted;
        if (*wanted < kReservedPorts || *wanted > kLastPort || changed.firstFreePort >= changed.lastFreePort)
            return Outcome<std::int32_t>(fail(NB_EINVAL));
        current = changed;
        return Outcome<std::int32_t>(*wanted);
    });
}

SysctlNode localNode()
{
    const auto kind = [](std::int32_t type, std::string name, std::int32_t number) {
        return parent(type, std::move(name), {blocks(number, NB_AF_LOCAL, type)});
    };
    return parent(NB_AF_LOCAL, "local",
                  {
                      kind(NB_SOCK_STREAM, "stream", kLocalStreams),
                      kind(NB_SOCK_DGRAM, "dgram", kLocalDatagrams),
                      kind(NB_SOCK_SEQPACKET, "seqpacket", kLocalSequences),
                  });
}

SysctlNode inetNode()
{
    return parent(NB_AF_INET, "inet",
                  {
                      parent(NB_IPPROTO_IP, "ip",
                             {
                                 portLimit(kFirstFreePort, "anonportmin", &NetworkSettings::firstFreePort),
                                 portLimit(kLastFreePort, "anonportmax", &NetworkSettings::lastFreePort),
                             }),
                      parent(NB_IPPROTO_TCP, "tcp",
                             {
                                 setting(kSendSpace, "sendspace", &NetworkSettings::streamSend),
                                 setting(kReceiveSpace, "recvspace", &NetworkSettings::streamReceive),
                                 blocks(kTcpBlocks, NB_AF_INET, NB_SOCK_STREAM),
                             }),
                      parent(NB_IPPROTO_UDP, "udp",
                             {
                                 setting(kSendSpace, "sendspace", &NetworkSettings::datagramSend),
                                 setting(kReceiveSpace, "recvspace", &NetworkSettings::datagramReceive),
                                 blocks(kUdpBlocks, NB_AF_INET, NB_SOCK_DGRAM),
                             }),
                  });
}

} // namespace

SysctlNode netNode()
{
    return parent(NB_CTL_NET, "net", {localNode(), inetNode()});
}

} // namespace rumpscope::kernel
