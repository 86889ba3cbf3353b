// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/episode.h"

#include <algorithm>

namespace rumpscope::retry {

namespace {

/// splitmix64 (Steele, Lea, Flood 2014), as a number in [0, 1).
double draw(std::uint64_t &state)
{
    std::uint64_t value = state += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    value ^= value >> 31U;
    return static_cast<double>(value >> 11U) * 0x1.0p-53;
}

} // namespace

Episode::Episode(const Policy &policy, std::uint64_t seed)
    : m_policy(policy)
    , m_random(seed)
{}

Episode::Action Episode::lost(TimePoint now)
{
    m_next = 0;
    m_began = now;
    m_planned = now;
    if (!m_policy.makesAttempts())
        return end();
    m_running = true;
    return plan(now);
}

Episode::Action Episode::proceed(TimePoint now)
{
    if (!m_running)
        return end();
    if (now < m_planned)
        return WaitUntil{m_planned, m_next};
    if (m_policy.schedule.overshoot && timeIsOver(now))
        return end();
    return Attempt{m_next, m_planned};
}

Episode::Action Episode::attemptFailed(TimePoint now)
{
    ++m_next;
    const bool enough = m_policy.limit.attempts && m_next >= *m_policy.limit.attempts;
    if (enough || (!m_policy.schedule.overshoot && timeIsOver(now)))
        return end();
    return plan(now);
}

void Episode::attemptSucceeded()
{
    m_running = false;
    m_next = 0;
}

bool Episode::timeIsOver(TimePoint now) const
{
    return m_policy.limit.time && now - m_began >= *m_policy.limit.time;
}

Episode::Action Episode::end()
{
    m_running = false;
    if (m_policy.dies())
        return Die{m_next};
    return GiveUp{m_next};
}

Episode::Action Episode::plan(TimePoint now)
{
    m_planned = now + m_policy.schedule.pause(m_next, draw(m_random));
    if (m_policy.limit.time && !m_policy.schedule.overshoot)
        m_planned = std::min(m_planned, m_began + *m_policy.limit.time);
    return WaitUntil{m_planned, m_next};
}

} // namespace rumpscope::retry
