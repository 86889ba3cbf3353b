// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/policy.h"

namespace rumpscope::retry {

namespace {

/// RUMPCLIENT_RETRYCONN_* of rumpclient.h.
constexpr long long kInfinite = -1;
constexpr long long kOnce = -2;
constexpr long long kDie = -3;

} // namespace

Policy Policy::never()
{
    return {};
}

Policy Policy::once()
{
    Policy policy;
    policy.limit.attempts = 1;
    return policy;
}

Policy Policy::forSeconds(std::chrono::seconds seconds)
{
    Policy policy;
    policy.limit = {.attempts = {}, .time = seconds};
    return policy;
}

Policy Policy::forEver()
{
    Policy policy;
    policy.limit = {};
    return policy;
}

Policy Policy::die()
{
    Policy policy;
    policy.end = End::Die;
    return policy;
}

std::optional<Policy> Policy::fromValue(long long retrytime)
{
    switch (retrytime) {
    case 0:
        return never();
    case kInfinite:
        return forEver();
    case kOnce:
        return once();
    case kDie:
        return die();
    default:
        if (retrytime < 0)
            return std::nullopt;
        return forSeconds(std::chrono::seconds(retrytime));
    }
}

std::optional<long long> Policy::value() const
{
    if (limit.time && *this == forSeconds(*limit.time))
        return limit.time->count();
    for (const long long value : {0LL, kInfinite, kOnce, kDie}) {
        if (*this == *fromValue(value))
            return value;
    }
    return std::nullopt;
}

} // namespace rumpscope::retry
