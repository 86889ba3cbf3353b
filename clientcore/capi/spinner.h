// SPDX-License-Identifier: BSD-2-Clause
// Looking for an answer before sleeping: worth it only where answers come sooner than a thread falls asleep.
#pragma once

#include <chrono>

namespace rumpscope::capi {

/// Of the leader. Learns: spins that found nothing make the next ones rarer, up to one in kRarest. Signals
/// are held back meanwhile, so after some in a row that did find something the leader sleeps once.
class Spinner
{
public:
    /// `longest`: how long to look; none for a single look.
    explicit Spinner(std::chrono::microseconds longest)
        : m_longest(longest)
    {}

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
        const bool found = m_longest.count() == 0 ? look() : lookOn(look);
        if (found) {
            m_rarity = 0;
            m_inARow = (m_inARow + 1) % kMostInARow;
            m_skip = m_inARow == 0 ? 1 : 0;
        } else {
            m_inARow = 0;
            m_rarity = m_rarity == 0 ? 1 : m_rarity < kRarest ? m_rarity * 2 : kRarest;
            m_skip = m_rarity;
        }
        return found;
    }

private:
    template<class Look>
    [[nodiscard]] bool lookOn(const Look &look) const
    {
        using Clock = std::chrono::steady_clock;
        constexpr int kLooksBetweenClocks = 4;
        const auto end = Clock::now() + m_longest;
        do {
            for (int i = 0; i < kLooksBetweenClocks; ++i) {
                if (look())
                    return true;
            }
        } while (Clock::now() < end);
        return false;
    }

    static constexpr unsigned kRarest = 256;
    static constexpr unsigned kMostInARow = 16;
    std::chrono::microseconds m_longest;
    unsigned m_rarity = 0;
    unsigned m_skip = 0;
    unsigned m_inARow = 0;
};

} // namespace rumpscope::capi
