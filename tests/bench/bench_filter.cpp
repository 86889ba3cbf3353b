// SPDX-License-Identifier: BSD-2-Clause
// Filters over a history of a million calls: records a second, for cheap and for dear conditions.
#include "clientcore/filter/filter.h"
#include "clientcore/trace/store/store.h"
#include "clientcore/wire/frame_writer.h"

#include <benchmark/benchmark.h>

namespace {

using namespace rumpscope;

constexpr std::size_t kCalls = 1'000'000;
constexpr std::uint64_t kPath = 0x1000;

event::FrameRecord frameFrom(const wire::FrameWriter &writer, event::Direction direction, std::uint64_t nanos)
{
    event::FrameRecord event;
    event.time = transport::TimePoint(std::chrono::nanoseconds(nanos));
    event.session = event::SessionId{1};
    event.generation = event::Generation{1};
    event.direction = direction;
    event.thread = 1;
    event.header = wire::decodeHeader(writer.bytes().first<wire::kHeaderSize>());
    const auto payload = writer.bytes().subspan(wire::kHeaderSize);
    event.payload.assign(payload.begin(), payload.end());
    return event;
}

template<class Build>
void add(trace::Store &store, event::Direction direction, std::uint64_t nanos, const Build &build)
{
    wire::FrameWriter writer;
    build(writer);
    store.add(frameFrom(writer, direction, nanos));
}

/// Every eighth call is an open with its path, the others are getpids.
const trace::Store &history()
{
    static const auto store = [] {
        auto made = std::make_unique<trace::Store>(trace::Store::Limits{.calls = kCalls, .bytes = 4UL << 30});
        constexpr auto kOut = event::Direction::ToServer;
        constexpr auto kIn = event::Direction::FromServer;
        wire::Bytes path(16, std::byte{'x'});
        path.back() = std::byte{0};
        made->begin();
        for (std::uint64_t i = 0; i < kCalls; ++i) {
            const std::uint64_t t = i * 10'000;
            const bool opens = i % 8 == 0;
            const std::vector<std::uint64_t> arguments =
                opens ? std::vector<std::uint64_t>{kPath, 0, 0} : std::vector<std::uint64_t>{};
            add(*made, kOut, t, [&](auto &w) { w.syscall(i, opens ? 5 : 20, arguments); });
            if (opens) {
                add(*made, kIn, t + 1000, [&](auto &w) { w.copyInStr(i, {1024, kPath}); });
                add(*made, kOut, t + 2000, [&](auto &w) { w.copyInReply(i, path); });
            }
            add(*made, kIn, t + 5000 + i % 3000, [&](auto &w) {
                w.syscallReply(i, {i % 100 == 0 ? 2 : 0, 0, {3, 0}});
            });
        }
        static_cast<void>(made->commit());
        return made;
    }();
    return *store;
}

void filterAMillion(benchmark::State &state, const char *text)
{
    const trace::Store &store = history();
    const auto filter = trace::Filter::compile(text);
    const trace::Filter::Clock clock{{}, transport::TimePoint(std::chrono::seconds(20))};
    std::size_t hits = 0;
    for (auto _ : state) {
        hits = 0;
        for (std::size_t i = 0; i < store.size(); ++i)
            hits += filter->matches(store.at(i), clock) ? 1 : 0;
        benchmark::DoNotOptimize(hits);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(store.size()));
    state.counters["hits"] = static_cast<double>(hits);
}
BENCHMARK_CAPTURE(filterAMillion, number, "pid == 5")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterAMillion, call, "call == open && errno == ENOENT")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterAMillion, latency, "latency > 7.9us || failed")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterAMillion, frames, "type == COPYINSTR")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterAMillion, path, "path contains \"/etc\"")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(filterAMillion, text, "text contains \"O_CREAT\"")->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
