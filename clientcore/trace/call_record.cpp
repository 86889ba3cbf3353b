// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/call_record.h"

#include <cstring>

namespace rumpscope::trace {

std::vector<std::uint64_t> CallRecord::arguments() const
{
    if (kind != Kind::Syscall || frames.empty())
        return {};
    const wire::Bytes &payload = frames.front().payload; // may be cut: whole slots only
    std::vector<std::uint64_t> slots(payload.size() / sizeof(std::uint64_t));
    if (!slots.empty())
        std::memcpy(slots.data(), payload.data(), slots.size() * sizeof(std::uint64_t));
    return slots;
}

transport::Duration CallRecord::latency(TimePoint now) const
{
    return (outcome == Outcome::Running ? now : ended) - sent;
}

} // namespace rumpscope::trace
