// SPDX-License-Identifier: GPL-3.0-or-later
// How long a thread with an event loop did not come back to it.
#pragma once

#include <QObject>
#include <QTimer>

#include <array>
#include <chrono>

namespace rumpscope::bench {

/// Processor time of the calling thread.
[[nodiscard]] std::chrono::nanoseconds threadTime();

/// Beats every millisecond on the thread it lives on. A gap that the thread itself worked through is told
/// from one in which it had no processor by its processor time.
class Heartbeat : public QObject
{
public:
    struct Gap
    {
        std::chrono::nanoseconds wall{};
        std::chrono::nanoseconds worked{};
        std::chrono::nanoseconds at{}; ///< since start()
    };

    explicit Heartbeat(QObject *parent = nullptr);
    void start();
    void stop() { m_timer.stop(); }
    [[nodiscard]] const Gap &longest() const { return m_longest; }
    [[nodiscard]] const Gap &mostWork() const { return m_mostWork; }
    void print() const;

private:
    void beat();

    static constexpr std::array<int, 9> kBounds{2, 5, 10, 16, 33, 50, 100, 200, 1000}; ///< ms, upper
    using Counts = std::array<std::uint64_t, kBounds.size() + 1>;
    static void count(Counts &counts, std::chrono::nanoseconds value);

    QTimer m_timer;
    std::chrono::steady_clock::time_point m_begin;
    std::chrono::steady_clock::time_point m_last;
    std::chrono::nanoseconds m_lastWork{};
    Gap m_longest;
    Gap m_mostWork;
    Counts m_wall{};
    Counts m_work{};
};

} // namespace rumpscope::bench
