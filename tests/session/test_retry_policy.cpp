// SPDX-License-Identifier: BSD-2-Clause
// The schedule of rumpclient_setconnretry, with a clock moved by hand.
#include "clientcore/retry/retry_policy.h"

#include <gtest/gtest.h>

using namespace rumpscope::retry;
using namespace std::chrono_literals;
using Kind = RetrySetting::Kind;

namespace {

/// When attempts start if all fail at once: milliseconds since the loss; -1 at the end for giving up.
std::vector<long> attemptTimes(RetrySetting setting, std::size_t most = 100)
{
    RetryPolicy policy(setting);
    const TimePoint begin{1000h};
    TimePoint now = begin;
    std::vector<long> times;
    auto action = policy.lost(now);
    while (times.size() < most) {
        if (const auto *wait = std::get_if<RetryPolicy::WaitUntil>(&action)) {
            now = wait->when;
            action = policy.proceed(now);
        } else if (const auto *attempt = std::get_if<RetryPolicy::Attempt>(&action)) {
            EXPECT_EQ(attempt->planned, now);
            EXPECT_EQ(attempt->attempt, times.size());
            times.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(now - begin).count());
            action = policy.attemptFailed(now);
        } else {
            times.push_back(-1);
            return times;
        }
    }
    return times;
}

} // namespace

TEST(RetryPolicy, PausesAreThoseMeasuredOnTheReference)
{
    const std::vector<long> wanted = {0,    100,  200,  300,  400,  500,  600,  700,  800,   900,   1000,
                                      2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 10000, 10000};
    for (unsigned k = 0; k < wanted.size(); ++k)
        EXPECT_EQ(referencePause(k), std::chrono::milliseconds(wanted[k])) << k;
}

TEST(RetryPolicy, SixSecondsMeanSixSeconds)
{
    const std::vector<long> wanted = {0, 100, 300, 600, 1000, 1500, 2100, 2800, 3600, 4500, 5500, 6000, -1};
    EXPECT_EQ(attemptTimes({Kind::Seconds, 6s}), wanted);
}

TEST(RetryPolicy, TheReferencesOvershootCanBeChosen)
{
    // It looks at the time only after a whole pause: n = 6 gave up after 7.5 s.
    const std::vector<long> wanted = {0, 100, 300, 600, 1000, 1500, 2100, 2800, 3600, 4500, 5500, -1};
    const RetrySetting setting{Kind::Seconds, 6s, true};
    EXPECT_EQ(attemptTimes(setting), wanted);

    RetryPolicy policy(setting);
    TimePoint now{};
    auto action = policy.lost(now);
    while (!std::holds_alternative<RetryPolicy::GiveUp>(action)) {
        if (const auto *wait = std::get_if<RetryPolicy::WaitUntil>(&action)) {
            now = wait->when;
            action = policy.proceed(now);
        } else {
            action = policy.attemptFailed(now);
        }
    }
    EXPECT_EQ(now - TimePoint{}, 7500ms);
}

TEST(RetryPolicy, OnceIsOneAttempt)
{
    EXPECT_EQ(attemptTimes({Kind::Once}), (std::vector<long>{0, -1}));
}

TEST(RetryPolicy, ForEverIsForEver)
{
    const auto times = attemptTimes({Kind::Infinite}, 1000);
    EXPECT_EQ(times.size(), 1000U);
    EXPECT_EQ(times[999] - times[998], 10000);
}

TEST(RetryPolicy, NeverGivesUpAtOnceAndForGood)
{
    RetryPolicy policy({Kind::None});
    EXPECT_FALSE(policy.exhausted());
    EXPECT_TRUE(std::holds_alternative<RetryPolicy::GiveUp>(policy.lost(TimePoint{})));
    EXPECT_TRUE(policy.exhausted());
}

TEST(RetryPolicy, DieSaysSo)
{
    RetryPolicy policy({Kind::Die});
    EXPECT_TRUE(std::holds_alternative<RetryPolicy::Die>(policy.lost(TimePoint{})));
}

TEST(RetryPolicy, ProceedingEarlyWaitsOn)
{
    RetryPolicy policy({Kind::Infinite});
    const TimePoint now{1h};
    (void)policy.lost(now);
    (void)policy.proceed(now);
    auto action = policy.attemptFailed(now);
    const auto planned = std::get<RetryPolicy::WaitUntil>(action).when;
    EXPECT_EQ(planned, now + 100ms);
    action = policy.proceed(planned - 1ns);
    EXPECT_EQ(std::get<RetryPolicy::WaitUntil>(action).when, planned);
    action = policy.proceed(planned + 5ms);
    EXPECT_EQ(std::get<RetryPolicy::Attempt>(action).planned, planned) << "plan against reality";
}

TEST(RetryPolicy, ASlowAttemptDelaysTheNextButNotTheEnd)
{
    RetryPolicy policy({Kind::Seconds, 5s});
    const TimePoint begin{1h};
    (void)policy.lost(begin);
    (void)policy.proceed(begin);
    auto action = policy.attemptFailed(begin + 4950ms);
    EXPECT_EQ(std::get<RetryPolicy::WaitUntil>(action).when, begin + 5s) << "the last pause is cut";
    (void)policy.proceed(begin + 5s);
    action = policy.attemptFailed(begin + 7s);
    EXPECT_EQ(std::get<RetryPolicy::GiveUp>(action).attempts, 2U);
}

TEST(RetryPolicy, SuccessStartsOver)
{
    RetryPolicy policy({Kind::Infinite});
    TimePoint now{1h};
    (void)policy.lost(now);
    for (int i = 0; i < 5; ++i) {
        (void)policy.proceed(now + 1h);
        (void)policy.attemptFailed(now);
    }
    policy.attemptSucceeded();
    now += 1h;
    const auto action = policy.lost(now);
    EXPECT_EQ(std::get<RetryPolicy::WaitUntil>(action).when, now);
    EXPECT_EQ(std::get<RetryPolicy::WaitUntil>(action).attempt, 0U);
}

TEST(RetrySetting, ReadsTheValuesOfSetconnretry)
{
    EXPECT_EQ(RetrySetting::fromValue(0)->kind, Kind::None);
    EXPECT_EQ(RetrySetting::fromValue(-1)->kind, Kind::Infinite);
    EXPECT_EQ(RetrySetting::fromValue(-2)->kind, Kind::Once);
    EXPECT_EQ(RetrySetting::fromValue(-3)->kind, Kind::Die);
    EXPECT_EQ(RetrySetting::fromValue(30)->seconds, 30s);
    EXPECT_FALSE(RetrySetting::fromValue(-4));
    EXPECT_EQ(RetrySetting::fromValue(30)->text(), "for 30 s");
}
