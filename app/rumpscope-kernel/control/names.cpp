// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/control/names.h"

#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/control/faults.h"

#include <fmt/format.h>

namespace rumpscope::kernel {

namespace {

std::vector<std::uint32_t> one(std::string_view name)
{
    std::vector<std::uint32_t> numbers;
    if (name == "all")
        numbers.push_back(Faults::kEveryCall);
    for (const CallFamily &family : callFamilies()) {
        for (const CallEntry &entry : family.calls) {
            if (family.name == name || entry.name == name)
                numbers.push_back(entry.number);
        }
    }
    return numbers;
}

} // namespace

std::vector<std::uint32_t> callsNamed(std::string_view names)
{
    std::vector<std::uint32_t> all;
    while (!names.empty()) {
        const auto end = std::min(names.find(','), names.size());
        const auto numbers = one(names.substr(0, end));
        if (numbers.empty())
            return {};
        all.insert(all.end(), numbers.begin(), numbers.end());
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return all;
}

std::string unknownCall(std::string_view names)
{
    std::string families;
    for (const CallFamily &family : callFamilies())
        families += fmt::format(" {}", family.name);
    return fmt::format(
        "\"{}\" names no call of this kernel: write all, a call as read, a family (one of{}), or several "
        "with commas between them.",
        names, families);
}

std::string callName(std::uint32_t number)
{
    if (number == Faults::kEveryCall)
        return "all";
    const CallEntry *entry = findCall(number);
    return entry != nullptr ? std::string(entry->name) : fmt::format("call {}", number);
}

} // namespace rumpscope::kernel
