// SPDX-License-Identifier: BSD-2-Clause
// How long a request sleeps before it looks whether anybody reads.
#pragma once

#include "clientcore/capi/lock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>

namespace rumpscope::capi {

/// Of one thread. Looks soon at first, then ever more seldom: a call may be blocked for days.
class Patience
{
public:
    /// Sleeps while `event` is `asleep`. False: it still is, and it is time to look.
    [[nodiscard]] bool sleep(Event &event, std::uint32_t asleep)
    {
        const timespec pause{m_pause / kSecond, m_pause % kSecond};
        event.waitWhile(asleep, &pause);
        return event.value() != asleep;
    }
    /// There is nothing to read, or somebody reads.
    void calm()
    {
        m_seen.reset();
        m_pause = std::min(2 * m_pause, kLongest);
    }
    /// Bytes are there, and readers have begun to work `works` times so far. True if that was so some
    /// milliseconds ago, too: nobody came for them in between.
    [[nodiscard]] bool isOver(std::uint64_t works)
    {
        const auto now = Clock::now();
        m_pause = kShortest;
        if (m_seen == works)
            return now - m_since >= std::chrono::nanoseconds(kShortest);
        m_seen = works;
        m_since = now;
        return false;
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr long kSecond = 1'000'000'000;
    static constexpr long kShortest = kSecond / 50;
    static constexpr long kLongest = kSecond;
    long m_pause = kShortest; ///< nanoseconds
    std::optional<std::uint64_t> m_seen;
    Clock::time_point m_since{};
};

} // namespace rumpscope::capi
