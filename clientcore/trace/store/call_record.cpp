// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/call_record.h"

#include "clientcore/abi/catalog.h"

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

std::optional<std::int32_t> CallRecord::netbsdErrno() const
{
    if (kind != Kind::Syscall || outcome != Outcome::Answered)
        return std::nullopt;
    if (error != 0 || retval[0] == 0)
        return error;
    const abi::Call *call = abi::findCall(number);
    const bool valueIsErrno = call && call->result == abi::ResultKind::ErrnoValue;
    return valueIsErrno ? static_cast<std::int32_t>(retval[0]) : 0;
}

bool CallRecord::failed() const
{
    return error != 0 || outcome == Outcome::Lost || outcome == Outcome::Refused ||
           netbsdErrno().value_or(0) != 0;
}

} // namespace rumpscope::trace
