// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/calls/table.h"

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kNumbers = 512;
using Table = std::array<const CallEntry *, kNumbers>;

Table makeTable()
{
    Table table{};
    for (const auto &family : {attributeCalls(), clockCalls(), descriptorCalls(), directoryCalls(),
                               fileSystemCalls(), identityCalls(), nameCalls(), openCalls(), pipeCalls(),
                               pollCalls(), sysctlCalls(), systemCalls(), transferCalls()}) {
        for (const CallEntry &entry : family)
            table[entry.number] = &entry;
    }
    return table;
}

} // namespace

const CallEntry *findCall(std::uint32_t number)
{
    static const Table kTable = makeTable();
    return number < kNumbers ? kTable[number] : nullptr;
}

} // namespace rumpscope::kernel
