// SPDX-License-Identifier: BSD-2-Clause
// What a person wrote beside calls is in the recording.
#include "clientcore/recording/recording_writer.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using trace::Note;
using trace::RecordingWriter;
using Existing = RecordingWriter::Existing;

transport::TimePoint at(int seconds)
{
    return transport::TimePoint(std::chrono::seconds(seconds));
}

std::vector<std::string> notesIn(const std::string &path)
{
    std::vector<std::string> texts;
    for (const auto &[key, note] : readAll(path).facts.notes)
        texts.push_back((note.bookmark ? "* " : "") + note.text);
    return texts;
}

TEST(Notes, AreInTheRecordingAsTheyStandLast)
{
    TempDir dir;
    auto writer = RecordingWriter::open(dir.file("x"), Existing::Refuse, {.timesAsTheyAre = true}).value();
    writer->note({at(5), 1, "slow?", false});
    writer->note({at(3), 7, "first \"quoted\"\nline", true});
    writer->note({at(3), 8, "gone", true});
    writer->note({at(5), 1, "slow: the disk", true});
    writer->note({at(3), 8, "", false});
    ASSERT_TRUE(writer->close());
    EXPECT_THAT(notesIn(dir.file("x")), testing::ElementsAre("* first \"quoted\"\nline", "* slow: the disk"));
    const auto notes = readAll(dir.file("x")).facts.notes;
    EXPECT_EQ(notes.begin()->second.sent, at(3));
    EXPECT_EQ(notes.begin()->second.reqno, 7U);
}

TEST(Notes, AreAddedToARecordingThatIsThere)
{
    TempDir dir;
    const auto events = transcriptEvents("fork");
    record(dir.file("x"), events);
    auto writer = RecordingWriter::open(dir.file("x"), Existing::Append, {.timesAsTheyAre = true}).value();
    writer->note({at(5), 1, "later", false});
    ASSERT_TRUE(writer->close());
    EXPECT_THAT(notesIn(dir.file("x")), testing::ElementsAre("later"));
    const Read read = readAll(dir.file("x"));
    EXPECT_EQ(linesOf(read.events), linesOf(events));
    EXPECT_TRUE(read.facts.complete);
}

TEST(Notes, InTheFirstSegmentLeaveTheOthersAsTheyWere)
{
    TempDir dir;
    const auto events = transcriptEvents("bigio");
    auto first =
        RecordingWriter::open(dir.file("x.pcapng"), Existing::Refuse, {.segmentBytes = 100'000}).value();
    for (const auto &event : events)
        first->add(event);
    ASSERT_TRUE(first->close());
    auto writer =
        RecordingWriter::open(dir.file("x.pcapng"), Existing::Append, {.timesAsTheyAre = true}).value();
    writer->note({at(5), 1, "here", false});
    ASSERT_TRUE(writer->close());
    EXPECT_EQ(linesOf(readAll(dir.file("x.pcapng")).events), linesOf(events))
        << "what later segments repeat of who is who is not told twice";
}

TEST(Notes, OfAnotherShapeArePassedOver)
{
    TempDir dir;
    record(dir.file("x"), {});
    std::string bytes = contents(dir.file("x"));
    const std::string end = R"({"event":"end"})";
    const std::string odd = R"({"event":"note")";
    const auto where = bytes.find(end);
    ASSERT_NE(where, std::string::npos);
    bytes.replace(where, end.size(), odd);
    put(dir.file("x"), bytes);
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error);
    EXPECT_TRUE(read.facts.notes.empty());
}

} // namespace
} // namespace rumpscope::test
