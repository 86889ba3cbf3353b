// SPDX-License-Identifier: GPL-3.0-or-later
// The practice kernel beside a real rump_server, in one run, taking turns: a call, 1 MiB in, 1 MiB out; and
// how long the practice kernel takes from its start to its first banner. RUMP_PREFIX=/where/it/is
// bench_kernel [ROUNDS]; without a real kernel only the practice kernel is measured.
#include "tests/bench/bare_client.h"
#include "tests/kernel/kernel_client.h"
#include "tests/live/server_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>

namespace {

using namespace rumpscope;

constexpr int kRounds = 60;
constexpr int kCallsPerRound = 500;
constexpr int kBulksPerRound = 4;
constexpr int kStarts = 30;
constexpr std::size_t kMebibyte = 1U << 20;

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Microseconds one `work` takes, of `count` in a row.
double timed(int count, const std::function<void()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    return took.count() / count;
}

/// Clients of one kernel, ready for each kind of work.
class Candidate
{
public:
    explicit Candidate(test::ServerProgram program)
        : m_server(std::move(program))
        , m_bare(m_server.url())
        , m_bulk(m_server.url(), "bench")
        , m_buffer(m_bulk.put(std::string(kMebibyte, 'x')))
        , m_file(m_bulk.open("/bench", test::NB_O_RDWR | test::NB_O_CREAT))
    {
        write();
    }

    void getpid() { m_bare.call(test::NB_SYS_getpid_with_ppid); }
    void write() { move(test::NB_SYS_pwrite); }
    void read() { move(test::NB_SYS_pread); }

private:
    void move(std::int64_t call)
    {
        if (m_bulk.call(call, {m_file, m_buffer, kMebibyte, 0, 0}).first != std::int64_t{kMebibyte})
            throw std::runtime_error("a transfer was cut short");
    }

    test::ServerProcess m_server;
    bench::BareClient m_bare;
    test::KernelClient m_bulk;
    std::uint64_t m_buffer;
    std::uint64_t m_file;
};

using Work = void (Candidate::*)();

void compare(const char *what, Work work, int count, int rounds, Candidate &practice, Candidate *real)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        ours.push_back(timed(count, [&] { (practice.*work)(); }));
        if (real == nullptr)
            continue;
        theirs.push_back(timed(count, [&] { (real->*work)(); }));
        ratios.push_back(ours.back() / theirs.back());
    }
    if (real == nullptr)
        return fmt::print("{:<14} practice {:>9.1f} us\n", what, median(ours));
    fmt::print(
        "{:<14} practice {:>9.1f} us   real {:>9.1f} us   ratio of neighbours {:.3f} (goal: at most 1)\n",
        what, median(ours), median(theirs), median(ratios));
}

void measureStarts()
{
    std::vector<double> starts;
    for (int i = 0; i < kStarts; ++i) {
        starts.push_back(timed(1, [] {
            const test::ServerProcess fresh(test::ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
        }));
    }
    std::sort(starts.begin(), starts.end());
    fmt::print("start to first banner and end: median {:.1f} ms, slowest of {} {:.1f} ms (goal: below 50)\n",
               median(starts) / 1000, kStarts, starts.back() / 1000);
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : kRounds;
        Candidate practice(test::ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
        std::optional<Candidate> real;
        if (const auto program = test::ServerProgram::real())
            real.emplace(*program);
        else
            fmt::print("RUMP_PREFIX does not name a folder with bin/rump_allserver in it: no ratios.\n");
        Candidate *other = real ? &*real : nullptr;
        compare("getpid", &Candidate::getpid, kCallsPerRound, rounds, practice, other);
        compare("pwrite 1 MiB", &Candidate::write, kBulksPerRound, rounds, practice, other);
        compare("pread 1 MiB", &Candidate::read, kBulksPerRound, rounds, practice, other);
        measureStarts();
        return 0;
    } catch (const std::exception &error) {
        fmt::print(stderr, "bench_kernel: {}\n", error.what());
        return 2;
    }
}
