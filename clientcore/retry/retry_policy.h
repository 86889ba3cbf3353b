// SPDX-License-Identifier: BSD-2-Clause
// When to try to reconnect: rumpclient_setconnretry's contract as a pure state machine. No clock, no socket.
#pragma once

#include "clientcore/transport/deadline.h"

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace rumpscope::retry {

using transport::Duration;
using transport::TimePoint;

/// What to do when the connection is lost; the values of rumpclient_setconnretry(3).
struct RetrySetting
{
    enum class Kind {
        None,     ///< 0: fail at once, and ever after
        Seconds,  ///< n: attempts until n seconds have passed
        Infinite, ///< RUMPCLIENT_RETRYCONN_INFTIME (-1)
        Once,     ///< RUMPCLIENT_RETRYCONN_ONCE (-2)
        Die,      ///< RUMPCLIENT_RETRYCONN_DIE (-3)
    };
    Kind kind = Kind::None;
    std::chrono::seconds seconds{0};
    /// The reference checks the time only after a whole pause (n = 6 gave up after 7.5 s). Ours cuts the last
    /// pause.
    bool referenceOvershoot = false;

    /// The setting a value of rumpclient_setconnretry means; nullopt for other negative numbers.
    [[nodiscard]] static std::optional<RetrySetting> fromValue(long long retrytime);
    [[nodiscard]] std::string text() const; ///< "for 6 s", "for ever", "once", "never", "die"
    friend bool operator==(const RetrySetting &, const RetrySetting &) = default;
};

/// The pause before attempt `index` (from 0): 0.1·k s while k < 10, then min(10, k − 9) s (measured).
[[nodiscard]] Duration referencePause(unsigned index);

/// One reconnect episode. Inputs come with the time they happened at; outputs say what to do next.
class RetryPolicy
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
    {};
    using Action = std::variant<WaitUntil, Attempt, GiveUp, Die>;

    explicit RetryPolicy(RetrySetting setting);

    /// The connection was lost: an episode begins.
    [[nodiscard]] Action lost(TimePoint now);
    /// The time of WaitUntil has come (calling early gives the same WaitUntil again).
    [[nodiscard]] Action proceed(TimePoint now);
    [[nodiscard]] Action attemptFailed(TimePoint now);
    /// Back: the next loss starts over.
    void attemptSucceeded();

    [[nodiscard]] const RetrySetting &setting() const { return m_setting; }
    /// With None, once lost every later request fails without an attempt.
    [[nodiscard]] bool exhausted() const { return m_exhausted; }

private:
    [[nodiscard]] Action plan(TimePoint now);
    [[nodiscard]] bool timeIsOver(TimePoint now) const;

    RetrySetting m_setting;
    bool m_exhausted = false;
    bool m_running = false;
    unsigned m_next = 0;
    TimePoint m_began{};
    TimePoint m_planned{};
};

} // namespace rumpscope::retry
