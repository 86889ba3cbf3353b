// SPDX-License-Identifier: GPL-3.0-or-later
// ping: how long a kernel takes to answer the smallest call.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "app/rumpscope-cli/interrupt.h"
#include "clientcore/abi/netbsd.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace rumpscope::cli {

namespace {

/// Of which percentiles are told; later ones still count in mean and extremes.
constexpr std::size_t kMostKept = 10'000'000;
constexpr auto kLook = std::chrono::milliseconds(100);

class Times
{
public:
    void add(double milliseconds)
    {
        ++m_count;
        m_sum += milliseconds;
        m_squares += milliseconds * milliseconds;
        m_least = std::min(m_least, milliseconds);
        m_most = std::max(m_most, milliseconds);
        if (m_kept.size() < kMostKept)
            m_kept.push_back(milliseconds);
    }
    void summary(Console &console, const std::string &url, std::uint64_t sent)
    {
        std::sort(m_kept.begin(), m_kept.end());
        const double mean = m_count > 0 ? m_sum / static_cast<double>(m_count) : 0;
        const double variance =
            m_count > 0 ? std::max(0.0, m_squares / static_cast<double>(m_count) - mean * mean) : 0;
        if (console.json()) {
            Json json{{"url", url}, {"sent", sent}, {"answered", m_count}};
            if (m_count > 0)
                json["ms"] = {
                    {"min", m_least},  {"mean", mean},    {"max", m_most},  {"mdev", std::sqrt(variance)},
                    {"p50", part(50)}, {"p90", part(90)}, {"p99", part(99)}};
            console.object(json);
            return;
        }
        console.line(fmt::format("--- {} ---", url));
        console.line(fmt::format("{} calls, {} answers", sent, m_count));
        if (m_count == 0)
            return;
        console.line(fmt::format("min/avg/max/mdev = {:.3f}/{:.3f}/{:.3f}/{:.3f} ms", m_least, mean, m_most,
                                 std::sqrt(variance)));
        console.line(fmt::format("50%/90%/99% = {:.3f}/{:.3f}/{:.3f} ms", part(50), part(90), part(99)));
    }

private:
    [[nodiscard]] double part(std::size_t percent) const
    {
        return m_kept[(m_kept.size() - 1) * percent / 100];
    }

    std::uint64_t m_count = 0;
    double m_sum = 0;
    double m_squares = 0;
    double m_least = HUGE_VAL;
    double m_most = 0;
    std::vector<double> m_kept;
};

} // namespace

int ping(Console &console, const PingOptions &options)
{
    Interrupt interrupt; // before any thread

    const auto made = connectGuest(console, options.guest, &interrupt);
    if (!made)
        return made.error();
    const auto &session = *made;
    const std::string url = session->url().text();
    std::atomic<bool> stop{false};
    // A silent kernel must not keep us from ending: the thread that waits for it
    // is another one.
    std::thread watch([&] {
        while (!stop && !interrupt.wait(kLook)) {
        }
        stop = true;
        session->close();
    });
    Times times;
    std::uint64_t sent = 0;
    int code = kDone;
    const auto interval = std::chrono::duration_cast<transport::Duration>(
        std::chrono::duration<double>(std::clamp(options.interval, 0.0, 3600.0)));
    auto next = transport::Clock::now();
    while (!stop && (options.count == 0 || sent < options.count)) {
        ++sent;
        const auto answer = session->syscall({.number = abi::NB_SYS_getpid_with_ppid, .repeatable = true});
        if (!answer) {
            if (!stop)
                code = console.complain(kFailed, answer.error().sentence());
            break;
        }
        const std::chrono::duration<double, std::milli> took = answer->answered - answer->sent;
        times.add(took.count());
        if (interval.count() > 0 && !console.json()) {
            console.line(fmt::format("answer from {}: seq={} time={:.3f} ms", url, sent, took.count()));
            console.flush();
        }
        next += interval;
        while (!stop && (options.count == 0 || sent < options.count) && transport::Clock::now() < next)
            std::this_thread::sleep_for(std::min<transport::Duration>(next - transport::Clock::now(), kLook));
    }
    stop = true;
    watch.join();
    times.summary(console, url, sent);
    return code;
}

} // namespace rumpscope::cli
