// SPDX-License-Identifier: BSD-2-Clause
// A long recording is several files; each can be read alone, and the first leads to the others.
#include "clientcore/lineage/process_tree.h"
#include "clientcore/recording/recording_writer.h"
#include "clientcore/recording/segments.h"
#include "clientcore/recording/shortcomings.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>

#include <unistd.h>

namespace rumpscope::test {
namespace {

using trace::RecordingWriter;

std::vector<event::Event> many()
{
    std::vector<event::Event> events = transcriptEvents("bigio");
    return events;
}

void recordInSegments(const std::string &path, const std::vector<event::Event> &events,
                      RecordingWriter::Settings limits)
{
    auto writer = RecordingWriter::open(path, RecordingWriter::Existing::Refuse, limits).value();
    for (const auto &event : events)
        writer->add(event);
    ASSERT_TRUE(writer->close());
    ASSERT_GT(writer->segment(), 4U);
}

TEST(Segments, AreNamedAfterTheFirst)
{
    EXPECT_EQ(trace::segmentPath("/a/x.pcapng", 1), "/a/x.pcapng");
    EXPECT_EQ(trace::segmentPath("/a/x.pcapng", 2), "/a/x-2.pcapng");
    EXPECT_EQ(trace::segmentPath("/a.b/x", 3), "/a.b/x-3");
    EXPECT_EQ(trace::segmentPath("/a/.x", 3), "/a/.x-3");
}

TEST(Segments, TheFirstLeadsToAllOfThem)
{
    TempDir dir;
    const auto events = many();
    recordInSegments(dir.file("x.pcapng"), events, {.segmentBytes = 100'000});
    const Read read = readAll(dir.file("x.pcapng"));
    EXPECT_FALSE(read.error);
    EXPECT_EQ(linesOf(read.events), linesOf(events));
    EXPECT_TRUE(read.facts.complete);
    EXPECT_EQ(read.facts.bytes, read.facts.bytesRead);
}

TEST(Segments, ALaterOneKnowsWhoItTellsOf)
{
    TempDir dir;
    recordInSegments(dir.file("x.pcapng"), many(), {.segmentBytes = 100'000});
    lineage::ProcessTree tree;
    for (const auto &event : readAll(dir.file("x-3.pcapng")).events) {
        if (const auto *turn = std::get_if<event::ConnectionEvent>(&event))
            tree.connection(*turn);
    }
    EXPECT_THAT(tree.flattened(), testing::StartsWith("✝ scen: closed"));
}

TEST(Segments, OnlyTheNewestAreKept)
{
    TempDir dir;
    recordInSegments(dir.file("x.pcapng"), many(), {.segmentBytes = 50'000, .keepSegments = 2});
    std::vector<unsigned> there;
    for (unsigned i = 1; i < 100; ++i) {
        if (::access(trace::segmentPath(dir.file("x.pcapng"), i).c_str(), F_OK) == 0)
            there.push_back(i);
    }
    ASSERT_EQ(there.size(), 2U);
    EXPECT_EQ(there[0] + 1, there[1]);
}

Lines sentencesOf(const Read &read)
{
    Lines lines;
    for (const auto &one : trace::shortcomingsOf(read.facts))
        lines.push_back(one.sentence);
    return lines;
}

TEST(Segments, AMissingOneInTheMiddleIsSaidAndThoseBehindItRead)
{
    TempDir dir;
    const auto events = many();
    recordInSegments(dir.file("x.pcapng"), events, {.segmentBytes = 100'000});
    const std::size_t second = readAll(dir.file("x-2.pcapng")).events.size();
    const std::size_t third = readAll(dir.file("x-3.pcapng")).events.size();
    ASSERT_GT(second, third);
    ASSERT_EQ(::unlink(dir.file("x-2.pcapng").c_str()), 0);
    const Read read = readAll(dir.file("x.pcapng"));
    EXPECT_FALSE(read.error);
    EXPECT_GE(read.events.size(), events.size() - (second - third));
    EXPECT_LT(read.events.size(), events.size());
    EXPECT_EQ(sentencesOf(read), Lines{"Missing: part 2 (x-2.pcapng) is not here, or belongs to another "
                                       "recording."});
}

TEST(Segments, OfAnotherRecordingAreNotJoined)
{
    TempDir dir;
    recordInSegments(dir.file("x.pcapng"), many(), {.segmentBytes = 100'000});
    recordInSegments(dir.file("y.pcapng"), many(), {.segmentBytes = 100'000});
    const std::size_t first = [&] {
        TempDir alone;
        put(alone.file("x.pcapng"), contents(dir.file("x.pcapng")));
        return readAll(alone.file("x.pcapng")).events.size();
    }();
    for (unsigned i = 2; ::access(trace::segmentPath(dir.file("x.pcapng"), i).c_str(), F_OK) == 0; ++i)
        put(trace::segmentPath(dir.file("x.pcapng"), i),
            contents(trace::segmentPath(dir.file("y.pcapng"), i)));
    const Read read = readAll(dir.file("x.pcapng"));
    EXPECT_EQ(read.events.size(), first);
    EXPECT_THAT(sentencesOf(read), testing::Contains(testing::HasSubstr("part 2 (x-2.pcapng)")));
}

TEST(Segments, TheNameOpensWhatIsLeftOfThem)
{
    TempDir dir;
    auto writer = RecordingWriter::open(dir.file("x.pcapng"), RecordingWriter::Existing::Refuse,
                                        {.segmentBytes = 50'000, .keepSegments = 2})
                      .value();
    for (const auto &event : many())
        writer->add(event);
    ASSERT_TRUE(writer->close());
    const unsigned last = writer->segment();
    const std::string files[] = {trace::segmentPath(dir.file("x.pcapng"), last - 1),
                                 trace::segmentPath(dir.file("x.pcapng"), last)};
    EXPECT_EQ(writer->whereabouts(), std::to_string(contents(files[0]).size() + contents(files[1]).size()) +
                                         " bytes in " + files[0] + " and " + files[1]);
    const Read read = readAll(dir.file("x.pcapng"));
    EXPECT_FALSE(read.error);
    EXPECT_EQ(linesOf(read.events), linesOf(readAll(files[0]).events));
    EXPECT_EQ(sentencesOf(read), Lines{"This is part " + std::to_string(last - 1) +
                                       " of a recording in segments: what came before is not here."});
}

TEST(Segments, AFileThatGoesOnInItselfIsReadOnce)
{
    TempDir dir;
    const auto events = many();
    recordInSegments(dir.file("x.pcapng"), events, {.segmentBytes = 100'000});
    const std::string second = dir.file("x-2.pcapng");
    for (unsigned i = 2; ::unlink(trace::segmentPath(dir.file("x.pcapng"), i).c_str()) == 0; ++i) {
    }
    ASSERT_EQ(::link(dir.file("x.pcapng").c_str(), second.c_str()), 0);
    const Read read = readAll(dir.file("x.pcapng"));
    EXPECT_LT(read.events.size(), events.size());
    EXPECT_FALSE(read.facts.complete);
    EXPECT_EQ(read.facts.bytes, contents(second).size());
}

TEST(Segments, APartThatIsThereAlreadyIsSaidBeforeTheFirstFrame)
{
    TempDir dir;
    put(dir.file("x-7.pcapng"), "precious");
    const auto writer = RecordingWriter::open(dir.file("x.pcapng"), RecordingWriter::Existing::Refuse,
                                              {.segmentBytes = 100'000});
    ASSERT_FALSE(writer);
    EXPECT_THAT(writer.error().sentence, testing::HasSubstr("x-7.pcapng is there already"));
    EXPECT_NE(::access(dir.file("x.pcapng").c_str(), F_OK), 0);
}

TEST(Segments, ANextOneThatComesMeanwhileEndsTheRecording)
{
    TempDir dir;
    auto writer = RecordingWriter::open(dir.file("x.pcapng"), RecordingWriter::Existing::Refuse,
                                        {.segmentBytes = 100'000})
                      .value();
    put(dir.file("x-2.pcapng"), "precious");
    for (const auto &event : many())
        writer->add(event);
    EXPECT_FALSE(writer->close());
    ASSERT_TRUE(writer->error());
    EXPECT_THAT(writer->error()->sentence, testing::HasSubstr("x-2.pcapng is there already"));
    EXPECT_EQ(contents(dir.file("x-2.pcapng")), "precious");
}

} // namespace
} // namespace rumpscope::test
