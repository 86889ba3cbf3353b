// SPDX-License-Identifier: BSD-2-Clause
// Latency over a sliding window, from a small logarithmic histogram.
#pragma once

#include "clientcore/transport/deadline.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace rumpscope::trace {

/// Buckets of equal ratio: relative error below 2 %, 100 ns to 1000 s and beyond counted in the edge buckets.
/// A bucket counts to 2^32 - 1.
class LatencyHistogram
{
public:
    void add(transport::Duration latency, std::uint64_t count = 1);
    /// Takes away what was merged before.
    void subtract(const LatencyHistogram &other);
    void merge(const LatencyHistogram &other);
    void clear();
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    /// Value below which `fraction` (0..1) of the samples lie; zero without samples.
    [[nodiscard]] transport::Duration quantile(double fraction) const;

private:
    static constexpr std::size_t kBuckets = 1024;
    void raise(std::size_t bucket, std::uint64_t count);
    [[nodiscard]] static std::size_t bucketOf(transport::Duration latency);
    [[nodiscard]] static transport::Duration middleOf(std::size_t bucket);

    std::array<std::uint32_t, kBuckets> m_buckets{};
    std::uint64_t m_count = 0;
};

/// Count, rate, percentiles and maximum of the last `window`, at a resolution of one slice. Not thread-safe.
class SlidingStatistics
{
public:
    explicit SlidingStatistics(transport::Duration window = std::chrono::seconds(60),
                               transport::Duration slice = std::chrono::seconds(1));
    /// A call that ended at `when`. Calls may come a little out of order; what has left the window is
    /// ignored.
    void add(transport::TimePoint when, transport::Duration latency, bool failed);
    struct Summary
    {
        std::uint64_t count = 0;
        std::uint64_t errors = 0;
        double rate = 0; ///< calls per second over the part of the window that has passed
        transport::Duration p50{}, p90{}, p99{}, maximum{};
    };
    [[nodiscard]] Summary summary(transport::TimePoint now);

private:
    struct Slice
    {
        std::int64_t number = 0; ///< whole slices since the clock's zero
        std::uint64_t errors = 0;
        transport::Duration maximum{};
        LatencyHistogram histogram;
    };
    void expire(transport::TimePoint now);
    [[nodiscard]] std::int64_t numberOf(transport::TimePoint when) const;
    [[nodiscard]] Slice &sliceOf(std::int64_t number);

    transport::Duration m_window;
    transport::Duration m_sliceLength;
    std::deque<Slice> m_slices; ///< ascending, only those with calls
    LatencyHistogram m_total;
    transport::TimePoint m_latest{};
    std::optional<transport::TimePoint> m_started; ///< the first call ever
};

} // namespace rumpscope::trace
