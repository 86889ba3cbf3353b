// SPDX-License-Identifier: BSD-2-Clause
// Whatever way the bytes come, the same frames are found, and nothing is taken for a frame that is none.
#include "clientcore/tap/frame_cutter.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/transcript.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace rumpscope::tap {
namespace {

using Found = FrameCutter::Found;
using Speaker = FrameCutter::Speaker;
using testing::HasSubstr;

constexpr std::size_t kKeep = 64U << 10;

std::string describe(const wire::FrameView &frame)
{
    std::string text = fmt::format("{} {} {} {}:", frame.header.length, frame.header.reqno,
                                   static_cast<int>(frame.header.type), frame.header.word);
    text.append(reinterpret_cast<const char *>(frame.payload.data()), frame.payload.size());
    return text;
}

/// What is found when the bytes come `step` at a time.
std::vector<std::string> found(Speaker speaker, wire::ByteView bytes, std::size_t step,
                               std::size_t keep = kKeep)
{
    FrameCutter cutter(speaker, keep, wire::kDefaultFrameLimit);
    std::vector<std::string> all;
    while (!bytes.empty()) {
        wire::ByteView piece = bytes.first(std::min(step, bytes.size()));
        bytes = bytes.subspan(piece.size());
        for (Found one = cutter.next(piece); one != Found::Nothing; one = cutter.next(piece)) {
            all.push_back(one == Found::Banner  ? "banner " + std::string(cutter.line())
                          : one == Found::Frame ? describe(cutter.frame())
                                                : "broken " + cutter.sentence());
        }
    }
    return all;
}

TEST(FrameCutter, FindsTheFramesOfEveryRecordingHoweverTheyCome)
{
    for (const std::string &name : test::transcriptNames()) {
        const auto records = test::loadTranscript(name);
        for (const int connection : test::connectionsOf(records)) {
            for (const bool toServer : {true, false}) {
                std::vector<std::string> expected;
                for (const auto &record : records) {
                    if (record.connection != connection || record.toServer != toServer)
                        continue;
                    if (record.kind == test::TranscriptRecord::Kind::Banner)
                        expected.push_back("banner " + record.banner.substr(0, record.banner.size() - 1));
                    else if (record.kind == test::TranscriptRecord::Kind::Frame)
                        expected.push_back(describe({record.header, record.payload}));
                }
                const auto stream = test::streamOf(records, connection, toServer);
                const Speaker speaker = toServer ? Speaker::Client : Speaker::Server;
                for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{23},
                                               std::size_t{24}, std::size_t{4096}, stream.size() + 1})
                    ASSERT_EQ(found(speaker, stream, step), expected) << name << " in steps of " << step;
            }
        }
    }
}

TEST(FrameCutter, KeepsTheBeginningOfALongFrameThatComesInPieces)
{
    wire::FrameWriter writer;
    const wire::Bytes data(1000, std::byte{7});
    writer.copyInReply(1, data);
    writer.prefork(2);
    FrameCutter cutter(Speaker::Client, 100, wire::kDefaultFrameLimit);
    wire::ByteView first = writer.bytes().first(500);
    EXPECT_EQ(cutter.next(first), Found::Nothing);
    EXPECT_FALSE(cutter.atBoundary());
    wire::ByteView rest = writer.bytes().subspan(500);
    ASSERT_EQ(cutter.next(rest), Found::Frame);
    EXPECT_EQ(cutter.frame().header.payloadLength(), 1000U);
    EXPECT_EQ(cutter.frame().payload.size(), 100U);
    ASSERT_EQ(cutter.next(rest), Found::Frame);
    EXPECT_EQ(cutter.frame().header.type, wire::FrameType::Prefork);
    EXPECT_TRUE(cutter.atBoundary());
}

TEST(FrameCutter, ALengthThatNoFrameHasBreaksItForGood)
{
    for (const std::uint64_t length : {0ULL, 23ULL, (16ULL << 20) + 1, ~0ULL}) {
        wire::Bytes bytes(wire::kHeaderSize);
        wire::encodeHeader({.length = length}, std::span<std::byte, wire::kHeaderSize>(bytes.data(), 24));
        for (const std::size_t step : {1U, 24U}) {
            FrameCutter cutter(Speaker::Client, kKeep, wire::kDefaultFrameLimit);
            std::vector<Found> all;
            for (std::size_t at = 0; at < bytes.size(); at += step) {
                wire::ByteView piece = wire::ByteView(bytes).subspan(at, step);
                all.push_back(cutter.next(piece));
            }
            EXPECT_EQ(all.back(), Found::Broken);
            EXPECT_THAT(cutter.sentence(), HasSubstr(fmt::format("says it is {} bytes long", length)));
            wire::FrameWriter writer;
            writer.prefork(1);
            wire::ByteView more = writer.bytes();
            EXPECT_EQ(cutter.next(more), Found::Nothing);
            EXPECT_TRUE(more.empty());
            EXPECT_FALSE(cutter.atBoundary());
        }
    }
}

TEST(FrameCutter, AServerThatSendsNoLineIsBroken)
{
    const wire::Bytes noise(200, std::byte{'x'});
    for (const std::size_t step : {1U, 200U}) {
        const auto all = found(Speaker::Server, noise, step);
        ASSERT_EQ(all.size(), 1U);
        EXPECT_THAT(all[0], HasSubstr("first 96 bytes hold no line"));
    }
}

} // namespace
} // namespace rumpscope::tap
