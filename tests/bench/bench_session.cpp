// SPDX-License-Identifier: GPL-3.0-or-later
// What a call through a session costs more than the same frames through a bare socket.
// bench_session [URL] [BLOCKS]: a practice kernel of its own, or the kernel at URL.
#include "clientcore/abi/netbsd.h"
#include "clientcore/session/session.h"
#include "clientcore/trace/ring/recorder.h"
#include "tests/bench/bare_client.h"
#include "tests/live/server_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace {

using namespace rumpscope;
using namespace std::chrono_literals;

constexpr int kCallsPerBlock = 2000;
constexpr int kBlocks = 200; ///< of each kind
constexpr double kGoal = 1.10;

/// Drains as the window does: 30 times a second, on a thread of its own.
class Drainer
{
public:
    explicit Drainer(trace::Recorder &recorder)
        : m_recorder(recorder)
        , m_thread([this] { run(); })
    {}
    ~Drainer()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    Drainer(const Drainer &) = delete;
    Drainer &operator=(const Drainer &) = delete;

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (!m_wake.wait_for(lock, 33ms, [this] { return m_stop; }))
            m_recorder.drain([](event::Event &&) {});
    }

    trace::Recorder &m_recorder;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

/// Nanoseconds a call, over one block.
template<class Call>
double block(const Call &call)
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < kCallsPerBlock; ++i)
        call();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / kCallsPerBlock;
}

struct Spread
{
    explicit Spread(std::vector<double> values)
        : m_sorted(std::move(values))
    {
        std::sort(m_sorted.begin(), m_sorted.end());
    }
    [[nodiscard]] double at(double part) const
    {
        return m_sorted[static_cast<std::size_t>(part * static_cast<double>(m_sorted.size() - 1))];
    }
    void print(const char *what, const char *unit, int digits) const
    {
        fmt::print("{:<28} {:>9.{}f} {}   10 %: {:.{}f}   90 %: {:.{}f}\n", what, at(0.5), digits, unit,
                   at(0.1), digits, at(0.9), digits);
    }

private:
    std::vector<double> m_sorted;
};

int measure(const std::string &url, int blocks)
{
    bench::BareClient bare(url);
    trace::Recorder recorder;
    const Drainer drainer(recorder);
    session::SessionOptions options;
    options.observer = &recorder;
    auto made = session::Session::guest(*transport::ServerUrl::parse(url), std::move(options));
    if (!made)
        throw std::runtime_error(made.error().sentence());
    session::Session &session = **made;

    const session::SyscallRequest request{.number = abi::NB_SYS_getpid_with_ppid, .repeatable = true};
    const auto throughSession = [&] {
        if (!session.syscall(request))
            throw std::runtime_error("the session's call failed");
    };
    const auto throughSocket = [&] { bare.call(abi::NB_SYS_getpid_with_ppid); };
    block(throughSocket); // caches, and the kernel's threads, are warm
    block(throughSession);
    std::vector<double> socketTimes;
    std::vector<double> sessionTimes;
    std::vector<double> ratios;
    for (int i = 0; i < blocks; ++i) {
        socketTimes.push_back(block(throughSocket));
        sessionTimes.push_back(block(throughSession));
        ratios.push_back(sessionTimes.back() / socketTimes.back());
    }
    const Spread socket(std::move(socketTimes));
    const Spread through(std::move(sessionTimes));
    fmt::print("{} blocks of {} getpid each, alternating; events lost: {}\n", blocks, kCallsPerBlock,
               recorder.lost());
    socket.print("bare socket", "ns/call", 0);
    through.print("session with recorder", "ns/call", 0);
    Spread(std::move(ratios)).print("ratio of neighbours", "", 3);
    const double ratio = through.at(0.5) / socket.at(0.5);
    fmt::print("ratio of the medians: {:.3f} (goal: at most {:.2f})\n", ratio, kGoal);
    return ratio <= kGoal ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const int blocks = argc > 2 ? std::max(1, std::atoi(argv[2])) : kBlocks;
        if (argc > 1 && std::string_view(argv[1]) != "-")
            return measure(argv[1], blocks);
        const test::ServerProcess kernel(test::ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
        return measure(kernel.url(), blocks);
    } catch (const std::exception &error) {
        fmt::print(stderr, "bench_session: {}\n", error.what());
        return 2;
    }
}
