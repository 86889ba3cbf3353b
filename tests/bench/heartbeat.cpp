// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/heartbeat.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace rumpscope::bench {

namespace {

double milliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

void print(const char *what, const Heartbeat::Gap &gap)
{
    fmt::print("{} {:.1f} ms, of which the UI thread worked {:.1f} ms, {:.1f} s after the start\n", what,
               milliseconds(gap.wall), milliseconds(gap.worked), milliseconds(gap.at) / 1000);
}

} // namespace

std::chrono::nanoseconds threadTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

Heartbeat::Heartbeat(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
}

void Heartbeat::start()
{
    m_begin = m_last = std::chrono::steady_clock::now();
    m_lastWork = threadTime();
    m_timer.start();
}

void Heartbeat::beat()
{
    const auto now = std::chrono::steady_clock::now();
    const auto work = threadTime();
    const Gap gap{now - m_last, work - m_lastWork, m_last - m_begin};
    m_last = now;
    m_lastWork = work;
    count(m_wall, gap.wall);
    count(m_work, gap.worked);
    if (gap.wall > m_longest.wall)
        m_longest = gap;
    if (gap.worked > m_mostWork.worked)
        m_mostWork = gap;
}

void Heartbeat::count(Counts &counts, std::chrono::nanoseconds value)
{
    const auto bound = std::find_if(kBounds.begin(), kBounds.end(),
                                    [&](int limit) { return value < std::chrono::milliseconds(limit); });
    ++counts[static_cast<std::size_t>(bound - kBounds.begin())];
}

void Heartbeat::print() const
{
    fmt::print("{:>12} {:>10} {:>10}\n", "gap", "by clock", "by work");
    for (std::size_t i = 0; i < m_wall.size(); ++i) {
        const std::string name = i < kBounds.size() ? fmt::format("< {} ms", kBounds[i]) : "longer";
        fmt::print("{:>12} {:>10} {:>10}\n", name, m_wall[i], m_work[i]);
    }
    bench::print("longest gap:", m_longest);
    bench::print("most work in one gap:", m_mostWork);
}

} // namespace rumpscope::bench
