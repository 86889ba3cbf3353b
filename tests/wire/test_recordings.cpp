// SPDX-License-Identifier: BSD-2-Clause
// Everything a real kernel and its client said parses, and encodes to the same bytes again.
#include "clientcore/wire/frame_reader.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/transcript.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace rumpscope::wire {
namespace {

/// Encodes through the typed functions, where the payload is what its type promises; raw otherwise.
void encodeAgain(FrameWriter &writer, const FrameView &frame, bool toServer)
{
    const Header &header = frame.header;
    const bool isRequest = header.frameClass == FrameClass::Request;
    if (header.frameClass == FrameClass::Error && frame.payload.empty() && isKnown(header.type))
        return writer.error(header.reqno, header.type, static_cast<ErrorCode>(header.word));
    if (header.type == FrameType::Handshake && isRequest && header.word != 1) {
        if (const auto fork = decodeForkRequest(frame); fork && header.word == 2)
            return writer.fork(header.reqno, *fork);
        if (const auto name = decodeCommandName(frame); name && header.word == 0)
            return writer.guest(header.reqno, *name);
        if (const auto name = decodeCommandName(frame); name && header.word == 3)
            return writer.exec(header.reqno, *name);
    } else if (header.type == FrameType::Handshake && !isRequest) {
        if (const auto error = decodeHandshakeReply(frame))
            return writer.handshakeReply(header.reqno, *error);
    } else if (header.type == FrameType::Syscall && isRequest) {
        if (const auto arguments = decodeSyscallArguments(frame))
            return writer.syscall(header.reqno, header.word, *arguments);
    } else if (header.type == FrameType::Syscall) {
        if (const auto reply = decodeSyscallReply(frame))
            return writer.syscallReply(header.reqno, *reply);
    } else if (header.type == FrameType::CopyIn && toServer) {
        return writer.copyInReply(header.reqno, frame.payload);
    } else if (header.type == FrameType::CopyIn || header.type == FrameType::CopyInStr) {
        if (const auto wanted = decodeCopyIn(frame))
            return header.type == FrameType::CopyIn ? writer.copyIn(header.reqno, *wanted)
                                                    : writer.copyInStr(header.reqno, *wanted);
    } else if (header.type == FrameType::CopyOut || header.type == FrameType::CopyOutStr) {
        if (const auto copy = decodeCopyOut(frame))
            return header.type == FrameType::CopyOut
                       ? writer.copyOut(header.reqno, copy->address, copy->data)
                       : writer.copyOutStr(header.reqno, copy->address, copy->data);
    } else if (header.type == FrameType::Prefork && isRequest) {
        return writer.prefork(header.reqno);
    } else if (header.type == FrameType::Prefork) {
        if (const auto cookie = decodePreforkReply(frame))
            return writer.preforkReply(header.reqno, *cookie);
    } else if (header.type == FrameType::Raise) {
        return writer.raise(header.reqno, header.word);
    }
    writer.append(header, frame.payload);
}

/// Reads everything there is and writes it again.
void drain(FrameReader &reader, FrameWriter &again, bool toServer)
{
    for (;;) {
        const auto frame = reader.next();
        ASSERT_TRUE(frame) << frame.error().sentence();
        if (!*frame)
            return;
        encodeAgain(again, **frame, toServer);
    }
}

struct Stream
{
    std::string name;
    bool toServer;
    Bytes bytes;
};

std::vector<Stream> allStreams()
{
    std::vector<Stream> streams;
    for (const std::string &name : test::transcriptNames()) {
        // Where a recording was cut its unknown bytes are filled up: lengths agree, so it serves too.
        const auto records = test::loadTranscript(name);
        for (const int connection : test::connectionsOf(records)) {
            for (const bool toServer : {true, false})
                streams.push_back({name, toServer, test::streamOf(records, connection, toServer)});
        }
    }
    return streams;
}

void expectSame(const Stream &stream, const std::function<std::size_t()> &pieceSize)
{
    FrameReader reader(stream.toServer ? FrameReader::Role::Server : FrameReader::Role::Client);
    FrameWriter again;
    Bytes banner;
    std::size_t at = 0;
    bool bannerDue = !stream.toServer && !stream.bytes.empty();
    while (at < stream.bytes.size()) {
        const std::size_t piece = std::min(std::max<std::size_t>(pieceSize(), 1), stream.bytes.size() - at);
        reader.feed(ByteView(stream.bytes).subspan(at, piece));
        at += piece;
        if (bannerDue) {
            const auto line = reader.banner();
            ASSERT_TRUE(line) << line.error().sentence();
            if (!*line)
                continue;
            for (const char c : encodeBanner(**line))
                banner.push_back(static_cast<std::byte>(c));
            bannerDue = false;
        }
        drain(reader, again, stream.toServer);
    }
    EXPECT_TRUE(reader.atBoundary()) << stream.name;
    banner.insert(banner.end(), again.bytes().begin(), again.bytes().end());
    EXPECT_TRUE(banner == stream.bytes)
        << stream.name << (stream.toServer ? " to the server" : " from the server");
}

TEST(Recordings, ThereAreAsManyAsThereShouldBe)
{
    EXPECT_EQ(test::transcriptNames().size(), 28U);
}

TEST(Recordings, EncodeToTheSameBytesFedWhole)
{
    for (const Stream &stream : allStreams())
        expectSame(stream, [&] { return stream.bytes.size(); });
}

TEST(Recordings, EncodeToTheSameBytesFedByteByByte)
{
    for (const Stream &stream : allStreams())
        expectSame(stream, [] { return 1; });
}

TEST(Recordings, EncodeToTheSameBytesAtRandomSplits)
{
    std::mt19937 random(20261123);
    std::uniform_int_distribution<std::size_t> piece(1, 100);
    for (int round = 0; round < 10; ++round) {
        for (const Stream &stream : allStreams())
            expectSame(stream, [&] { return piece(random); });
    }
}

} // namespace
} // namespace rumpscope::wire
