// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/retry/schedule.h"

#include <gtest/gtest.h>

#include <vector>

using namespace std::chrono_literals;

namespace rumpscope::retry {
namespace {

TEST(Schedule, PausesAreThoseMeasuredOnTheReference)
{
    const std::vector<long> wanted = {0,    100,  200,  300,  400,  500,  600,  700,  800,   900,   1000,
                                      2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 10000, 10000};
    for (unsigned k = 0; k < wanted.size(); ++k)
        EXPECT_EQ(Schedule{}.pause(k), std::chrono::milliseconds(wanted[k])) << k;
}

TEST(Schedule, NoIndexOverflows)
{
    const Schedule doubling{.kind = Schedule::Kind::Exponential, .first = 1ms, .longest = 24h};
    EXPECT_EQ(doubling.pause(1'000'000), 24h);
    const Schedule longFirst{.kind = Schedule::Kind::Exponential, .first = 5s, .longest = 1s};
    EXPECT_EQ(longFirst.pause(0), 1s);
    EXPECT_EQ(Schedule{}.pause(~0U), 10s);
}

TEST(Schedule, JitterIsAShareOfThePause)
{
    const Schedule schedule{.kind = Schedule::Kind::Fixed, .first = 1s, .jitterPercent = 50};
    EXPECT_EQ(schedule.pause(0, 0.0), 500ms);
    EXPECT_EQ(schedule.pause(0, 0.5), 1s);
    const Schedule whole{.kind = Schedule::Kind::Fixed, .first = 1s, .jitterPercent = 1000};
    EXPECT_EQ(whole.pause(0, 0.0), 0s) << "never negative";
}

} // namespace
} // namespace rumpscope::retry
