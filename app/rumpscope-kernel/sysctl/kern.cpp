// SPDX-License-Identifier: GPL-3.0-or-later
// kern.*: the system's names, limits and tables.
#include "app/rumpscope-kernel/calls/kernel.h"
#include "app/rumpscope-kernel/sysctl/leaves.h"

#include <array>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kMaxHostName = 256;
constexpr std::int32_t kTicksPerSecond = 100;
constexpr std::int32_t kOsRevision = 799003400;

SysctlNode structLeaf(std::int32_t number, std::string name, std::size_t size, SysctlNode::Read read)
{
    SysctlNode node;
    node.number = number;
    node.name = std::move(name);
    node.type = NB_CTLTYPE_STRUCT;
    node.size = size;
    node.read = std::move(read);
    return node;
}

/// struct clockinfo: hz, tick, tickadj, stathz, profhz.
SysctlAnswer clockRate(const Kernel &, const SysctlQuestion &question)
{
    constexpr std::array<std::int32_t, 5> kRate{kTicksPerSecond, 1'000'000 / kTicksPerSecond, 40,
                                                kTicksPerSecond, kTicksPerSecond};
    return oneValue(valueBytes(kRate), question);
}

SysctlAnswer bootTime(const Kernel &kernel, const SysctlQuestion &question)
{
    const std::array<std::int64_t, 2> time{kernel.booted.seconds, kernel.booted.nanoseconds};
    return oneValue(valueBytes(time), question);
}

SysctlAnswer maxProcesses(const Kernel &kernel, const SysctlQuestion &question)
{
    return oneValue(valueBytes(static_cast<std::int32_t>(kernel.processes.limit())), question);
}

} // namespace

SysctlNode kernNode()
{
    SysctlNode processes = intLeaf(NB_KERN_MAXPROC, "maxproc", 0);
    processes.read = maxProcesses;
    SysctlNode kern;
    kern.number = NB_CTL_KERN;
    kern.name = "kern";
    kern.children = {
        textLeaf(NB_KERN_OSTYPE, "ostype", "NetBSD"),
        textLeaf(NB_KERN_OSRELEASE, "osrelease", "7.99.34"),
        intLeaf(NB_KERN_OSREV, "osrevision", kOsRevision),
        textLeaf(NB_KERN_VERSION, "version", "NetBSD 7.99.34 (practice kernel of rumpscope)\n"),
        std::move(processes),
        intLeaf(NB_KERN_MAXFILES, "maxfiles", DescriptorTable::kMost),
        settableText(NB_KERN_HOSTNAME, "hostname", &Kernel::hostName, kMaxHostName),
        structLeaf(NB_KERN_CLOCKRATE, "clockrate", 20, clockRate),
        intLeaf(NB_KERN_NGROUPS, "ngroups", 16),
        settableText(NB_KERN_DOMAINNAME, "domainname", &Kernel::domainName, kMaxHostName),
        intLeaf(NB_KERN_FSYNC, "fsync", 1),
        intLeaf(NB_KERN_IOV_MAX, "iov_max", 1024),
        tableLeaf(NB_KERN_PROC2, "proc2", listProcesses),
        tableLeaf(NB_KERN_FILE2, "file2", listFiles),
        structLeaf(NB_KERN_BOOTTIME, "boottime", layout::timespec::kSize, bootTime),
    };
    return kern;
}

} // namespace rumpscope::kernel
