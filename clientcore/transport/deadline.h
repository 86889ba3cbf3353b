// SPDX-License-Identifier: BSD-2-Clause
// Monotonic time. Every wait in the core is bounded by a Deadline or says that it is not.
#pragma once

#include <chrono>
#include <optional>

namespace rumpscope::transport {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

/// A point on the monotonic clock, or never.
class Deadline
{
public:
    [[nodiscard]] static Deadline never() { return Deadline{}; }
    [[nodiscard]] static Deadline at(TimePoint when) { return Deadline{when}; }
    [[nodiscard]] static Deadline in(Duration delay) { return Deadline{Clock::now() + delay}; }

    [[nodiscard]] bool isNever() const { return !m_when; }
    [[nodiscard]] std::optional<TimePoint> when() const { return m_when; }
    [[nodiscard]] bool expired(TimePoint now = Clock::now()) const { return m_when && now >= *m_when; }
    /// For poll(2): milliseconds left, rounded up, -1 for never.
    [[nodiscard]] int pollTimeout(TimePoint now = Clock::now()) const;

private:
    Deadline() = default;
    explicit Deadline(TimePoint when)
        : m_when(when)
    {}
    std::optional<TimePoint> m_when;
};

} // namespace rumpscope::transport
