// SPDX-License-Identifier: BSD-2-Clause
// Recordings that were written down as JSON lines.
#include "tests/support/files/data_file.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/files/transcript.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

TEST(Transcripts, HaveAllTheirFrames)
{
    for (const std::string &name : transcriptNames()) {
        std::size_t frames = 0;
        for (const auto &record : loadTranscript(name))
            frames += record.kind == TranscriptRecord::Kind::Frame ? 1 : 0;
        const Read read = readAll(dataFile("transcripts/" + name + ".jsonl"));
        EXPECT_FALSE(read.error) << read.error->sentence;
        EXPECT_EQ(read.facts.frames, frames) << name;
        EXPECT_TRUE(read.facts.complete);
        EXPECT_FALSE(read.facts.wallClock);
        EXPECT_EQ(read.facts.bytes, read.facts.bytesRead);
    }
}

TEST(Transcripts, TheLastLineMayHaveNoEnd)
{
    TempDir dir;
    std::string text = contents(dataFile("transcripts/simple.jsonl"));
    text.pop_back();
    put(dir.file("x"), text);
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.facts.bytesRead, text.size());
}

TEST(Transcripts, ALineThatIsNoneIsTheEnd)
{
    TempDir dir;
    const std::string good = contents(dataFile("transcripts/simple.jsonl"));
    const std::size_t events = readAll(dataFile("transcripts/simple.jsonl")).events.size();
    for (const char *odd :
         {"nonsense", "{}", "[1]", R"({"t_us": 1, "conn": 1})", R"({"t_us": -1, "conn": 1, "banner": "x"})",
          R"({"t_us": 1, "conn": 1, "len": 24, "reqno": 1, "cls": "WHAT", "type": "SYSCALL", "word": 1,
 "payload": "", "payload_len": 0})",
          R"({"t_us": 1, "conn": 1, "len": 24, "reqno": 1, "cls": "REQ", "type": "SYSCALL", "word": 1, )"
          R"("payload": "zz", "payload_len": 1})",
          R"({"t_us": 1, "conn": 1, "len": 24, "reqno": 1, "cls": "REQ", "type": "SYSCALL", "word": 1, )"
          R"("payload": "", "payload_len": 99999999999})"}) {
        put(dir.file("x"), good + odd + "\n" + good);
        const Read read = readAll(dir.file("x"));
        ASSERT_TRUE(read.error) << odd;
        EXPECT_THAT(read.error->sentence, HasSubstr("is no line of a recording"));
        EXPECT_EQ(read.error->offset, good.size());
        EXPECT_EQ(read.events.size(), events);
    }
}

} // namespace
} // namespace rumpscope::test
