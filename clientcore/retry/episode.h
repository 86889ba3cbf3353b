// SPDX-License-Identifier: BSD-2-Clause
// One reconnect episode as a pure state machine. No clock, no socket, no allocation.
#pragma once

#include "clientcore/retry/policy.h"

#include <cstdint>
#include <variant>

namespace rumpscope::retry {

/// Inputs come with the time they happened at; outputs say what to do next. One thread at a time.
class Episode
{
public:
    struct WaitUntil
    {
        TimePoint when;
        unsigned attempt;
    }; ///< then call proceed()
    struct Attempt
    {
        unsigned attempt;
        TimePoint planned;
    };
    struct GiveUp
    {
        unsigned attempts;
    };
    struct Die
    {
        unsigned attempts;
    };
    using Action = std::variant<WaitUntil, Attempt, GiveUp, Die>;

    /// `seed` chooses the deviations where the schedule has jitter: the same seed, the same pauses.
    explicit Episode(const Policy &policy, std::uint64_t seed = 0);

    /// The connection was lost: the episode begins.
    [[nodiscard]] Action lost(TimePoint now);
    /// The time of WaitUntil has come (calling early gives the same WaitUntil again).
    [[nodiscard]] Action proceed(TimePoint now);
    [[nodiscard]] Action attemptFailed(TimePoint now);
    /// Back: the next loss starts over.
    void attemptSucceeded();

    [[nodiscard]] const Policy &policy() const { return m_policy; }

private:
    [[nodiscard]] Action plan(TimePoint now);
    [[nodiscard]] Action end();
    [[nodiscard]] bool timeIsOver(TimePoint now) const;

    Policy m_policy;
    std::uint64_t m_random;
    bool m_running = false;
    unsigned m_next = 0;
    TimePoint m_began{};
    TimePoint m_planned{};
};

} // namespace rumpscope::retry
