// SPDX-License-Identifier: GPL-3.0-or-later
// What a call costs through librumpclient.so.0: against the same frames through a bare socket, and against
// the reference library if RUMP_PREFIX holds one. All in one run, block after block in changing order,
// printed as ratios. bench_capi [BLOCKS [URL]]: a real kernel of its own, or a practice kernel, or the kernel
// at URL.
#include "clientcore/abi/netbsd.h"
#include "tests/bench/allocations.h"
#include "tests/bench/bare_client.h"
#include "tests/bench/bare_threads.h"
#include "tests/bench/client_library.h"
#include "tests/live/server_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace {

using namespace rumpscope;
using bench::BareClient;
using bench::ClientLibrary;

constexpr int kCallsPerBlock = 500;
constexpr int kThreads = 8;
constexpr std::uint32_t kGetpid = abi::NB_SYS_getpid_with_ppid;
constexpr int kTransfersPerBlock = 2;
constexpr std::size_t kMebibyte = 1U << 20;

double seconds(const std::function<void()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Something that can be done in blocks; times are of one call.
struct Contender
{
    std::string name;
    std::function<void()> block;
    std::vector<double> times{};
};

void race(std::vector<Contender> &contenders, int blocks)
{
    for (Contender &contender : contenders)
        contender.block(); // warm
    // NOLINTNEXTLINE(cert-msc32-c,cert-msc51-cpp): the same orders in every run
    std::mt19937 random;
    std::vector<std::size_t> order(contenders.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (int i = 0; i < blocks; ++i) {
        // In a new order each time: what runs before another can slow it down or speed it up.
        std::shuffle(order.begin(), order.end(), random);
        for (const std::size_t which : order)
            contenders[which].times.push_back(seconds(contenders[which].block));
    }
}

/// Median of the ratios of neighbours: noise that lasts longer than a round is in both.
double ratio(const Contender &over, const Contender &under)
{
    std::vector<double> ratios;
    for (std::size_t i = 0; i < over.times.size(); ++i)
        ratios.push_back(over.times[i] / under.times[i]);
    return median(ratios);
}

void print(const char *what, const std::vector<Contender> &contenders, double calls)
{
    for (const Contender &contender : contenders)
        fmt::print("{:<10} {:<22} {:9.2f} us a call\n", what, contender.name,
                   median(contender.times) / calls * 1e6);
}

void repeat(int times, const std::function<void()> &call)
{
    for (int i = 0; i < times; ++i)
        call();
}

void onThreads(const ClientLibrary &library)
{
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] { repeat(kCallsPerBlock, [&] { library.getpid(); }); });
    for (std::thread &thread : threads)
        thread.join();
}

class Bench
{
public:
    Bench(const std::string &url, int blocks)
        : m_blocks(blocks)
        , m_bare(url)
        , m_ours(RUMPSCOPE_CLIENT_LIBRARY, url, {})
        , m_spinning(ClientLibrary::copyOf(RUMPSCOPE_CLIENT_LIBRARY), url, {{"RUMPCLIENT_SPIN", "1"}})
    {
        if (const char *prefix = std::getenv("RUMP_PREFIX")) {
            const std::string path = std::string(prefix) + "/lib/librumpclient.so.0";
            if (::access(path.c_str(), R_OK) == 0)
                m_reference.emplace(path, url, ClientLibrary::Variables{});
        }
        if (!m_reference)
            fmt::print("No reference library: RUMP_PREFIX does not name a folder with lib/librumpclient.so.0 "
                       "in it.\n");
    }

    void run()
    {
        single();
        parallel();
        if (m_reference)
            bulk();
        allocations();
        amongThreads();
    }

private:
    /// In a process of several threads a call waits and takes in two steps: another thread may have to read.
    void amongThreads()
    {
        std::vector<Contender> contenders{
            {"bare", [&] { repeat(kCallsPerBlock, [&] { m_bare.call(kGetpid); }); }},
            {"ours, with threads", [&] { repeat(kCallsPerBlock, [&] { m_ours.getpid(); }); }}};
        race(contenders, m_blocks);
        fmt::print("getpid: ours / bare in a process that has had threads {:.3f} (goal: at most 1.03)\n",
                   ratio(contenders[1], contenders[0]));
    }
    void single()
    {
        std::vector<Contender> race1{
            {"bare", [&] { repeat(kCallsPerBlock, [&] { m_bare.call(kGetpid); }); }},
            {"ours", [&] { repeat(kCallsPerBlock, [&] { m_ours.getpid(); }); }},
            {"ours, spinning", [&] { repeat(kCallsPerBlock, [&] { m_spinning.getpid(); }); }},
            {"bare, signals held", [&] { repeat(kCallsPerBlock, [&] { m_bare.guardedCall(kGetpid); }); }}};
        if (m_reference)
            race1.push_back({"reference", [&] { repeat(kCallsPerBlock, [&] { m_reference->getpid(); }); }});
        race(race1, m_blocks);
        print("getpid", race1, kCallsPerBlock);
        fmt::print("getpid: ours / bare {:.3f} (goal: at most 1.03)\n", ratio(race1[1], race1[0]));
        fmt::print("getpid: bare with signals held back / bare {:.3f}, ours / that {:.3f}\n",
                   ratio(race1[3], race1[0]), ratio(race1[1], race1[3]));
        fmt::print("getpid: spinning / bare {:.3f} (goal: below 1.00)\n", ratio(race1[2], race1[0]));
        if (m_reference)
            fmt::print("getpid: ours is {:.3f} times as fast as the reference (goal: 1.15)\n",
                       ratio(race1[4], race1[1]));
    }

