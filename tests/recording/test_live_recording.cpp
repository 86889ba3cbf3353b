// SPDX-License-Identifier: BSD-2-Clause
// Recorded while it happens, from many threads, and read while it is written.
#include "clientcore/event/fanout.h"
#include "clientcore/recording/live_recording.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"
#include "tests/support/server/collector.h"
#include "tests/support/trace/events.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using trace::LiveRecording;

constexpr auto kPatience = std::chrono::seconds(20);

bool awaitFrames(const LiveRecording &recording, std::uint64_t frames)
{
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (recording.standing().frames < frames) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

TEST(LiveRecording, ManyThreadsTell)
{
    constexpr int kThreads = 4;
    constexpr int kFrames = 5000;
    TempDir dir;
    auto recording = LiveRecording::start(dir.file("x"), {}).value();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            const Peer peer{event::SessionId{static_cast<std::uint32_t>(i + 1)}};
            for (int k = 0; k < kFrames; ++k)
                recording->frame(noteOf(peer.call(k, static_cast<std::uint64_t>(k), 20)));
            recording->connection(peer.turn(kFrames, event::ConnectionEvent::Kind::Closed));
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    recording->mark("done");
    const auto last = recording->stop();
    EXPECT_FALSE(last.error);
    const Read read = readAll(dir.file("x"));
    EXPECT_EQ(read.facts.frames + read.facts.lost, kThreads * kFrames);
    EXPECT_EQ(read.facts.lost, last.lost);
    EXPECT_EQ(read.facts.turns, kThreads);
    EXPECT_EQ(read.facts.marks.size(), 1U);
    EXPECT_TRUE(read.facts.complete);
}

TEST(LiveRecording, TakesNotesBesideItsCalls)
{
    TempDir dir;
    auto recording = LiveRecording::start(dir.file("x"), {}).value();
    const auto sent = transport::TimePoint::clock::now();
    recording->note({sent, 7, "odd", false});
    recording->note({sent, 7, "odd: the disk", true});
    recording->note({sent - std::chrono::hours(1), 8, "of a call that is not in it", false});
    recording->stop();
    const auto notes = readAll(dir.file("x")).facts.notes;
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes.begin()->second.text, "odd: the disk");
    EXPECT_EQ(notes.begin()->second.reqno, 7U);
    EXPECT_TRUE(notes.begin()->second.bookmark);
}

TEST(LiveRecording, WhatDoesNotFitIsCountedInTheFile)
{
    TempDir dir;
    LiveRecording::Settings settings;
    settings.ring.bytes = 1; // the smallest there is
    auto recording = LiveRecording::start(dir.file("x"), settings).value();
    const Peer peer;
    constexpr std::uint64_t kFrames = 20'000;
    for (std::uint64_t k = 0; k < kFrames; ++k)
        recording->frame(noteOf(peer.call(0, k, 20, {1, 2, 3, 4, 5, 6})));
    const auto last = recording->stop();
    EXPECT_GT(last.lost, 0U);
    const Read read = readAll(dir.file("x"));
    EXPECT_EQ(read.facts.lost, last.lost);
    EXPECT_EQ(read.facts.frames + read.facts.lost, kFrames);
}

TEST(LiveRecording, IsReadWhileItIsWritten)
{
    TempDir dir;
    auto recording = LiveRecording::start(dir.file("x"), {}).value();
    const Peer peer;
    recording->frame(noteOf(peer.call(0, 1, 20)));
    ASSERT_TRUE(awaitFrames(*recording, 1));
    const Read read = readAll(dir.file("x"));
    EXPECT_EQ(read.events.size(), 1U);
    EXPECT_FALSE(read.error);
    EXPECT_FALSE(read.facts.complete);
}

TEST(LiveRecording, AKilledProgramLeavesWhatItWrote)
{
    TempDir dir;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto recording = LiveRecording::start(dir.file("x"), {}).value();
        const Peer peer;
        for (std::uint64_t k = 0; k < 100; ++k)
            recording->frame(noteOf(peer.call(0, k, 20)));
        if (awaitFrames(*recording, 100))
            ::kill(::getpid(), SIGKILL);
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.facts.frames, 100U);
    EXPECT_FALSE(read.facts.complete);
}

TEST(LiveRecording, SeveralObserversHearTheSame)
{
    TempDir dir;
    auto recording = LiveRecording::start(dir.file("x"), {}).value();
    Collector collector;
    event::Fanout both({recording.get(), &collector});
    const Peer peer;
    both.frame(noteOf(peer.call(0, 1, 20)));
    both.connection(peer.turn(1, event::ConnectionEvent::Kind::Closed));
    recording->stop();
    EXPECT_EQ(readAll(dir.file("x")).events.size(), 2U);
    EXPECT_EQ(collector.frames(), "→SYSCALL");
    EXPECT_EQ(collector.notes().size(), 1U);
}

} // namespace
} // namespace rumpscope::test
