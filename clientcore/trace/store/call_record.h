// SPDX-License-Identifier: BSD-2-Clause
// A call or lifecycle step put together from its frames.
#pragma once

#include "clientcore/trace/store/frame_list.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::trace {

/// Counts records from 1 for the life of a store; never reused.
enum class CallId : unsigned long long {};

struct CallRecord
{
    enum class Kind : std::uint8_t {
        Syscall,
        Guest,
        Fork,
        Exec,
        Prefork,
        Raise,
        Unknown, ///< AUTH, or a type, class or handshake that rump_sp does not have: a client behind the tap
    };
    enum class Outcome : std::uint8_t {
        Running,
        Answered,
        Refused,
        Lost,      ///< no answer will come, or it could not be read
        Cancelled, ///< ended by us: the session was closed, or a FORK released its prepared child
    };

    CallId id{};
    Kind kind = Kind::Syscall;
    Outcome outcome = Outcome::Running;
    SessionId session{};
    Generation generation{};
    std::optional<std::int32_t> pid;
    std::string process; ///< the caller's command name then, as far as it was seen
    std::uint32_t thread = 0;
    std::uint64_t reqno = 0;
    bool housekeeping = false;
    TimePoint sent{};
    TimePoint ended{};            ///< answer's last byte, or the loss
    std::uint32_t roundTrips = 1; ///< 0 for Raise, which is one-way
    std::uint64_t bytesIn = 0;    ///< payload the client gave (copyins), bytes
    std::uint64_t bytesOut = 0;   ///< payload the kernel gave (copyouts), bytes
    std::uint32_t number = 0;     ///< system call, signal for Raise, header's word for Unknown
    std::int32_t error = 0;       ///< NetBSD errno, or wire::ErrorCode when Refused
    std::array<std::int64_t, 2> retval{};
    std::optional<wire::Cookie> cookie; ///< Prefork, Fork
    std::string text;                   ///< command name of Guest and Exec
    std::string before;                 ///< Exec: the name until then
    FrameList frames;                   ///< request first; copies in between; answer last
    /// Copies between the last kept one and the answer that are counted in the sums above but not kept.
    std::uint64_t framesLeftOut = 0;

    [[nodiscard]] std::vector<std::uint64_t> arguments() const;     ///< of a Syscall
    [[nodiscard]] transport::Duration latency(TimePoint now) const; ///< until now while running
    /// Of an answered system call; 0 for success. Some calls return it as their value (posix_fadvise).
    [[nodiscard]] std::optional<std::int32_t> netbsdErrno() const;
    [[nodiscard]] bool failed() const; ///< an errno, refused, or the answer lost
};

/// One word for each, as filters and recordings' texts say it: "running", "answered", "refused", "lost",
/// "ended".
[[nodiscard]] constexpr std::string_view nameOf(CallRecord::Outcome outcome)
{
    constexpr std::string_view kNames[] = {"running", "answered", "refused", "lost", "ended"};
    return kNames[static_cast<std::size_t>(outcome)];
}

} // namespace rumpscope::trace
