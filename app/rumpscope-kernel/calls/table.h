// SPDX-License-Identifier: GPL-3.0-or-later
// Which function serves which call number.
#pragma once

#include "app/rumpscope-kernel/core/call.h"

#include <span>
#include <string_view>

namespace rumpscope::kernel {

/// A call that never waits and never touches the client's memory: answered on the spot.
using Immediate = Outcome<Values> (*)(Call &);
/// A call that may wait.
using Waiting = Task<Outcome<Values>> (*)(Call &);

/// Exactly one of the two functions is set.
struct CallEntry
{
    std::uint32_t number;
    std::string_view name;
    std::uint8_t slots; ///< argument slots it takes, PAD included
    Immediate immediate = nullptr;
    Waiting waiting = nullptr;
};
[[nodiscard]] constexpr CallEntry quick(std::uint32_t number, std::string_view name, std::uint8_t slots,
                                        Immediate function)
{
    return {number, name, slots, function, nullptr};
}
[[nodiscard]] constexpr CallEntry slow(std::uint32_t number, std::string_view name, std::uint8_t slots,
                                       Waiting function)
{
    return {number, name, slots, nullptr, function};
}

/// Null: ENOSYS.
[[nodiscard]] const CallEntry *findCall(std::uint32_t number);

/// Calls that belong together, under a name people can type.
struct CallFamily
{
    std::string_view name;
    std::span<const CallEntry> calls;
};
/// All of them.
[[nodiscard]] std::span<const CallFamily> callFamilies();

// The families; each file of calls/ is one.
[[nodiscard]] std::span<const CallEntry> attributeCalls();
[[nodiscard]] std::span<const CallEntry> clockCalls();
[[nodiscard]] std::span<const CallEntry> credentialCalls();
[[nodiscard]] std::span<const CallEntry> descriptorCalls();
[[nodiscard]] std::span<const CallEntry> directoryCalls();
[[nodiscard]] std::span<const CallEntry> fcntlCalls();
[[nodiscard]] std::span<const CallEntry> fileSystemCalls();
[[nodiscard]] std::span<const CallEntry> fileTimeCalls();
[[nodiscard]] std::span<const CallEntry> groupCalls();
[[nodiscard]] std::span<const CallEntry> identityCalls();
[[nodiscard]] std::span<const CallEntry> ioctlCalls();
[[nodiscard]] std::span<const CallEntry> kqueueCalls();
[[nodiscard]] std::span<const CallEntry> lockCalls();
[[nodiscard]] std::span<const CallEntry> messageCalls();
[[nodiscard]] std::span<const CallEntry> mountCalls();
[[nodiscard]] std::span<const CallEntry> nameCalls();
[[nodiscard]] std::span<const CallEntry> openCalls();
[[nodiscard]] std::span<const CallEntry> pipeCalls();
[[nodiscard]] std::span<const CallEntry> pollCalls();
[[nodiscard]] std::span<const CallEntry> posixTimerCalls();
[[nodiscard]] std::span<const CallEntry> selectCalls();
[[nodiscard]] std::span<const CallEntry> socketCalls();
[[nodiscard]] std::span<const CallEntry> socketOptionCalls();
[[nodiscard]] std::span<const CallEntry> sysctlCalls();
[[nodiscard]] std::span<const CallEntry> systemCalls();
[[nodiscard]] std::span<const CallEntry> timerCalls();
[[nodiscard]] std::span<const CallEntry> transferCalls();

} // namespace rumpscope::kernel
