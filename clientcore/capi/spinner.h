// SPDX-License-Identifier: BSD-2-Clause
// Looking for an answer before sleeping: worth it only where answers come sooner than a thread falls asleep.
#pragma once

#include <chrono>

namespace rumpscope::capi {

/// Of the leader. Learns: spins that found nothing make the next ones rarer, up to one in kRarest.
class Spinner
{
public:
    [[nodiscard]] bool worthWhile()
    {
        if (m_skip == 0)
            return true;
        --m_skip;
        return false;
    }
    /// Asks `look` until it says yes (true) or the time is over (false).
    template<class Look>
    [[nodiscard]] bool spin(const Look &look)
    {
        using Clock = std::chrono::steady_clock;
        constexpr int kLooksBetweenClocks = 4;
        const auto end = Clock::now() + kLongest;
        do {
            for (int i = 0; i < kLooksBetweenClocks; ++i) {
                if (look()) {
                    m_rarity = 0;
                    return true;
                }
            }
        } while (Clock::now() < end);
        m_rarity = m_rarity == 0 ? 1 : m_rarity < kRarest ? m_rarity * 2 : kRarest;
        m_skip = m_rarity;
        return false;
    }

private:
    static constexpr std::chrono::microseconds kLongest{50};
    static constexpr unsigned kRarest = 256;
    unsigned m_rarity = 0;
    unsigned m_skip = 0;
};

} // namespace rumpscope::capi
