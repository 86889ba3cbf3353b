// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/retry_policy.h"

#include <algorithm>

namespace rumpscope::retry {

using namespace std::chrono_literals;
using Kind = RetrySetting::Kind;

std::optional<RetrySetting> RetrySetting::fromValue(long long retrytime)
{
    switch (retrytime) {
    case 0:
        return RetrySetting{Kind::None, 0s, false};
    case -1:
        return RetrySetting{Kind::Infinite, 0s, false};
    case -2:
        return RetrySetting{Kind::Once, 0s, false};
    case -3:
        return RetrySetting{Kind::Die, 0s, false};
    default:
        if (retrytime < 0)
            return std::nullopt;
        return RetrySetting{Kind::Seconds, std::chrono::seconds(retrytime), false};
    }
}

std::string RetrySetting::text() const
{
    switch (kind) {
    case Kind::None:
        return "never";
    case Kind::Seconds:
        return "for " + std::to_string(seconds.count()) + " s";
    case Kind::Infinite:
        return "for ever";
    case Kind::Once:
        return "once";
    case Kind::Die:
        return "die";
    }
    return {};
}

Duration referencePause(unsigned index)
{
    constexpr unsigned kShortPauses = 10;
    constexpr unsigned kLongest = 10;
    if (index < kShortPauses)
        return 100ms * index;
    return 1s * std::min(kLongest, index - (kShortPauses - 1));
}

RetryPolicy::RetryPolicy(RetrySetting setting)
    : m_setting(setting)
{}

RetryPolicy::Action RetryPolicy::lost(TimePoint now)
{
    m_next = 0;
    m_began = now;
    m_planned = now;
    switch (m_setting.kind) {
    case Kind::None:
        m_exhausted = true;
        return GiveUp{0};
    case Kind::Die:
        m_exhausted = true;
        return Die{};
    case Kind::Seconds:
    case Kind::Infinite:
    case Kind::Once:
        break;
    }
    m_running = true;
    return plan(now);
}

RetryPolicy::Action RetryPolicy::proceed(TimePoint now)
{
    if (!m_running)
        return GiveUp{m_next};
    if (now < m_planned)
        return WaitUntil{m_planned, m_next};
    if (m_setting.referenceOvershoot && timeIsOver(now)) {
        m_running = false;
        return GiveUp{m_next};
    }
    return Attempt{m_next, m_planned};
}

RetryPolicy::Action RetryPolicy::attemptFailed(TimePoint now)
{
    ++m_next;
    const bool lastOne = m_setting.kind == Kind::Once || (!m_setting.referenceOvershoot && timeIsOver(now));
    if (lastOne) {
        m_running = false;
        return GiveUp{m_next};
    }
    return plan(now);
}

void RetryPolicy::attemptSucceeded()
{
    m_running = false;
    m_next = 0;
}

bool RetryPolicy::timeIsOver(TimePoint now) const
{
    return m_setting.kind == Kind::Seconds && now - m_began >= m_setting.seconds;
}

RetryPolicy::Action RetryPolicy::plan(TimePoint now)
{
    m_planned = now + referencePause(m_next);
    if (m_setting.kind == Kind::Seconds && !m_setting.referenceOvershoot)
        m_planned = std::min(m_planned, m_began + m_setting.seconds);
    return WaitUntil{m_planned, m_next};
}

} // namespace rumpscope::retry
