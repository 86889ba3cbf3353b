// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/call_line.h"

#include "clientcore/wire/text.h"

#include <fmt/format.h>

namespace rumpscope::kernel {

namespace {

constexpr std::uint64_t kLargestDecimal = 99999;

std::string argument(std::uint64_t value)
{
    return value <= kLargestDecimal ? fmt::format("{}", value) : fmt::format("{:#x}", value);
}

} // namespace

std::string callLine(const Call &call, const CallEntry *entry, const Outcome<Values> &outcome)
{
    std::string line = fmt::format("{} {}: ", call.process->pid, wire::printable(call.process->name));
    line += entry != nullptr ? std::string(entry->name) : fmt::format("call {}", call.number);
    line += '(';
    const std::size_t count = entry != nullptr ? entry->slots : 0;
    for (std::size_t i = 0; i < count; ++i)
        line += (i > 0 ? ", " : "") + argument(call.arguments[i]);
    line += ") = ";
    line += outcome ? fmt::format("{}", outcome->first)
                    : fmt::format("errno {}", static_cast<std::int32_t>(outcome.error()));
    return line;
}

} // namespace rumpscope::kernel
