// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kNumbers = 512;
using Table = std::array<const CallEntry *, kNumbers>;

Table makeTable()
{
    Table table{};
    for (const CallFamily &family : callFamilies()) {
        for (const CallEntry &entry : family.calls)
            table[entry.number] = &entry;
    }
    return table;
}

} // namespace

std::span<const CallFamily> callFamilies()
{
    static const std::array kFamilies{
        CallFamily{"attributes", attributeCalls()},
        CallFamily{"clocks", clockCalls()},
        CallFamily{"credentials", credentialCalls()},
        CallFamily{"descriptors", descriptorCalls()},
        CallFamily{"directories", directoryCalls()},
        CallFamily{"fcntl", fcntlCalls()},
        CallFamily{"filesystems", fileSystemCalls()},
        CallFamily{"filetimes", fileTimeCalls()},
        CallFamily{"groups", groupCalls()},
        CallFamily{"identity", identityCalls()},
        CallFamily{"ioctl", ioctlCalls()},
        CallFamily{"kqueue", kqueueCalls()},
        CallFamily{"locks", lockCalls()},
        CallFamily{"messages", messageCalls()},
        CallFamily{"mounts", mountCalls()},
        CallFamily{"names", nameCalls()},
        CallFamily{"opening", openCalls()},
        CallFamily{"pipes", pipeCalls()},
        CallFamily{"polling", pollCalls()},
        CallFamily{"posixtimers", posixTimerCalls()},
        CallFamily{"select", selectCalls()},
        CallFamily{"sockets", socketCalls()},
        CallFamily{"socketoptions", socketOptionCalls()},
        CallFamily{"sysctl", sysctlCalls()},
        CallFamily{"system", systemCalls()},
        CallFamily{"timers", timerCalls()},
        CallFamily{"transfer", transferCalls()},
    };
    return kFamilies;
}

const CallEntry *findCall(std::uint32_t number)
{
    static const Table kTable = makeTable();
    return number < kNumbers ? kTable[number] : nullptr;
}

} // namespace rumpscope::kernel