    void parallel()
    {
        std::vector<Contender> contenders{
            {"bare, 8 under way", [&] { m_bare.pipeline(kGetpid, kThreads, kThreads * kCallsPerBlock); }},
            {"ours, 8 threads", [&] { onThreads(m_ours); }},
            {"bare, 8 threads",
             [&] { bench::callOnThreads(m_bare.fd(), kGetpid, kThreads, kCallsPerBlock); }}};
        if (m_reference)
            contenders.push_back({"reference, 8 threads", [&] { onThreads(*m_reference); }});
        race(contenders, std::max(1, m_blocks / 4));
        print("8 threads", contenders, kThreads * kCallsPerBlock);
        fmt::print("8 threads: ours reach {:.3f} of the bare loop's rate (goal: 0.95)\n",
                   ratio(contenders[0], contenders[1]));
        fmt::print("8 threads: bare threads reach {:.3f} of the bare loop's rate, ours {:.3f} of theirs\n",
                   ratio(contenders[0], contenders[2]), ratio(contenders[2], contenders[1]));
        if (m_reference)
            fmt::print("8 threads: ours are {:.3f} times as fast as the reference (goal: above 1)\n",
                       ratio(contenders[3], contenders[1]));
    }

    void bulk()
    {
        const auto transfers = [](const ClientLibrary &library, std::uint32_t number) {
            return [&library, number] {
                static std::vector<char> data(kMebibyte, 'x');
                repeat(kTransfersPerBlock, [&] { library.transfer(number, data.data(), data.size()); });
            };
        };
        for (const auto &[name, number, goal] :
             {std::tuple{"pwrite", abi::NB_SYS_pwrite, 1.1}, std::tuple{"pread", abi::NB_SYS_pread, 1.0}}) {
            std::vector<Contender> contenders{{"ours", transfers(m_ours, number)},
                                              {"reference", transfers(*m_reference, number)}};
            race(contenders, std::max(1, m_blocks / 4));
            print(name, contenders, kTransfersPerBlock);
            fmt::print("{} of 1 MiB: ours is {:.3f} times as fast as the reference (goal: {:.1f})\n", name,
                       ratio(contenders[1], contenders[0]), goal);
        }
    }

    void allocations()
    {
        std::vector<char> data(kMebibyte, 'x');
        const auto mixed = [&] {
            m_ours.getpid();
            m_ours.transfer(abi::NB_SYS_pwrite, data.data(), data.size());
            m_ours.transfer(abi::NB_SYS_pread, data.data(), data.size());
        };
        mixed();
        const bench::AllocationCount count;
        repeat(20, mixed);
        fmt::print("allocations in 20 rounds of getpid, pwrite and pread after the first: {} (goal: 0)\n",
                   count.soFar());
    }

    int m_blocks;
    BareClient m_bare;
    ClientLibrary m_ours;
    ClientLibrary m_spinning;
    std::optional<ClientLibrary> m_reference;
};

} // namespace

int main(int argc, char **argv)
{
    constexpr int kBlocks = 200;
    try {
        const int blocks = argc > 1 ? std::max(1, std::atoi(argv[1])) : kBlocks;
        if (argc > 2) {
            Bench(argv[2], blocks).run();
            return 0;
        }
        const auto real = test::ServerProgram::real();
        const test::ServerProcess kernel(real ? *real
                                              : test::ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
        fmt::print("{} blocks of {} calls, against {} kernel\n", blocks, kCallsPerBlock,
                   real ? "a real" : "the practice");
        Bench(kernel.url(), blocks).run();
        return 0;
    } catch (const std::exception &error) {
        fmt::print(stderr, "bench_capi: {}\n", error.what());
        return 2;
    }
}
