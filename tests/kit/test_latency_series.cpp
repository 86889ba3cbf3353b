// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientcore/abi/netbsd.h"
#include "tests/support/bridge/practice.h"
#include "tests/support/bridge/traffic.h"
#include "ui/kit/latency_series.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class ALatencySeries : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] quint64 counted() const
    {
        quint64 sum = 0;
        for (const LatencySeries::Second &second : m_series.seconds())
            sum += second.calls;
        return sum;
    }
    /// That many calls of another client, all of them told.
    [[nodiscard]] bool load(std::uint32_t number, std::size_t calls, std::int32_t error = 0)
    {
        Traffic traffic(bench());
        traffic.establish(77, "load");
        return traffic.calls(calls, number, error) && counted() == calls;
    }

    Practice m_practice;
    LatencySeries m_series{*m_practice.workbench};
};

TEST_F(ALatencySeries, HasAPointForEachCallOfAQuietSecond)
{
    QSignalSpy changes(&m_series, &LatencySeries::changed);
    const CallOutcome good = m_practice.call(QStringLiteral("getppid()"));
    const CallOutcome bad = m_practice.call(QStringLiteral("close(99)"));
    ASSERT_TRUE(eventually([&] { return m_series.points().size() == 2; }));
    EXPECT_FALSE(m_series.points()[0].failed);
    EXPECT_TRUE(m_series.points()[1].failed);
    EXPECT_DOUBLE_EQ(m_series.points()[0].microseconds, static_cast<double>(good.latency.count()) / 1000);
    EXPECT_GE(m_series.points()[1].time, m_series.points()[0].time);
    EXPECT_TRUE(bench().store().indexOf(m_series.points()[0].call));
    EXPECT_EQ(counted(), 2U) << "rumpscope's own calls are not among them";
    EXPECT_EQ(m_series.seconds().back().errors, 1U);
    EXPECT_EQ(m_series.thinnedOut(), 0U);
    EXPECT_GE(changes.size(), 1);
    EXPECT_TRUE(bad.failed);
}

TEST_F(ALatencySeries, ThinsOutBusySecondsAndCountsWhatItLeftOut)
{
    ASSERT_TRUE(load(abi::NB_SYS_getpid_with_ppid, 3000));
    EXPECT_EQ(m_series.points().size() + m_series.thinnedOut(), counted());
    EXPECT_GT(m_series.thinnedOut(), 0U);
    for (std::size_t i = 1; i < m_series.points().size(); ++i)
        EXPECT_LE(m_series.points()[i - 1].time, m_series.points()[i].time);
    for (const LatencySeries::Second &second : m_series.seconds()) {
        EXPECT_LE(second.p50, second.p90);
        EXPECT_LE(second.p90, second.p99);
        EXPECT_LE(second.p99, second.maximum * 1.02) << "the histogram's resolution";
        EXPECT_GT(second.p50, 0);
    }
}

TEST_F(ALatencySeries, KeepsEveryFailure)
{
    ASSERT_TRUE(load(abi::NB_SYS_close, 3000, abi::NB_EBADF));
    EXPECT_EQ(m_series.thinnedOut(), 0U);
    EXPECT_EQ(m_series.points().size(), std::min<std::size_t>(counted(), LatencySeries::kPoints));
    for (const LatencySeries::Second &second : m_series.seconds())
        EXPECT_EQ(second.errors, second.calls);
}

TEST_F(ALatencySeries, IsBounded)
{
    ASSERT_TRUE(load(abi::NB_SYS_close, LatencySeries::kPoints + 1000, abi::NB_EBADF));
    EXPECT_EQ(m_series.points().size(), LatencySeries::kPoints);
    EXPECT_TRUE(bench().store().indexOf(m_series.points().front().call)) << "the oldest points went";
}

TEST_F(ALatencySeries, StartsAnewWhenTheHistoryIsCleared)
{
    ASSERT_TRUE(load(abi::NB_SYS_getpid_with_ppid, 1000));
    QSignalSpy cleared(&m_series, &LatencySeries::cleared);
    bench().clearHistory();
    EXPECT_EQ(cleared.size(), 1);
    EXPECT_TRUE(m_series.points().empty());
    EXPECT_TRUE(m_series.seconds().empty());
    EXPECT_EQ(m_series.thinnedOut(), 0U);
    ASSERT_FALSE(m_practice.call(QStringLiteral("getppid()")).failed);
    ASSERT_TRUE(eventually([&] { return !m_series.points().empty(); }));
    EXPECT_EQ(m_series.points().size(), 1U);
    EXPECT_EQ(counted(), 1U);
}

} // namespace
} // namespace rumpscope::ui::test
