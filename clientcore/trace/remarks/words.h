// SPDX-License-Identifier: BSD-2-Clause
// Names in the sentences of remarks.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/trace/store/call_record.h"

#include <fmt/format.h>

namespace rumpscope::trace {

/// "shell (pid 2)"
[[nodiscard]] inline std::string whoOf(const CallRecord &record)
{
    const std::string name = record.process.empty() ? std::string("a client") : record.process;
    return record.pid ? fmt::format("{} (pid {})", name, *record.pid) : name;
}

/// "open"
[[nodiscard]] inline std::string callName(std::uint32_t number)
{
    const abi::Call *call = abi::findCall(number);
    return call ? std::string(call->display) : fmt::format("system call {}", number);
}

/// "1 call", "2 calls"
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

} // namespace rumpscope::trace
