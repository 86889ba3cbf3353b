// SPDX-License-Identifier: BSD-2-Clause
// pcapng files that others made, with frames for our dissector in them or without.
#include "clientcore/recording/pcapng.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gtest/gtest.h>

#include <array>

namespace rumpscope::test {
namespace {

namespace pcapng = trace::pcapng;

constexpr std::array<std::uint8_t, 16> kTags{0, 12, 0, 8, 'r', 'u', 'm', 'p', '_', 's', 'p', 0, 0, 0, 0, 0};

void section(pcapng::BlockWriter &blocks)
{
    blocks.begin(pcapng::kSectionHeader);
    blocks.number32(pcapng::kByteOrderMagic);
    blocks.number16(1);
    blocks.number16(0);
    blocks.number64(~0ULL);
    blocks.end();
}

void interface(pcapng::BlockWriter &blocks, std::uint16_t linkType)
{
    blocks.begin(pcapng::kInterface);
    blocks.number16(linkType);
    blocks.number16(0);
    blocks.number32(0);
    blocks.end();
}

void packet(pcapng::BlockWriter &blocks, std::uint32_t interface, std::uint32_t microseconds,
            wire::ByteView frame)
{
    blocks.begin(pcapng::kEnhancedPacket);
    blocks.number32(interface);
    blocks.number32(0);
    blocks.number32(microseconds);
    blocks.number32(static_cast<std::uint32_t>(kTags.size() + frame.size()));
    blocks.number32(static_cast<std::uint32_t>(kTags.size() + frame.size()));
    blocks.bytes(std::as_bytes(std::span(kTags)));
    blocks.bytes(frame);
    blocks.end();
}

Read readBack(const pcapng::BlockWriter &blocks)
{
    TempDir dir;
    const wire::ByteView bytes = blocks.written();
    put(dir.file("x"), {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    return readAll(dir.file("x"));
}

wire::Bytes frameOf(const std::function<void(wire::FrameWriter &)> &build)
{
    wire::FrameWriter writer;
    build(writer);
    return {writer.bytes().begin(), writer.bytes().end()};
}

TEST(ForeignFiles, EachInterfaceIsASessionAndKindsSayDirections)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    interface(blocks, pcapng::kUpperPdu);
    interface(blocks, pcapng::kUpperPdu);
    packet(blocks, 0, 1000, frameOf([](auto &writer) { writer.guest(1, "x"); }));
    packet(blocks, 0, 2000, frameOf([](auto &writer) { writer.handshakeReply(1); }));
    packet(blocks, 1, 3000, frameOf([](auto &writer) { writer.copyIn(1, {8, 8}); }));
    packet(blocks, 1, 4000, frameOf([](auto &writer) { writer.copyInReply(1, wire::Bytes(8)); }));
    const Read read = readBack(blocks);
    ASSERT_EQ(read.events.size(), 4U);
    std::vector<event::FrameRecord> frames;
    for (const auto &event : read.events)
        frames.push_back(std::get<event::FrameRecord>(event));
    EXPECT_EQ(frames[0].session, frames[1].session);
    EXPECT_NE(frames[0].session, frames[2].session);
    EXPECT_EQ(frames[0].direction, event::Direction::ToServer);
    EXPECT_EQ(frames[1].direction, event::Direction::FromServer);
    EXPECT_EQ(frames[2].direction, event::Direction::FromServer);
    EXPECT_EQ(frames[3].direction, event::Direction::ToServer);
    EXPECT_EQ(frames[1].time - frames[0].time, std::chrono::milliseconds(1));
    EXPECT_FALSE(read.facts.complete);
}

TEST(ForeignFiles, OtherLinkTypesAndShortPacketsArePassedOver)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    interface(blocks, 1);
    interface(blocks, pcapng::kUpperPdu);
    packet(blocks, 0, 1, frameOf([](auto &writer) { writer.prefork(1); }));
    packet(blocks, 1, 2, wire::Bytes(10));
    packet(blocks, 7, 3, frameOf([](auto &writer) { writer.prefork(1); }));
    blocks.begin(0x99);
    blocks.number64(5);
    blocks.end();
    packet(blocks, 1, 4, frameOf([](auto &writer) { writer.prefork(1); }));
    const Read read = readBack(blocks);
    EXPECT_EQ(read.events.size(), 1U);
    EXPECT_EQ(read.facts.skipped, 4U);
    EXPECT_FALSE(read.error);
}

TEST(ForeignFiles, TheOtherByteOrder)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    interface(blocks, pcapng::kUpperPdu);
    const wire::Bytes frame = frameOf([](auto &writer) { writer.prefork(3); });
    packet(blocks, 0, 5, frame);
    // Every number of the blocks turned round; the packet's bytes stay.
    wire::Bytes bytes(blocks.written().begin(), blocks.written().end());
    const auto turn = [&](std::size_t at, std::size_t size) {
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
    };
    for (const std::size_t at : {0U, 4U, 8U, 24U})
        turn(at, 4);
    turn(28, 4);
    turn(32, 4);
    turn(36, 2);
    turn(44, 4);
    for (const std::size_t at : {48U, 52U, 56U, 60U, 64U, 68U, 72U})
        turn(at, 4);
    turn(bytes.size() - 4, 4);
    TempDir dir;
    put(dir.file("x"), {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    const Read read = readAll(dir.file("x"));
    EXPECT_FALSE(read.error) << read.error->sentence;
    ASSERT_EQ(read.events.size(), 1U);
    EXPECT_EQ(std::get<event::FrameRecord>(read.events[0]).header.reqno, 3U);
}

} // namespace
} // namespace rumpscope::test
