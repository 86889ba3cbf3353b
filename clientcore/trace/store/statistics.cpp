// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rumpscope::trace {

namespace {

using transport::Duration;
using transport::TimePoint;

constexpr double kLowest = 100;    // ns
constexpr double kDecades = 10;    // up to 1000 s
constexpr double kEdgeBuckets = 2; // what is below, what is beyond

double nanoseconds(Duration duration)
{
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count());
}

} // namespace

std::size_t LatencyHistogram::bucketOf(Duration latency)
{
    static const double perOctave = (kBuckets - kEdgeBuckets) / (kDecades * std::log2(10.0));
    const double value = nanoseconds(latency);
    if (value < kLowest)
        return 0;
    const double bucket = 1 + std::log2(value / kLowest) * perOctave;
    return std::min(static_cast<std::size_t>(bucket), kBuckets - 1);
}

/// The edge buckets have no middle: they say where they begin or end.
Duration LatencyHistogram::middleOf(std::size_t bucket)
{
    double position = static_cast<double>(bucket) - 1;
    if (bucket == 0)
        position = 0;
    else if (bucket + 1 < kBuckets)
        position += 0.5;
    const double value = kLowest * std::pow(10.0, position * kDecades / (kBuckets - kEdgeBuckets));
    return std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(std::llround(value)));
}

void LatencyHistogram::raise(std::size_t bucket, std::uint64_t count)
{
    const std::uint64_t room = std::numeric_limits<std::uint32_t>::max() - m_buckets[bucket];
    const auto fits = static_cast<std::uint32_t>(std::min(count, room));
    m_buckets[bucket] += fits;
    m_count += fits;
}

void LatencyHistogram::add(Duration latency, std::uint64_t count)
{
    raise(bucketOf(latency), count);
}

void LatencyHistogram::subtract(const LatencyHistogram &other)
{
    for (std::size_t i = 0; i < kBuckets; ++i) {
        const std::uint32_t there = std::min(m_buckets[i], other.m_buckets[i]);
        m_buckets[i] -= there;
        m_count -= there;
    }
}

void LatencyHistogram::merge(const LatencyHistogram &other)
{
    for (std::size_t i = 0; i < kBuckets; ++i)
        raise(i, other.m_buckets[i]);
}

void LatencyHistogram::clear()
{
    m_buckets.fill(0);
    m_count = 0;
}

Duration LatencyHistogram::quantile(double fraction) const
{
    if (m_count == 0)
        return Duration::zero();
    const double wanted = std::ceil(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(m_count));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, m_count);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return middleOf(i);
    }
    return middleOf(kBuckets - 1);
}

SlidingStatistics::SlidingStatistics(Duration window, Duration slice)
    : m_window(window)
    , m_sliceLength(std::max(slice, Duration(1)))
{}

std::int64_t SlidingStatistics::numberOf(TimePoint when) const
{
    const std::int64_t ticks = when.time_since_epoch().count();
    const std::int64_t length = m_sliceLength.count();
    return ticks / length - (ticks % length < 0 ? 1 : 0);
}

void SlidingStatistics::add(TimePoint when, Duration latency, bool failed)
{
    expire(when);
    const std::int64_t number = numberOf(when);
    if (number < numberOf(m_latest - m_window))
        return;
    if (!m_started)
        m_started = when;
    Slice &slice = sliceOf(number);
    slice.histogram.add(latency);
    slice.maximum = std::max(slice.maximum, latency);
    slice.errors += failed ? 1 : 0;
    m_total.add(latency);
}

SlidingStatistics::Slice &SlidingStatistics::sliceOf(std::int64_t number)
{
    auto at = m_slices.end();
    while (at != m_slices.begin() && std::prev(at)->number >= number)
        --at;
    if (at == m_slices.end() || at->number != number) {
        at = m_slices.emplace(at);
        at->number = number;
    }
    return *at;
}

/// The clock only moves on: a summary for an older time is one for the latest.
void SlidingStatistics::expire(TimePoint now)
{
    m_latest = std::max(m_latest, now);
    const std::int64_t oldest = numberOf(m_latest - m_window);
    while (!m_slices.empty() && m_slices.front().number < oldest) {
        m_total.subtract(m_slices.front().histogram);
        m_slices.pop_front();
    }
}

SlidingStatistics::Summary SlidingStatistics::summary(TimePoint now)
{
    expire(now);
    Summary summary;
    summary.count = m_total.count();
    if (summary.count == 0)
        return summary;
    for (const Slice &slice : m_slices) {
        summary.errors += slice.errors;
        summary.maximum = std::max(summary.maximum, slice.maximum);
    }
    summary.p50 = m_total.quantile(0.50);
    summary.p90 = m_total.quantile(0.90);
    summary.p99 = m_total.quantile(0.99);
    const TimePoint begin{m_sliceLength * numberOf(m_latest - m_window)};
    const Duration passed = std::max(m_latest - std::max(begin, m_started.value_or(begin)), m_sliceLength);
    summary.rate = static_cast<double>(summary.count) / std::chrono::duration<double>(passed).count();
    return summary;
}

} // namespace rumpscope::trace
