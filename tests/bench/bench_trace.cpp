// SPDX-License-Identifier: BSD-2-Clause
// From bytes of a socket to calls in the history: frames a second on one core.
#include "clientcore/trace/ring/recorder.h"
#include "clientcore/trace/store/store.h"
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <benchmark/benchmark.h>

namespace {

using namespace rumpscope;

constexpr std::uint32_t kGetpid = 20;
constexpr std::uint64_t kPairs = 10'000;

/// Requests and answers of getpid as they go over the wire, one stream for each direction.
struct Streams
{
    wire::FrameWriter toServer;
    wire::FrameWriter fromServer;
    Streams()
    {
        for (std::uint64_t reqno = 0; reqno < kPairs; ++reqno) {
            toServer.syscall(reqno, kGetpid, {});
            fromServer.syscallReply(reqno, {0, 0, {2, 1}});
        }
    }
};

/// What one read of the socket gave.
void readSome(wire::FrameReader &reader, wire::ByteView bytes, event::Direction direction,
              event::Sink &observer)
{
    reader.feed(bytes);
    for (auto frame = reader.next(); frame && *frame; frame = reader.next())
        observer.frame({transport::Clock::now(),
                        event::SessionId{1},
                        event::Generation{1},
                        direction,
                        1,
                        {},
                        false,
                        **frame});
}

/// A kernel under load answers a few calls with every read of the socket; the window drains 30 times a
/// second.
void exchange(const Streams &streams, event::Sink &observer)
{
    constexpr std::size_t kCallsPerRead = 4;
    constexpr std::size_t kRequest = wire::kHeaderSize;
    constexpr std::size_t kAnswer = wire::kHeaderSize + 24;
    wire::FrameReader server(wire::FrameReader::Role::Server);
    wire::FrameReader client(wire::FrameReader::Role::Server); // no banner in these streams
    for (std::size_t pair = 0; pair < kPairs; pair += kCallsPerRead) {
        readSome(server, streams.toServer.bytes().subspan(pair * kRequest, kCallsPerRead * kRequest),
                 event::Direction::ToServer, observer);
        readSome(client, streams.fromServer.bytes().subspan(pair * kAnswer, kCallsPerRead * kAnswer),
                 event::Direction::FromServer, observer);
    }
}

void decodeAndRecord(benchmark::State &state)
{
    const Streams streams;
    trace::Recorder recorder;
    for (auto _ : state) {
        exchange(streams, recorder);
        state.PauseTiming();
        recorder.drain([](event::Event &&event) { benchmark::DoNotOptimize(event); });
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kPairs));
}
BENCHMARK(decodeAndRecord);

/// The whole way, with the history full: every new call sends an old one out.
void decodeRecordDrainAndStore(benchmark::State &state)
{
    const Streams streams;
    trace::Recorder recorder;
    trace::Store store({.calls = static_cast<std::size_t>(state.range(0))});
    const auto step = [&] {
        exchange(streams, recorder);
        store.begin();
        recorder.drain([&](event::Event &&event) { store.add(std::move(event)); });
        benchmark::DoNotOptimize(store.commit());
    };
    while (store.callsEvicted() == 0)
        step();
    for (auto _ : state)
        step();
    if (recorder.lost() > 0)
        state.SkipWithError("frames were lost");
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kPairs));
}
BENCHMARK(decodeRecordDrainAndStore)->Arg(10'000)->Arg(1'000'000);

} // namespace

BENCHMARK_MAIN();
