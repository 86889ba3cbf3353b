// SPDX-License-Identifier: BSD-2-Clause
// What to do when the connection is lost: a schedule, a limit, and what happens at the end. Values with text.
#pragma once

#include "clientcore/retry/schedule.h"

#include <tl/expected.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rumpscope::retry {

/// How long an episode may go on.
struct Limit
{
    /// Attempts before it ends; nullopt: as many as there is time for. 0: none is made.
    std::optional<unsigned> attempts;
    /// From the loss on; nullopt: no limit of time.
    std::optional<std::chrono::seconds> time;

    friend bool operator==(const Limit &, const Limit &) = default;
};

/// What losing the connection for good means.
enum class End {
    GiveUp, ///< the waiting calls fail; the next call begins a new episode, if the limit allows attempts
    Die,    ///< the session ends; in the C library, the program
};

/// The default makes no attempt and gives up.
struct Policy
{
    Schedule schedule;
    Limit limit{.attempts = 0, .time = {}};
    End end = End::GiveUp;

    /// The five settings of rumpclient_setconnretry(3).
    [[nodiscard]] static Policy never();
    [[nodiscard]] static Policy once();
    [[nodiscard]] static Policy forSeconds(std::chrono::seconds seconds);
    [[nodiscard]] static Policy forEver();
    [[nodiscard]] static Policy die();

    /// The policy that a value of rumpclient_setconnretry(3) means; nullopt for negative numbers it does not
    /// have.
    [[nodiscard]] static std::optional<Policy> fromValue(long long retrytime);
    /// The value of rumpclient_setconnretry(3) that means this policy; nullopt where none does.
    [[nodiscard]] std::optional<long long> value() const;

    /// Whether any attempt is made after a loss.
    [[nodiscard]] bool makesAttempts() const { return limit.attempts != 0U; }
    [[nodiscard]] bool dies() const { return end == End::Die; }

    /// "never", "once", "die", "for 30 s", "for ever", "5 times"; behind it what differs from the reference's
    /// schedule: "every 500 ms", "100 ms doubling to 10 s", "jitter 20 %", "overshoot", each behind a comma.
    /// parse() reads each back to an equal policy, times to the millisecond.
    [[nodiscard]] std::string text() const;
    /// Also reads "forever" and a bare number of seconds. The error says what was wrong and what is known.
    [[nodiscard]] static tl::expected<Policy, std::string> parse(std::string_view text);

    friend bool operator==(const Policy &, const Policy &) = default;
};

} // namespace rumpscope::retry
