// SPDX-License-Identifier: BSD-2-Clause
// Letting others run for a moment before sleeping: a thread that finds its answer then has cost nobody a
// wakeup, and the processor no sleep.
#pragma once

#include "clientcore/capi/host.h"

#include <atomic>
#include <chrono>

namespace rumpscope::capi {

/// Any thread. Learns: it stops for a while where a yield takes long (somebody else needs the processor, and
/// whoever sleeps gets it back sooner than whoever yields), or where answers are too slow to be found.
/// `Host` says now() and how to yield().
template<class Host>
class BasicYielder
{
public:
    /// False for a while after it has learned that it is not.
    [[nodiscard]] bool worthWhile() const
    {
        return Host::now() >= m_restsUntil.load(std::memory_order_relaxed);
    }
    /// Asks `look` before and after every yield until it says yes (true). False at once while it rests.
    template<class Look>
    [[nodiscard]] bool yield(const Look &look)
    {
        TimePoint before = Host::now();
        if (before < m_restsUntil.load(std::memory_order_relaxed))
            return false;
        for (int i = 0; i < kYields; ++i) {
            if (look())
                return found();
            Host::yield();
            const TimePoint after = Host::now();
            if (after - before > kLong) {
                if (add(m_slow, kSlow) >= kMostSlow)
                    rest(m_slow, after + kRestWhenSlow);
                return look() && found();
            }
            if (const unsigned slow = m_slow.load(std::memory_order_relaxed); slow != 0)
                m_slow.store(slow - 1, std::memory_order_relaxed);
            before = after;
        }
        if (look())
            return found();
        if (add(m_inVain, 1) >= kMostInVain)
            rest(m_inVain, before + kRestWhenInVain);
        return false;
    }

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Count = std::atomic<unsigned>;
    static constexpr int kYields = 10;
    /// Threads that only pass frames on are back sooner, but for one yield in thousands; one that computes
    /// takes its whole slice.
    static constexpr std::chrono::milliseconds kLong{1};
    static constexpr unsigned kSlow = 32; ///< quick yields that make up for a long one
    static constexpr unsigned kMostSlow = 8 * kSlow;
    static constexpr unsigned kMostInVain = 64; ///< in a row
    static constexpr std::chrono::seconds kRestWhenSlow{1};
    static constexpr std::chrono::milliseconds kRestWhenInVain{100};

    bool found()
    {
        if (m_inVain.load(std::memory_order_relaxed) != 0)
            m_inVain.store(0, std::memory_order_relaxed);
        return true;
    }
    static unsigned add(Count &count, unsigned more)
    {
        return count.fetch_add(more, std::memory_order_relaxed) + more;
    }
    void rest(Count &reason, TimePoint until)
    {
        reason.store(0, std::memory_order_relaxed);
        // Another thread may have begun a longer one meanwhile.
        if (until > m_restsUntil.load(std::memory_order_relaxed))
            m_restsUntil.store(until, std::memory_order_relaxed);
    }

    std::atomic<TimePoint> m_restsUntil{TimePoint{}};
    Count m_slow{0};
    Count m_inVain{0};
};

/// This machine's processor and clock.
struct Processor
{
    [[nodiscard]] static std::chrono::steady_clock::time_point now()
    {
        return std::chrono::steady_clock::now();
    }
    static void yield() { host::yield(); }
};
using Yielder = BasicYielder<Processor>;

} // namespace rumpscope::capi
