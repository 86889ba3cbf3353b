// SPDX-License-Identifier: BSD-2-Clause
// A damaged or cut-off recording opens up to the damage and says so.
#include "clientcore/recording/recording_writer.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gmock/gmock.h>

#include <cstring>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;
using Existing = trace::RecordingWriter::Existing;

TEST(Damage, CutAnywhereEverythingBeforeIsThere)
{
    TempDir dir;
    const auto events = transcriptEvents("simple");
    record(dir.file("whole"), events);
    const std::string whole = contents(dir.file("whole"));
    const Lines expected = linesOf(events);
    std::size_t before = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
        put(dir.file("cut"), std::string_view(whole).substr(0, size));
        const Read read = readAll(dir.file("cut"));
        const Lines lines = linesOf(read.events);
        ASSERT_LE(lines.size(), expected.size());
        ASSERT_TRUE(std::equal(lines.begin(), lines.end(), expected.begin())) << "cut at " << size;
        ASSERT_GE(lines.size(), before) << "longer files have more in them";
        before = lines.size();
        ASSERT_FALSE(read.facts.complete);
        if (read.error)
            ASSERT_LE(read.error->offset, size);
        else
            ASSERT_EQ(read.facts.bytesRead, size) << "cut between two blocks";
    }
    EXPECT_EQ(before, expected.size());
}

TEST(Damage, ASentenceSaysWhereAndWhat)
{
    TempDir dir;
    record(dir.file("x"), transcriptEvents("simple"));
    const std::string whole = contents(dir.file("x"));
    put(dir.file("cut"), std::string_view(whole).substr(0, whole.size() - 3));
    const Read read = readAll(dir.file("cut"));
    ASSERT_TRUE(read.error);
    EXPECT_THAT(read.error->sentence, HasSubstr("is damaged at byte "));
    EXPECT_THAT(read.error->sentence, HasSubstr("a block is cut off. What comes before is good."));
}

TEST(Damage, NoByteThatIsWrongIsTheEndOfUs)
{
    TempDir dir;
    record(dir.file("x"), transcriptEvents("fork"));
    const std::string whole = contents(dir.file("x"));
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes = whole;
        for (int i = 0; i < 3; ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        put(dir.file("odd"), bytes);
        const Read read = readAll(dir.file("odd"));
        ASSERT_LE(read.facts.bytesRead, bytes.size());
    }
}

TEST(Damage, AClaimedLengthTakesNoMemory)
{
    TempDir dir;
    record(dir.file("x"), {});
    std::string bytes = contents(dir.file("x"));
    for (const std::uint32_t length : {0U, 11U, 13U, 0x40000000U, 0xfffffffcU}) {
        std::string odd = bytes;
        const std::uint32_t type = 6;
        odd.append(reinterpret_cast<const char *>(&type), sizeof type);
        odd.append(reinterpret_cast<const char *>(&length), sizeof length);
        odd.append(100, '\0');
        put(dir.file("odd"), odd);
        const Read read = readAll(dir.file("odd"));
        ASSERT_TRUE(read.error);
        EXPECT_EQ(read.error->offset, bytes.size());
    }
}

TEST(Damage, AfterACrashTheRecordingGoesOn)
{
    TempDir dir;
    const auto first = transcriptEvents("simple");
    const auto second = transcriptEvents("fork");
    record(dir.file("x"), first);
    const std::string whole = contents(dir.file("x"));
    ASSERT_EQ(::truncate(dir.file("x").c_str(), static_cast<off_t>(whole.size() - 70)), 0);
    const std::size_t survived = readAll(dir.file("x")).events.size();
    auto writer = trace::RecordingWriter::open(dir.file("x"), Existing::Append, {}).value();
    for (const auto &event : second)
        writer->add(event);
    ASSERT_TRUE(writer->close());
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.facts.sections, 2U);
    EXPECT_EQ(read.events.size(), survived + second.size());
    const std::vector<event::Event> rest(read.events.end() - static_cast<std::ptrdiff_t>(second.size()),
                                         read.events.end());
    EXPECT_EQ(linesOf(rest), linesOf(second));
}

std::string whyNotAppended(const std::string &path)
{
    const auto writer = trace::RecordingWriter::open(path, Existing::Append, {});
    return writer ? std::string() : writer.error().sentence;
}

/// Where the blocks of a recording begin.
std::vector<std::size_t> blocksOf(const std::string &bytes)
{
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < bytes.size();) {
        begins.push_back(at);
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + at + 4, sizeof length);
        at += length;
    }
    return begins;
}

TEST(Damage, NothingIsCutOffBehindADamagedBlock)
{
    TempDir dir;
    record(dir.file("x"), transcriptEvents("fork"));
    const std::string whole = contents(dir.file("x"));
    const std::size_t place = blocksOf(whole)[10];
    for (const std::uint32_t length : {0U, 13U, 0x100000U, 0xfffffffcU}) { // 1 MiB: longer than the file
        std::string odd = whole;
        std::memcpy(odd.data() + place + 4, &length, sizeof length);
        put(dir.file("odd"), odd);
        EXPECT_THAT(whyNotAppended(dir.file("odd")), HasSubstr("Nothing is appended to it")) << length;
        EXPECT_EQ(contents(dir.file("odd")), odd) << length;
    }
}

TEST(Damage, WhatACrashLeftOfALastBlockIsCutOffWhereverItEnded)
{
    TempDir dir;
    record(dir.file("x"), transcriptEvents("simple"));
    const std::string whole = contents(dir.file("x"));
    const std::size_t last = blocksOf(whole).back();
    for (std::size_t size = last + 1; size < whole.size(); ++size) {
        put(dir.file("cut"), std::string_view(whole).substr(0, size));
        ASSERT_EQ(whyNotAppended(dir.file("cut")), "") << size;
        ASSERT_EQ(contents(dir.file("cut")).substr(0, last), whole.substr(0, last));
        ASSERT_FALSE(readAll(dir.file("cut")).error) << size;
    }
}

TEST(Damage, ASecondWriterIsLockedOut)
{
    TempDir dir;
    const auto first = trace::RecordingWriter::open(dir.file("x"), Existing::Refuse, {}).value();
    EXPECT_THAT(whyNotAppended(dir.file("x")), HasSubstr("is being written by another program"));
    ASSERT_TRUE(first->close());
    EXPECT_EQ(whyNotAppended(dir.file("x")), "");
}

TEST(Damage, OnlyRegularFilesAreReadAndWritten)
{
    TempDir dir;
    ASSERT_EQ(::mkfifo(dir.file("fifo").c_str(), 0600), 0);
    EXPECT_THAT(whyNotAppended(dir.file("fifo")), HasSubstr("is no regular file"));
    EXPECT_THAT(readAll(dir.file("fifo")).error->sentence, HasSubstr("it is no file"));
}

TEST(Damage, WhatIsNoRecordingSaysSo)
{
    TempDir dir;
    put(dir.file("text"), "hello\n");
    put(dir.file("empty"), "");
    for (const char *name : {"text", "empty"}) {
        const Read read = readAll(dir.file(name));
        ASSERT_TRUE(read.error);
        EXPECT_THAT(read.error->sentence, HasSubstr("no recording"));
    }
    EXPECT_THAT(readAll(dir.path()).error->sentence, HasSubstr("it is no file"));
    EXPECT_THAT(readAll(dir.file("nothing")).error->sentence, HasSubstr("No such file"));
}

} // namespace
} // namespace rumpscope::test
