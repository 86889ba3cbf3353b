// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/statistics.h"
#include "tests/support/trace/events.h"

#include <gtest/gtest.h>

#include <random>

namespace rumpscope::trace {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using transport::Duration;

double ratio(Duration a, Duration b)
{
    return static_cast<double>(a.count()) / static_cast<double>(b.count());
}

TEST(LatencyHistogram, ErrsByLessThanTwoPercent)
{
    for (double value = 100; value < 1e12; value *= 1.013) {
        LatencyHistogram histogram;
        const auto latency = nanoseconds(static_cast<std::int64_t>(value));
        histogram.add(latency);
        EXPECT_NEAR(ratio(histogram.quantile(0.5), latency), 1, 0.02) << value;
    }
}

TEST(LatencyHistogram, CountsWhatIsBeyondInTheEdges)
{
    LatencyHistogram histogram;
    histogram.add(nanoseconds(-5));
    histogram.add(nanoseconds(0));
    histogram.add(hours(10'000));
    EXPECT_EQ(histogram.count(), 3U);
    EXPECT_EQ(histogram.quantile(0), nanoseconds(100));
    EXPECT_NEAR(ratio(histogram.quantile(1), seconds(1000)), 1, 0.03);
    EXPECT_EQ(LatencyHistogram{}.quantile(0.5), Duration::zero());
}

TEST(LatencyHistogram, FindsQuantilesOfManySamples)
{
    std::mt19937 random(1);
    std::lognormal_distribution<double> distribution(11, 1.5);
    LatencyHistogram histogram;
    std::vector<double> samples(20'001);
    for (double &sample : samples) {
        sample = std::floor(distribution(random) + 100);
        histogram.add(nanoseconds(static_cast<std::int64_t>(sample)));
    }
    std::sort(samples.begin(), samples.end());
    for (const double fraction : {0.01, 0.5, 0.9, 0.99, 0.999}) {
        const double exact = samples[static_cast<std::size_t>(fraction * 20'000)];
        EXPECT_NEAR(static_cast<double>(nanoseconds(histogram.quantile(fraction)).count()) / exact, 1, 0.025);
    }
}

TEST(LatencyHistogram, MergesAndTakesAway)
{
    LatencyHistogram all;
    LatencyHistogram part;
    all.add(microseconds(10), 3);
    part.add(milliseconds(10), 2);
    all.merge(part);
    EXPECT_EQ(all.count(), 5U);
    EXPECT_GT(all.quantile(0.9), milliseconds(9));
    all.subtract(part);
    EXPECT_EQ(all.count(), 3U);
    EXPECT_LT(all.quantile(1), microseconds(11));
    all.subtract(part);
    EXPECT_EQ(all.count(), 3U) << "what is not there cannot be taken";
    all.add(microseconds(10), std::uint64_t{1} << 40);
    EXPECT_EQ(all.count(), 0xffffffffU) << "a bucket is full at last";
    all.clear();
    EXPECT_EQ(all.count(), 0U);
}

class Sliding : public testing::Test
{
protected:
    static transport::TimePoint at(double second)
    {
        return test::at(static_cast<std::int64_t>(second * 1e6));
    }
    SlidingStatistics statistics{seconds(10), seconds(1)};
};

TEST_F(Sliding, IsEmptyAtFirst)
{
    const auto summary = statistics.summary(at(5));
    EXPECT_EQ(summary.count, 0U);
    EXPECT_EQ(summary.rate, 0);
    EXPECT_EQ(summary.p99, Duration::zero());
}

TEST_F(Sliding, ForgetsWhatHasLeftTheWindow)
{
    statistics.add(at(100.5), milliseconds(900), true);
    for (int i = 0; i < 50; ++i)
        statistics.add(at(105 + i * 0.02), milliseconds(1), false);
    auto summary = statistics.summary(at(106));
    EXPECT_EQ(summary.count, 51U);
    EXPECT_EQ(summary.errors, 1U);
    EXPECT_EQ(summary.maximum, milliseconds(900)) << "exact, not a bucket";
    EXPECT_NEAR(ratio(summary.p50, milliseconds(1)), 1, 0.02);
    EXPECT_NEAR(summary.rate, 51 / 5.5, 0.01) << "of the part of the window that has passed";
    EXPECT_EQ(statistics.summary(at(110.4)).count, 51U);
    summary = statistics.summary(at(111.1));
    EXPECT_EQ(summary.count, 50U);
    EXPECT_EQ(summary.errors, 0U);
    EXPECT_EQ(summary.maximum, milliseconds(1));
    EXPECT_EQ(statistics.summary(at(117)).count, 0U);
}

TEST_F(Sliding, KnowsItsRateInALongRun)
{
    for (int i = 0; i < 100'000; ++i)
        statistics.add(at(i * 0.001), microseconds(100), i % 100 == 0);
    const auto summary = statistics.summary(at(100));
    EXPECT_NEAR(summary.rate, 1000, 1);
    EXPECT_EQ(summary.errors * 100, summary.count);
    EXPECT_NEAR(ratio(summary.p99, microseconds(100)), 1, 0.02);
}

TEST_F(Sliding, TakesLatecomersAndIgnoresTheTooLate)
{
    statistics.add(at(20.5), milliseconds(1), false);
    statistics.add(at(18.5), milliseconds(1), false);
    statistics.add(at(20.4), milliseconds(1), false);
    statistics.add(at(2), milliseconds(1), false);
    EXPECT_EQ(statistics.summary(at(20.6)).count, 3U);
    EXPECT_EQ(statistics.summary(at(19)).count, 3U) << "the clock only moves on";
    EXPECT_EQ(statistics.summary(at(29.1)).count, 2U);
}

} // namespace
} // namespace rumpscope::trace
