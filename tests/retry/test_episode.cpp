// SPDX-License-Identifier: BSD-2-Clause
// Reconnect episodes with a clock moved by hand.
#include "clientcore/retry/episode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using namespace std::chrono_literals;

namespace rumpscope::retry {
namespace {

/// When attempts start if all fail at once: milliseconds since the loss; -1 at the end for giving up.
std::vector<long> attemptTimes(const Policy &policy, std::size_t most = 100)
{
    Episode episode(policy);
    const TimePoint begin{1000h};
    TimePoint now = begin;
    std::vector<long> times;
    auto action = episode.lost(now);
    while (times.size() < most) {
        if (const auto *wait = std::get_if<Episode::WaitUntil>(&action)) {
            now = wait->when;
            action = episode.proceed(now);
        } else if (const auto *attempt = std::get_if<Episode::Attempt>(&action)) {
            EXPECT_EQ(attempt->planned, now);
            EXPECT_EQ(attempt->attempt, times.size());
            times.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(now - begin).count());
            action = episode.attemptFailed(now);
        } else {
            times.push_back(-1);
            return times;
        }
    }
    return times;
}

TEST(Episode, SixSecondsMeanSixSeconds)
{
    const std::vector<long> wanted = {0, 100, 300, 600, 1000, 1500, 2100, 2800, 3600, 4500, 5500, 6000, -1};
    EXPECT_EQ(attemptTimes(Policy::forSeconds(6s)), wanted);
}

TEST(Episode, TheReferencesOvershootCanBeChosen)
{
    // It looks at the time only after a whole pause: n = 6 gave up after 7.5 s.
    const std::vector<long> wanted = {0, 100, 300, 600, 1000, 1500, 2100, 2800, 3600, 4500, 5500, -1};
    Policy policy = Policy::forSeconds(6s);
    policy.schedule.overshoot = true;
    EXPECT_EQ(attemptTimes(policy), wanted);

    Episode episode(policy);
    TimePoint now{};
    auto action = episode.lost(now);
    while (!std::holds_alternative<Episode::GiveUp>(action)) {
        if (const auto *wait = std::get_if<Episode::WaitUntil>(&action)) {
            now = wait->when;
            action = episode.proceed(now);
        } else {
            action = episode.attemptFailed(now);
        }
    }
    EXPECT_EQ(now - TimePoint{}, 7500ms);
}

TEST(Episode, OnceIsOneAttempt)
{
    EXPECT_EQ(attemptTimes(Policy::once()), (std::vector<long>{0, -1}));
}

TEST(Episode, ForEverIsForEver)
{
    const auto times = attemptTimes(Policy::forEver(), 1000);
    EXPECT_EQ(times.size(), 1000U);
    EXPECT_EQ(times[999] - times[998], 10000);
}

TEST(Episode, NeverGivesUpAtOnce)
{
    Episode episode(Policy::never());
    EXPECT_TRUE(std::holds_alternative<Episode::GiveUp>(episode.lost(TimePoint{})));
    EXPECT_TRUE(std::holds_alternative<Episode::GiveUp>(episode.proceed(TimePoint{})));
}

TEST(Episode, DieAfterAttemptsSaysHowMany)
{
    Policy policy = Policy::once();
    policy.end = End::Die;
    Episode episode(policy);
    TimePoint now{};
    (void)episode.lost(now);
    (void)episode.proceed(now);
    EXPECT_EQ(std::get<Episode::Die>(episode.attemptFailed(now)).attempts, 1U);
}

TEST(Episode, AFixedScheduleIsEven)
{
    Policy policy = Policy::forEver();
    policy.schedule = {.kind = Schedule::Kind::Fixed, .first = 250ms};
    policy.limit.attempts = 4;
    EXPECT_EQ(attemptTimes(policy), (std::vector<long>{250, 500, 750, 1000, -1}));
}

TEST(Episode, AnExponentialScheduleDoublesUpToItsLongest)
{
    Policy policy = Policy::forSeconds(10s);
    policy.schedule = {.kind = Schedule::Kind::Exponential, .first = 100ms, .longest = 3s};
    EXPECT_EQ(attemptTimes(policy), (std::vector<long>{100, 300, 700, 1500, 3100, 6100, 9100, 10000, -1}));
}

TEST(Episode, JitterDeviatesWithinItsShareAndIsTheSameForTheSameSeed)
{
    Policy policy = Policy::forEver();
    policy.schedule = {.kind = Schedule::Kind::Fixed, .first = 1s, .jitterPercent = 20};
    const auto firstPauses = [&](std::uint64_t seed) {
        Episode episode(policy, seed);
        TimePoint now{};
        std::vector<Duration> pauses;
        auto action = episode.lost(now);
        for (int i = 0; i < 100; ++i) {
            const TimePoint when = std::get<Episode::WaitUntil>(action).when;
            pauses.push_back(when - now);
            now = when;
            (void)episode.proceed(now);
            action = episode.attemptFailed(now);
        }
        return pauses;
    };
    const auto pauses = firstPauses(1);
    EXPECT_EQ(pauses, firstPauses(1));
    EXPECT_NE(pauses, firstPauses(2));
    const auto [shortest, longest] = std::minmax_element(pauses.begin(), pauses.end());
    EXPECT_GE(*shortest, 800ms);
    EXPECT_LT(*shortest, 900ms);
    EXPECT_LE(*longest, 1200ms);
    EXPECT_GT(*longest, 1100ms);
}

TEST(Episode, DieSaysSo)
{
    Episode episode(Policy::die());
    EXPECT_TRUE(std::holds_alternative<Episode::Die>(episode.lost(TimePoint{})));
}

TEST(Episode, ProceedingEarlyWaitsOn)
{
    Episode episode(Policy::forEver());
    const TimePoint now{1h};
    (void)episode.lost(now);
    (void)episode.proceed(now);
    auto action = episode.attemptFailed(now);
    const auto planned = std::get<Episode::WaitUntil>(action).when;
    EXPECT_EQ(planned, now + 100ms);
    action = episode.proceed(planned - 1ns);
    EXPECT_EQ(std::get<Episode::WaitUntil>(action).when, planned);
    action = episode.proceed(planned + 5ms);
    EXPECT_EQ(std::get<Episode::Attempt>(action).planned, planned) << "plan against reality";
}

TEST(Episode, ASlowAttemptDelaysTheNextButNotTheEnd)
{
    Episode episode(Policy::forSeconds(5s));
    const TimePoint begin{1h};
    (void)episode.lost(begin);
    (void)episode.proceed(begin);
    auto action = episode.attemptFailed(begin + 4950ms);
    EXPECT_EQ(std::get<Episode::WaitUntil>(action).when, begin + 5s) << "the last pause is cut";
    (void)episode.proceed(begin + 5s);
    action = episode.attemptFailed(begin + 7s);
    EXPECT_EQ(std::get<Episode::GiveUp>(action).attempts, 2U);
}

TEST(Episode, SuccessStartsOver)
{
    Episode episode(Policy::forEver());
    TimePoint now{1h};
    (void)episode.lost(now);
    for (int i = 0; i < 5; ++i) {
        (void)episode.proceed(now + 1h);
        (void)episode.attemptFailed(now);
    }
    episode.attemptSucceeded();
    now += 1h;
    const auto action = episode.lost(now);
    EXPECT_EQ(std::get<Episode::WaitUntil>(action).when, now);
    EXPECT_EQ(std::get<Episode::WaitUntil>(action).attempt, 0U);
}

} // namespace
} // namespace rumpscope::retry
