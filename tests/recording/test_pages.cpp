// SPDX-License-Identifier: BSD-2-Clause
// Frames read again by their places: what was there, or a sentence.
#include "clientcore/recording/recording_pages.h"
#include "clientcore/recording/recording_writer.h"
#include "tests/support/files/data_file.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>

#include <random>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;
using trace::RecordingPages;
using trace::RecordingWriter;

std::vector<event::FrameRecord> framesWith(RecordingPages &pages, const std::string &path)
{
    std::vector<event::FrameRecord> frames;
    auto source = trace::openRecording(path, {.pages = &pages}).value();
    for (auto event = source->next(); event && *event; event = source->next()) {
        if (auto *frame = std::get_if<event::FrameRecord>(&**event))
            frames.push_back(std::move(*frame));
    }
    return frames;
}

void expectSame(const std::vector<event::FrameRecord> &frames, RecordingPages &pages)
{
    ASSERT_FALSE(frames.empty());
    for (std::size_t i = frames.size(); i-- > 0;) { // the other way round than they were written
        ASSERT_NE(frames[i].place, event::kNoPlace);
        const auto &again = pages.frames(std::array{frames[i].place});
        ASSERT_EQ(again.size(), 1U);
        ASSERT_EQ(linesOf({again[0]}), linesOf({frames[i]})) << i;
        ASSERT_EQ(again[0].time, frames[i].time);
        ASSERT_EQ(again[0].session, frames[i].session);
    }
    EXPECT_FALSE(pages.takeError());
}

TEST(Pages, GiveEveryFrameAgain)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("bigio"));
    RecordingPages pages;
    expectSame(framesWith(pages, dir.file("x.pcapng")), pages);
}

TEST(Pages, OfSegmentsAndAppendedSectionsToo)
{
    TempDir dir;
    const std::string path = dir.file("x.pcapng");
    for (const auto existing : {RecordingWriter::Existing::Refuse, RecordingWriter::Existing::Append}) {
        auto writer = RecordingWriter::open(
                          path, existing,
                          {.segmentBytes = existing == RecordingWriter::Existing::Append ? 60'000U : 0U})
                          .value();
        for (const auto &event :
             transcriptEvents(existing == RecordingWriter::Existing::Append ? "bigio" : "fork"))
            writer->add(event);
        ASSERT_TRUE(writer->close());
    }
    RecordingPages pages;
    expectSame(framesWith(pages, path), pages);
}

TEST(Pages, GiveAWholeCallAtOnce)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("bigio"));
    RecordingPages pages;
    const auto frames = framesWith(pages, dir.file("x.pcapng"));
    const std::array places{frames[3].place, frames[10].place, frames[4].place};
    const auto &again = pages.frames(places);
    ASSERT_EQ(again.size(), 3U);
    EXPECT_EQ(again[1].time, frames[10].time);
    const auto *first = &pages.frames(places);
    for (std::size_t i = 20; i < 60; ++i)
        static_cast<void>(pages.frames(std::array{frames[i].place}));
    EXPECT_EQ(&pages.frames(places), first) << "kept while few others were looked at";
}

TEST(Pages, SaySoWhenTheFileIsShorterNow)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("bigio"));
    RecordingPages pages;
    const auto frames = framesWith(pages, dir.file("x.pcapng"));
    ASSERT_EQ(::truncate(dir.file("x.pcapng").c_str(), 5000), 0);
    const auto &gone = pages.frames(std::array{frames.back().place, frames.front().place});
    ASSERT_EQ(gone.size(), 2U);
    EXPECT_TRUE(gone[0].payload.empty());
    EXPECT_EQ(gone[1].time, frames.front().time) << "what is still there is still there";
    const auto error = pages.takeError();
    ASSERT_TRUE(error);
    EXPECT_THAT(error->sentence, HasSubstr("Could not read a frame again at byte "));
    EXPECT_FALSE(pages.takeError()) << "said once";
}

TEST(Pages, SaySoWhenTheFileHasGone)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("simple"));
    RecordingPages pages;
    const auto frames = framesWith(pages, dir.file("x.pcapng"));
    ASSERT_EQ(::unlink(dir.file("x.pcapng").c_str()), 0);
    EXPECT_TRUE(pages.frames(std::array{frames[0].place})[0].payload.empty());
    EXPECT_TRUE(pages.takeError());
}

TEST(Pages, BelieveNothingOfAFileThatChanged)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("fork"));
    RecordingPages pages;
    const auto frames = framesWith(pages, dir.file("x.pcapng"));
    std::mt19937 random(11);
    std::string bytes = contents(dir.file("x.pcapng"));
    for (char &byte : bytes)
        byte = random() % 3 == 0 ? static_cast<char>(random()) : byte;
    put(dir.file("x.pcapng"), bytes);
    for (const auto &frame : frames)
        EXPECT_EQ(pages.frames(std::array{frame.place}).size(), 1U);
    EXPECT_EQ(pages.frames(std::array{event::FramePlace{~0ULL >> 1}}).size(), 1U) << "a place nobody gave";
}

TEST(Pages, SessionsKeepTheirIdsWhenReadAgain)
{
    TempDir dir;
    record(dir.file("x.pcapng"), transcriptEvents("fork"));
    for (const std::string &path : {dir.file("x.pcapng"), dataFile("transcripts/fork.jsonl")}) {
        const Read first = readAll(path);
        auto source = trace::openRecording(path, {.sessions = first.facts.sessions}).value();
        std::vector<event::Event> again;
        for (auto event = source->next(); event && *event; event = source->next())
            again.push_back(std::move(**event));
        ASSERT_EQ(again.size(), first.events.size());
        const auto sessionOf = [](const auto &one) { return one.session; };
        for (std::size_t i = 0; i < again.size(); ++i)
            ASSERT_EQ(std::visit(sessionOf, again[i]), std::visit(sessionOf, first.events[i])) << path;
        EXPECT_EQ(source->facts().sessions, first.facts.sessions);
        EXPECT_GE(first.facts.sessions.size(), 2U);
    }
}

} // namespace
} // namespace rumpscope::test
