// SPDX-License-Identifier: BSD-2-Clause
// What was recorded is what is read.
#include "clientcore/recording/recording_writer.h"
#include "tests/support/files/small_disk.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/files/transcript.h"
#include "tests/support/recording/told.h"
#include "tests/support/trace/events.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

namespace rumpscope::test {
namespace {

using Kind = event::ConnectionEvent::Kind;
using testing::HasSubstr;

TEST(RoundTrip, EveryRecordingOfARealKernel)
{
    TempDir dir;
    for (const std::string &name : transcriptNames()) {
        const auto events = transcriptEvents(name);
        std::string file = dir.file(name + ".pcapng");
        std::replace(file.begin() + static_cast<std::ptrdiff_t>(dir.path().size()) + 1, file.end(), '/', '-');
        record(file, events);
        const Read read = readAll(file);
        EXPECT_FALSE(read.error) << read.error->sentence;
        ASSERT_EQ(linesOf(read.events), linesOf(events)) << name;
        EXPECT_TRUE(read.facts.complete);
        EXPECT_EQ(read.facts.bytesRead, read.facts.bytes);
        EXPECT_EQ(read.facts.frames + read.facts.turns, events.size());
    }
}

TEST(RoundTrip, WhatAFrameIsAbout)
{
    const Peer peer{event::SessionId{7}, event::Generation{3}};
    event::FrameRecord call = peer.call(1000, 5, 3, {1, 2, 3});
    call.thread = 9;
    call.housekeeping = true;
    event::FrameRecord copy =
        peer.fromServer(2000, [](auto &writer) { writer.copyOut(1, 0x1000, wire::Bytes(5)); });
    copy.servedReqno = 0xfedcba9876543210ULL;
    copy.thread = 0;
    event::FrameRecord cut = copy;
    cut.payload.resize(16);
    const std::vector<event::Event> events{call, copy, cut};
    TempDir dir;
    record(dir.file("x"), events);
    EXPECT_EQ(linesOf(readAll(dir.file("x")).events), linesOf(events));
}

TEST(RoundTrip, LossesAndMarks)
{
    TempDir dir;
    auto writer =
        trace::RecordingWriter::open(dir.file("x"), trace::RecordingWriter::Existing::Refuse, {}).value();
    writer->lost(0);
    writer->lost(12);
    writer->lost(30);
    writer->mark(transport::Clock::now(), "here it hangs");
    ASSERT_TRUE(writer->close());
    const Read read = readAll(dir.file("x"));
    EXPECT_EQ(read.facts.lost, 42U);
    ASSERT_EQ(read.facts.marks.size(), 1U);
    EXPECT_EQ(read.facts.marks[0].text, "here it hangs");
}

TEST(RoundTrip, TimesAreTheWallClocks)
{
    const Peer peer;
    event::FrameRecord call = peer.call(0, 1, 20);
    call.time = transport::Clock::now();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    TempDir dir;
    record(dir.file("x"), {call});
    const Read read = readAll(dir.file("x"));
    ASSERT_EQ(read.events.size(), 1U);
    EXPECT_TRUE(read.facts.wallClock);
    const auto difference = std::get<event::FrameRecord>(read.events[0]).time.time_since_epoch() - wall;
    EXPECT_LT(std::chrono::abs(difference), std::chrono::seconds(5));
}

TEST(RoundTrip, OnlyTheUserMayReadIt)
{
    TempDir dir;
    record(dir.file("x"), {});
    struct stat info
    {};
    ASSERT_EQ(::stat(dir.file("x").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(RoundTrip, AFileIsNotOverwritten)
{
    TempDir dir;
    put(dir.file("x"), "precious");
    const auto refused =
        trace::RecordingWriter::open(dir.file("x"), trace::RecordingWriter::Existing::Refuse, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().sentence, HasSubstr("is there already"));
    const auto noRecording =
        trace::RecordingWriter::open(dir.file("x"), trace::RecordingWriter::Existing::Append, {});
    ASSERT_FALSE(noRecording);
    EXPECT_THAT(noRecording.error().sentence, HasSubstr("is no recording"));
    EXPECT_EQ(contents(dir.file("x")), "precious");
    const auto nowhere =
        trace::RecordingWriter::open(dir.file("no/where"), trace::RecordingWriter::Existing::Refuse, {});
    ASSERT_FALSE(nowhere);
    EXPECT_THAT(nowhere.error().sentence, HasSubstr("No such file or directory"));
}

TEST(RoundTrip, AFullDiskIsSaidAndTheFileEndsWithAWholeBlock)
{
    TempDir dir;
    auto writer =
        trace::RecordingWriter::open(dir.file("x"), trace::RecordingWriter::Existing::Refuse, {}).value();
    const auto events = transcriptEvents("fork");
    {
        const SmallDisk disk(10'001);
        for (int round = 0; round < 10 && !writer->error(); ++round) {
            for (const auto &event : events)
                writer->add(event);
            [[maybe_unused]] const bool written = writer->flush();
        }
    }
    ASSERT_TRUE(writer->error());
    EXPECT_THAT(writer->error()->sentence, HasSubstr("File too large"));
    EXPECT_FALSE(writer->close());
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error) << read.error->sentence;
    EXPECT_FALSE(read.events.empty());
}

} // namespace
} // namespace rumpscope::test
