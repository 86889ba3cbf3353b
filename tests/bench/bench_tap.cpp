// SPDX-License-Identifier: GPL-3.0-or-later
// What a call costs more through the tap, with recording on, than through a bare relay, in the same run.
// bench_tap [URL|- [BLOCKS]]: a real kernel of its own, or a practice kernel, or the kernel at URL.
#include "clientcore/abi/netbsd.h"
#include "clientcore/recording/live_recording.h"
#include "clientcore/session/session.h"
#include "clientcore/tap/tap.h"
#include "tests/bench/bare_client.h"
#include "tests/bench/bare_relay.h"
#include "tests/live/server_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace {

using namespace rumpscope;

constexpr int kBlocks = 200;         ///< of each kind
constexpr int kCallsPerBlock = 1000; ///< getpid
constexpr int kTransfersPerBlock = 2;
constexpr std::size_t kTransfer = 1U << 20;
constexpr double kGoal = 1.10;

template<class T, class E>
T orThrow(tl::expected<T, E> result)
{
    if (!result)
        throw std::runtime_error(result.error().sentence());
    return std::move(*result);
}

/// Microseconds each.
template<class Act>
double timed(int count, const Act &act)
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        act();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    return took.count() / count;
}

double part(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// Alternates, so that whatever the machine does happens to both. True if the goal is met.
template<class Relayed, class Tapped>
bool compare(const char *what, int blocks, int count, const Relayed &relayed, const Tapped &tapped)
{
    timed(count, relayed); // caches and threads are warm
    timed(count, tapped);
    std::vector<double> bare;
    std::vector<double> tap;
    std::vector<double> ratios;
    for (int i = 0; i < blocks; ++i) {
        bare.push_back(timed(count, relayed));
        tap.push_back(timed(count, tapped));
        ratios.push_back(tap.back() / bare.back());
    }
    const double ratio = part(tap, 0.5) / part(bare, 0.5);
    fmt::print(
        "{:<14} relay {:>9.2f} us   tap {:>9.2f} us   ratio of the medians {:.3f}   of neighbours {:.3f} "
        "(10 %: {:.3f}, 90 %: {:.3f})\n",
        what, part(bare, 0.5), part(tap, 0.5), ratio, part(ratios, 0.5), part(ratios, 0.1),
        part(ratios, 0.9));
    return ratio <= kGoal;
}

/// A process with a file of one transfer's size.
class Mover
{
public:
    explicit Mover(const std::string &url, const std::string &path)
        : m_session(orThrow(session::Session::guest(orThrow(transport::ServerUrl::parse(url)), {})))
        , m_data(kTransfer, std::byte{7})
    {
        memory::CallMemory memory(m_session->memory());
        const std::array<std::uint64_t, 3> arguments{memory.string(path), abi::NB_O_CREAT | abi::NB_O_RDWR,
                                                     0644};
        m_file = static_cast<std::uint64_t>(call(abi::NB_SYS_open, arguments, &memory));
    }
    void write()
    {
        memory::CallMemory memory(m_session->memory());
        const std::array<std::uint64_t, 5> arguments{m_file, memory.in(m_data), kTransfer, 0, 0};
        if (call(abi::NB_SYS_pwrite, arguments, &memory) != static_cast<std::int64_t>(kTransfer))
            throw std::runtime_error("a short write");
    }
    void read()
    {
        memory::CallMemory memory(m_session->memory());
        const std::array<std::uint64_t, 5> arguments{m_file, memory.out(kTransfer), kTransfer, 0, 0};
        if (call(abi::NB_SYS_pread, arguments, &memory) != static_cast<std::int64_t>(kTransfer))
            throw std::runtime_error("a short read");
    }

private:
    std::int64_t call(std::uint32_t number, std::span<const std::uint64_t> arguments,
                      memory::CallMemory *memory)
    {
        const auto answer =
            orThrow(m_session->syscall({.number = number, .arguments = arguments, .memory = memory}));
        if (answer.error != 0)
            throw std::runtime_error(fmt::format("system call {}: error {}", number, answer.error));
        return answer.retval[0];
    }

    std::unique_ptr<session::Session> m_session;
    std::vector<std::byte> m_data;
    std::uint64_t m_file = 0;
};

int measure(const std::string &url, int blocks)
{
    const test::TempDir dir;
    auto recording =
        orThrow(trace::LiveRecording::start(dir.file("bench.pcapng"),
                                            {.file = {.segmentBytes = 64U << 20, .keepSegments = 2}})
                    .map_error([](const trace::RecordingError &error) {
                        return event::ClientError{event::ClientError::Kind::Connection, 0, 0, error.sentence};
                    }));
    bool fine = true;
    std::uint64_t frames = 0;
    {
        const bench::BareRelay relay(dir.url("relay"), url);
        const auto tap =
            orThrow(tap::Tap::open(orThrow(transport::ServerUrl::parse(dir.url("tap"))),
                                   orThrow(transport::ServerUrl::parse(url)), {.observer = recording.get()}));
        {
            bench::BareClient relayed(dir.url("relay"));
            bench::BareClient tapped(dir.url("tap"));
            fine &= compare(
                "getpid", blocks, kCallsPerBlock, [&] { relayed.call(abi::NB_SYS_getpid_with_ppid); },
                [&] { tapped.call(abi::NB_SYS_getpid_with_ppid); });
        }
        Mover relayed(dir.url("relay"), "/bench-relay");
        Mover tapped(dir.url("tap"), "/bench-tap");
        fine &= compare(
            "1 MiB pwrite", blocks / 4, kTransfersPerBlock, [&] { relayed.write(); },
            [&] { tapped.write(); });
        fine &= compare(
            "1 MiB pread", blocks / 4, kTransfersPerBlock, [&] { relayed.read(); }, [&] { tapped.read(); });
    }
    const auto last = recording->stop();
    frames = last.frames;
    fmt::print("recorded {} frames, {:.0f} MB, lost {}; goal: at most {:.2f}\n", frames,
               static_cast<double>(last.bytes) / 1e6, last.lost, kGoal);
    if (last.error)
        throw std::runtime_error(last.error->sentence);
    return fine ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const int blocks = argc > 2 ? std::max(4, std::atoi(argv[2])) : kBlocks;
        if (argc > 1 && std::string_view(argv[1]) != "-")
            return measure(argv[1], blocks);
        const auto real = test::ServerProgram::real();
        const test::ServerProcess kernel(real ? *real
                                              : test::ServerProgram::practice(RUMPSCOPE_KERNEL_PROGRAM));
        fmt::print("against {} kernel\n", real ? "a real" : "the practice");
        return measure(kernel.url(), blocks);
    } catch (const std::exception &error) {
        fmt::print(stderr, "bench_tap: {}\n", error.what());
        return 2;
    }
}
