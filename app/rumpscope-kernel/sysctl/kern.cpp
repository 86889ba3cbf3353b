// SPDX-License-Identifier: GPL-3.0-or-later
// kern.*: the system's names, limits and tables.
#include "app/rumpscope-kernel/core/kernel.h"
#include "app/rumpscope-kernel/sysctl/leaves.h"

#include <array>
#include <sys/random.h>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kMaxHostName = 256;
constexpr std::int32_t kTicksPerSecond = 100;
constexpr std::int32_t kOsRevision = 799003400;
constexpr std::int32_t kMaxPid = 30000;
constexpr std::size_t kMostRandom = 256; ///< bytes of kern.arandom at a time

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

/// Fresh bytes, as many as there is room for; E2BIG for too many.
Outcome<SysctlAnswer> randomBytes(const Kernel &, const SysctlQuestion &question)
{
    if (question.room > kMostRandom)
        return fail(NB_E2BIG);
    if (question.room == 0)
        return SysctlAnswer{};
    std::vector<std::byte> bytes(question.room);
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return fail(NB_EIO);
    return oneValue(std::move(bytes), question);
}

SysctlNode randomLeaf(std::int32_t number, std::string name)
{
    SysctlNode node = structLeaf(number, std::move(name), sizeof(std::int32_t), randomBytes);
    node.type = NB_CTLTYPE_INT;
    return node;
}

struct Range
{
    std::int32_t least = 0;
    std::int32_t most = INT32_MAX;
};

/// A number that is kept elsewhere as a count.
template<class Get, class Set>
SysctlNode countLeaf(std::int32_t number, std::string name, Range range, Get get, Set set)
{
    return settableInt(number, std::move(name),
                       [=](Kernel &kernel, std::optional<std::int32_t> wanted) -> Outcome<std::int32_t> {
                           if (wanted && (*wanted < range.least || *wanted > range.most))
                               return fail(NB_EINVAL);
                           if (wanted)
                               set(kernel, *wanted);
                           return static_cast<std::int32_t>(get(kernel));
                       });
}

SysctlNode mostProcesses()
{
    return countLeaf(
        NB_KERN_MAXPROC, "maxproc", {0, kMaxPid - 1},
        [](const Kernel &kernel) { return kernel.processes.limit(); },
        [](Kernel &kernel, std::int32_t most) { kernel.processes.setLimit(static_cast<std::size_t>(most)); });
}

SysctlNode mostFiles()
{
    return countLeaf(
        NB_KERN_MAXFILES, "maxfiles", {},
        [](const Kernel &kernel) { return kernel.processes.openFiles().most(); },
        [](Kernel &kernel, std::int32_t most) {
            kernel.processes.openFiles().setMost(static_cast<std::size_t>(most));
        });
}

/// No socket's buffer may be larger. Nor may this be without end: clients are not to fill our memory.
SysctlNode largestBuffer()
{
    return countLeaf(
        NB_KERN_SBMAX, "sbmax", {16384, 4 << 20},
        [](const Kernel &kernel) { return kernel.network.settings.largestBuffer; },
        [](Kernel &kernel, std::int32_t most) { kernel.network.settings.largestBuffer = most; });
}

} // namespace

SysctlNode kernNode()
{
    SysctlNode kern;
    kern.number = NB_CTL_KERN;
    kern.name = "kern";
    kern.children = {
        textLeaf(NB_KERN_OSTYPE, "ostype", "NetBSD"),
        textLeaf(NB_KERN_OSRELEASE, "osrelease", "7.99.34"),
        intLeaf(NB_KERN_OSREV, "osrevision", kOsRevision),
        textLeaf(NB_KERN_VERSION, "version", "NetBSD 7.99.34 (practice kernel of rumpscope)\n"),
        mostProcesses(),
        mostFiles(),
        settableText(NB_KERN_HOSTNAME, "hostname", &Kernel::hostName, kMaxHostName),
        structLeaf(NB_KERN_CLOCKRATE, "clockrate", 20, clockRate),
        intLeaf(NB_KERN_NGROUPS, "ngroups", 16),
        settableText(NB_KERN_DOMAINNAME, "domainname", &Kernel::domainName, kMaxHostName),
        intLeaf(NB_KERN_FSYNC, "fsync", 1),
        intLeaf(NB_KERN_IOV_MAX, "iov_max", 1024),
        tableLeaf(NB_KERN_PROC2, "proc2", listProcesses),
        largestBuffer(),
        tableLeaf(NB_KERN_FILE2, "file2", listFiles),
        randomLeaf(NB_KERN_ARND, "arandom"),
        structLeaf(NB_KERN_BOOTTIME, "boottime", layout::timespec::kSize, bootTime),
    };
    return kern;
}

} // namespace rumpscope::kernel
