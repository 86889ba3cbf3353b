// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace rumpscope::retry {
namespace {

TEST(Policy, ReadsTheValuesOfSetconnretry)
{
    EXPECT_EQ(Policy::fromValue(0), Policy::never());
    EXPECT_EQ(Policy::fromValue(-1), Policy::forEver());
    EXPECT_EQ(Policy::fromValue(-2), Policy::once());
    EXPECT_EQ(Policy::fromValue(-3), Policy::die());
    EXPECT_EQ(Policy::fromValue(30), Policy::forSeconds(30s));
    EXPECT_FALSE(Policy::fromValue(-4));
    for (const long long value : {0LL, 1LL, 30LL, -1LL, -2LL, -3LL})
        EXPECT_EQ(Policy::fromValue(value)->value(), value);
}

TEST(Policy, HasNoValueWhereTheLibraryHasNone)
{
    Policy policy = Policy::forEver();
    policy.schedule.kind = Schedule::Kind::Fixed;
    EXPECT_FALSE(policy.value());
    policy = Policy::forSeconds(30s);
    policy.schedule.overshoot = true;
    EXPECT_FALSE(policy.value());
}

TEST(Policy, SaysItselfInWords)
{
    EXPECT_EQ(Policy::never().text(), "never");
    EXPECT_EQ(Policy::once().text(), "once");
    EXPECT_EQ(Policy::die().text(), "die");
    EXPECT_EQ(Policy::forEver().text(), "for ever");
    EXPECT_EQ(Policy::forSeconds(30s).text(), "for 30 s");
    Policy policy = Policy::forEver();
    policy.schedule = {
        .kind = Schedule::Kind::Exponential, .first = 100ms, .longest = 10s, .jitterPercent = 20};
    EXPECT_EQ(policy.text(), "for ever, 100 ms doubling to 10 s, jitter 20 %");
}

TEST(Policy, IsReadBackFromItsText)
{
    for (const Schedule::Kind kind :
         {Schedule::Kind::Reference, Schedule::Kind::Fixed, Schedule::Kind::Exponential}) {
        for (const auto &attempts : {std::optional<unsigned>{}, {0U}, {1U}, {7U}}) {
            for (const auto &time : {std::optional<std::chrono::seconds>{}, {0s}, {30s}}) {
                for (const End end : {End::GiveUp, End::Die}) {
                    for (const unsigned jitter : {0U, 20U}) {
                        for (const bool overshoot : {false, true}) {
                            Policy policy{
                                .schedule = {.kind = kind, .jitterPercent = jitter, .overshoot = overshoot},
                                .limit = {.attempts = attempts, .time = time},
                                .end = end};
                            EXPECT_EQ(Policy::parse(policy.text()), policy) << policy.text();
                        }
                    }
                }
            }
        }
    }
}

TEST(Policy, ReadsWhatPeopleType)
{
    EXPECT_EQ(Policy::parse("forever"), Policy::forEver());
    EXPECT_EQ(Policy::parse("30"), Policy::forSeconds(30s));
    EXPECT_EQ(Policy::parse("0"), Policy::never());
    EXPECT_EQ(Policy::parse(" once "), Policy::once());
    const auto every = Policy::parse("5 times,every 2s");
    ASSERT_TRUE(every);
    EXPECT_EQ(every->limit.attempts, 5U);
    EXPECT_EQ(every->schedule.pause(3), 2s);
}

TEST(Policy, SaysWhatItDoesNotUnderstand)
{
    for (const char *text : {"", "sometimes", "-1", "30 s", "for", "for ever never", "once, every",
                             "once, every 0 ms", "once, 2 s doubling to 1 s", "once, jitter 101 %",
                             "99999999999999999999", "once,", "5 times every 2 s", "oncet"}) {
        const auto policy = Policy::parse(text);
        ASSERT_FALSE(policy) << text;
        EXPECT_THAT(policy.error(), testing::HasSubstr("Known are never")) << text;
    }
    EXPECT_THAT(Policy::parse("once, jitter 101 %").error(),
                testing::HasSubstr("\" jitter 101 %\" is not understood"));
}

} // namespace
} // namespace rumpscope::retry
