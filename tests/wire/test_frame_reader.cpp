// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace rumpscope::wire {
namespace {

using Role = FrameReader::Role;

ByteView asBytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

Bytes headerSaying(std::uint64_t length)
{
    Bytes bytes(kHeaderSize);
    encodeHeader({length, 7, FrameClass::Request, FrameType::Syscall, 20},
                 std::span<std::byte, kHeaderSize>(bytes.data(), kHeaderSize));
    return bytes;
}

TEST(FrameReader, NeedsMoreBytesUntilTheFrameIsWhole)
{
    FrameWriter writer;
    const std::uint64_t argument = 3;
    writer.syscall(9, 6, std::span(&argument, 1));
    FrameReader reader(Role::Server);
    for (const std::byte byte : writer.bytes().first(writer.bytes().size() - 1)) {
        reader.feed({&byte, 1});
        const auto frame = reader.next();
        ASSERT_TRUE(frame);
        EXPECT_FALSE(*frame);
    }
    reader.feed(writer.bytes().last(1));
    const auto frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->header.reqno, 9U);
    EXPECT_EQ((*frame)->payload.size(), 8U);
    EXPECT_TRUE(reader.atBoundary());
}

TEST(FrameReader, TakesABannerTogetherWithFrames)
{
    FrameWriter writer;
    writer.handshakeReply(1);
    FrameReader reader(Role::Client);
    reader.feed(asBytes("RUMPSP-0.4-NetBSD-7.99.34/amd64\n"));
    reader.feed(writer.bytes());
    const auto banner = reader.banner();
    ASSERT_TRUE(banner && *banner);
    EXPECT_EQ((*banner)->minor, 4);
    const auto frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->header.type, FrameType::Handshake);
}

TEST(FrameReader, RefusesAnEndlessBanner)
{
    FrameReader reader(Role::Client);
    reader.feed(asBytes("RUMPSP-0.4-" + std::string(200, 'N')));
    const auto banner = reader.banner();
    ASSERT_FALSE(banner);
    EXPECT_EQ(banner.error().kind, ReadError::Kind::BannerTooLong);
    EXPECT_NE(banner.error().sentence().find("no end within 96 bytes"), std::string::npos);
}

TEST(FrameReader, WaitsForTheRestOfAShortBanner)
{
    FrameReader reader(Role::Client);
    reader.feed(asBytes("RUMPSP-0.4"));
    const auto banner = reader.banner();
    ASSERT_TRUE(banner);
    EXPECT_FALSE(*banner);
}

TEST(FrameReader, RefusesAnEightExabyteFrameWithoutTakingMemory)
{
    FrameReader reader(Role::Server);
    reader.feed(headerSaying(std::uint64_t{1} << 63));
    const auto frame = reader.next();
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().kind, ReadError::Kind::FrameTooLong);
    EXPECT_LE(reader.prepare(1).size(), 8192U);
}

TEST(FrameReader, AClaimWithinTheLimitTakesNoMemoryEither)
{
    FrameReader reader(Role::Server, std::numeric_limits<std::uint64_t>::max());
    reader.feed(headerSaying(std::numeric_limits<std::uint64_t>::max()));
    const auto frame = reader.next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(*frame);
    EXPECT_LE(reader.prepare(1).size(), 8192U);
}

TEST(FrameReader, RefusesALengthBelowAHeader)
{
    FrameReader reader(Role::Server);
    reader.feed(headerSaying(23));
    const auto frame = reader.next();
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().kind, ReadError::Kind::LengthTooSmall);
}

TEST(FrameReader, KeepsItsErrorForEver)
{
    FrameReader reader(Role::Server);
    reader.feed(headerSaying(0));
    ASSERT_FALSE(reader.next());
    FrameWriter writer;
    writer.prefork(1);
    reader.feed(writer.bytes());
    ASSERT_FALSE(reader.next());
}

TEST(FrameReader, SaysWhereTheBrokenFrameBegan)
{
    FrameWriter writer;
    writer.prefork(1);
    FrameReader reader(Role::Server);
    reader.feed(writer.bytes());
    reader.feed(headerSaying(1));
    ASSERT_TRUE(reader.next());
    const auto frame = reader.next();
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().offset, kHeaderSize);
}

TEST(FrameReader, LeavesWhatItsOwnerTakesHimself)
{
    FrameReader reader(FrameReader::Role::Server);
    FrameWriter writer;
    writer.prefork(5);
    reader.feed(writer.bytes().first(10));
    EXPECT_EQ(reader.pending().size(), 10U);
    EXPECT_EQ(std::memcmp(reader.pending().data(), writer.bytes().data(), 10), 0);
    reader.skip(10);
    EXPECT_TRUE(reader.atBoundary());
    EXPECT_EQ(reader.consumed(), 10U);
    reader.feed(writer.bytes());
    const auto frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->header.reqno, 5U);
    reader.skip(1);
    EXPECT_EQ(reader.consumed(), 10U + kHeaderSize) << "no more than there is";
}

TEST(FrameReader, PassesUnknownTypesAndClassesOn)
{
    FrameWriter writer;
    writer.append({0, 5, static_cast<FrameClass>(9), static_cast<FrameType>(77), 1}, {});
    FrameReader reader(Role::Server);
    reader.feed(writer.bytes());
    const auto frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_FALSE(isKnown((*frame)->header.type));
    EXPECT_FALSE(isKnown((*frame)->header.frameClass));
    EXPECT_EQ(name((*frame)->header.type), "unknown");
}

TEST(FrameReader, ReusesItsBufferForALongConversation)
{
    FrameWriter writer;
    const Bytes page(4096, std::byte{1});
    writer.copyOut(1, 0x1000, page);
    FrameReader reader(Role::Client);
    reader.feed(asBytes("RUMPSP-0.4-NetBSD-7.99.34/amd64\n"));
    for (int i = 0; i < 1000; ++i) {
        reader.feed(writer.bytes());
        const auto frame = reader.next();
        ASSERT_TRUE(frame && *frame);
    }
    EXPECT_LE(reader.prepare(1).size(), 64U << 10);
}

} // namespace
} // namespace rumpscope::wire
