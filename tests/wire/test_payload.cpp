// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"

#include <gtest/gtest.h>

namespace rumpscope::wire {
namespace {

/// The one frame in a writer.
Frame only(const FrameWriter &writer)
{
    FrameReader reader(FrameReader::Role::Server);
    reader.feed(writer.bytes());
    const auto view = reader.next();
    if (!view || !*view)
        return {};
    return {(*view)->header, Bytes((*view)->payload.begin(), (*view)->payload.end())};
}

Frame ofSize(FrameType type, std::size_t size)
{
    return {{kHeaderSize + size, 1, FrameClass::Request, type, 0}, Bytes(size, std::byte{1})};
}

TEST(Payload, ForkCarriesCookieAndCancel)
{
    ForkRequest request{{}, 1};
    request.cookie[15] = std::byte{0xff};
    FrameWriter writer;
    writer.fork(3, request);
    const Frame frame = only(writer);
    EXPECT_EQ(frame.header.word, 2U);
    const auto decoded = decodeForkRequest(frame.view());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->cookie, request.cookie);
    EXPECT_EQ(decoded->cancel, 1);
}

TEST(Payload, CommandNameNeedsItsNul)
{
    FrameWriter writer;
    writer.guest(1, "shell");
    EXPECT_EQ(decodeCommandName(only(writer).view()), "shell");
    for (const std::size_t size : {0U, 5U}) {
        const auto name = decodeCommandName(ofSize(FrameType::Handshake, size).view());
        ASSERT_FALSE(name);
        EXPECT_NE(name.error().sentence().find("NUL"), std::string::npos);
    }
}

TEST(Payload, SyscallReplyKeepsItsPadding)
{
    FrameWriter writer;
    writer.syscallReply(8, {9, 0xdeadbeef, {-1, 4}});
    const auto reply = decodeSyscallReply(only(writer).view());
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->error, 9);
    EXPECT_EQ(reply->padding, 0xdeadbeefU);
    EXPECT_EQ(reply->retval[0], -1);
    EXPECT_EQ(reply->retval[1], 4);
}

TEST(Payload, CopyOutChecksTheLengthItAnnounces)
{
    FrameWriter writer;
    const Bytes data(3, std::byte{7});
    writer.copyOut(1, 0x1000, data);
    Frame frame = only(writer);
    ASSERT_TRUE(decodeCopyOut(frame.view()));
    frame.payload[0] = std::byte{200};
    EXPECT_FALSE(decodeCopyOut(frame.view()));
    frame.payload.resize(15);
    EXPECT_FALSE(decodeCopyOut(frame.view()));
}

TEST(Payload, EveryTypeRefusesAWrongSize)
{
    for (const std::size_t size : {0U, 1U, 3U, 5U, 7U, 9U, 15U, 17U, 19U, 21U, 23U, 25U}) {
        EXPECT_FALSE(decodeForkRequest(ofSize(FrameType::Handshake, size).view()));
        EXPECT_FALSE(decodeHandshakeReply(ofSize(FrameType::Handshake, size).view()));
        EXPECT_FALSE(decodeSyscallReply(ofSize(FrameType::Syscall, size).view()));
        EXPECT_FALSE(decodeCopyIn(ofSize(FrameType::CopyIn, size).view()));
        EXPECT_FALSE(decodeAnonMmapRequest(ofSize(FrameType::AnonMmap, size).view()));
        EXPECT_FALSE(decodeAnonMmapReply(ofSize(FrameType::AnonMmap, size).view()));
        EXPECT_FALSE(decodePreforkReply(ofSize(FrameType::Prefork, size).view()));
        if (size != 0) {
            EXPECT_FALSE(decodeSyscallArguments(ofSize(FrameType::Syscall, size).view()));
        }
    }
}

TEST(Payload, ArgumentsComeInSlots)
{
    const std::uint64_t arguments[] = {3, 0x1000, 64};
    FrameWriter writer;
    writer.syscall(2, 3, arguments);
    const auto decoded = decodeSyscallArguments(only(writer).view());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, std::vector<std::uint64_t>({3, 0x1000, 64}));
}

} // namespace
} // namespace rumpscope::wire
