// SPDX-License-Identifier: BSD-2-Clause
// pcapng files that others made, with frames for our dissector in them or without.
#include "clientcore/recording/custom_block.h"
#include "clientcore/recording/pcapng.h"
#include "clientcore/recording/shortcomings.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"

#include <gtest/gtest.h>

#include <algorithm>
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
    EXPECT_EQ(read.facts.damaged, 2U) << "a packet of 10 bytes, and one of no interface";
    const std::map<std::string, std::uint64_t> kinds{{"packet of link type 1", 1}, {"block of type 0x99", 1}};
    EXPECT_EQ(read.facts.passedOver, kinds);
    EXPECT_FALSE(read.error);
}

TEST(ForeignFiles, TimesBeginWhereTheInterfaceSays)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    blocks.begin(pcapng::kInterface);
    blocks.number16(pcapng::kUpperPdu);
    blocks.number16(0);
    blocks.number32(0);
    const std::int64_t offset = -2;
    blocks.option(14, std::as_bytes(std::span(&offset, 1)));
    blocks.endOptions();
    blocks.end();
    packet(blocks, 0, 5'000'000, frameOf([](auto &writer) { writer.prefork(1); }));
    packet(blocks, 0, 1'000'000, frameOf([](auto &writer) { writer.prefork(2); }));
    const Read read = readBack(blocks);
    ASSERT_EQ(read.events.size(), 2U);
    EXPECT_EQ(std::get<event::FrameRecord>(read.events[0]).time.time_since_epoch(), std::chrono::seconds(3));
    EXPECT_EQ(std::get<event::FrameRecord>(read.events[1]).time.time_since_epoch(), std::chrono::seconds(0))
        << "no time is before 1970";
}

TEST(ForeignFiles, AUnitOfTimeThatIsNoneIsAnError)
{
    for (const std::vector<std::uint8_t> &unit : {std::vector<std::uint8_t>{9, 9}, {}, {20}, {0x80 | 64}}) {
        pcapng::BlockWriter blocks;
        section(blocks);
        blocks.begin(pcapng::kInterface);
        blocks.number16(pcapng::kUpperPdu);
        blocks.number16(0);
        blocks.number32(0);
        blocks.option(pcapng::kTimeResolution, std::as_bytes(std::span(unit)));
        blocks.endOptions();
        blocks.end();
        packet(blocks, 0, 5, frameOf([](auto &writer) { writer.prefork(1); }));
        const Read read = readBack(blocks);
        ASSERT_TRUE(read.error) << unit.size();
        EXPECT_NE(read.error->sentence.find("if_tsresol"), std::string::npos);
        EXPECT_EQ(read.error->offset, 28U) << "what comes before is good";
    }
}

TEST(ForeignFiles, PacketsThatWereCutOrAreWrongAreCounted)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    interface(blocks, pcapng::kUpperPdu);
    const wire::Bytes whole = frameOf([](auto &writer) { writer.prefork(1); });
    packet(blocks, 0, 1, wire::ByteView(whole).first(20)); // as editcap -s 36 leaves it
    wire::Bytes odd = whole;
    odd[0] = std::byte{3}; // a frame's length below its header's
    packet(blocks, 0, 2, odd);
    packet(blocks, 0, 3, whole);
    const Read read = readBack(blocks);
    EXPECT_EQ(read.events.size(), 1U);
    EXPECT_EQ(read.facts.damaged, 2U);
    const auto said = trace::shortcomingsOf(read.facts);
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].kind, trace::Shortcoming::Kind::Loss);
    EXPECT_EQ(said[0].sentence,
              "2 packets or notes are damaged, or were cut by another tool, and not shown.");
}

TEST(ForeignFiles, WithoutRumpSpSaySo)
{
    pcapng::BlockWriter blocks;
    section(blocks);
    interface(blocks, 1);
    packet(blocks, 0, 1, wire::Bytes(60));
    const auto said = trace::shortcomingsOf(readBack(blocks).facts);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].sentence, "Nothing of rump_sp is in this file.");
    EXPECT_EQ(said[1].sentence, "Passed over: 1 × packet of link type 1.");
}

TEST(ForeignFiles, OurOptionsKeepTheirOwnByteOrder)
{
    const std::array<std::uint32_t, 2> numbers{7, 3};
    const wire::Bytes native = trace::ourOption(numbers);
    wire::Bytes turned = native; // written on a machine of the other order
    for (std::size_t at = 0; at < turned.size(); at += 4)
        std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(at),
                     turned.begin() + static_cast<std::ptrdiff_t>(at + 4));
    wire::Bytes rewritten = turned; // and written anew here, by a tool that knows the enterprise number only
    std::copy_n(native.begin(), 4, rewritten.begin());
    const wire::Bytes old(native.begin(), native.end() - 4); // of before the mark
    for (const wire::Bytes &value : {native, turned, rewritten, old}) {
        auto reader = trace::ourNumbers(value);
        ASSERT_TRUE(reader);
        EXPECT_EQ(reader->number32(), 7U);
        EXPECT_EQ(reader->number32(), 3U);
        EXPECT_FALSE(reader->bad());
    }
    EXPECT_FALSE(trace::ourNumbers(wire::Bytes(16)));
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
