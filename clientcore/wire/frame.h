// SPDX-License-Identifier: BSD-2-Clause
// The rump_sp frame: a 24-byte header and its payload (rump_sp, "Frames").
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace rumpscope::wire {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// Bytes of every header on the wire.
inline constexpr std::size_t kHeaderSize = 24;
/// Default for the longest frame we accept: a page-wise kernel never sends more than a few KiB.
inline constexpr std::uint64_t kDefaultFrameLimit = 16U << 20;

/// Header field `class`.
enum class FrameClass : std::uint16_t { Request = 0, Response = 1, Error = 2 };

/// Header field `type`. Values a peer may send that are not listed stay representable.
enum class FrameType : std::uint16_t {
    Handshake = 0,
    Syscall = 1,
    CopyIn = 2,
    CopyInStr = 3,
    CopyOut = 4,
    CopyOutStr = 5,
    AnonMmap = 6,
    Prefork = 7,
    Raise = 8,
};

/// `word` of a HANDSHAKE request.
enum class HandshakeKind : std::uint32_t { Guest = 0, Auth = 1, Fork = 2, Exec = 3 };

/// `word` of an ERROR frame.
enum class ErrorCode : std::uint32_t {
    None = 0,
    TryAgain = 1,
    Authentication = 2,
    InvalidPreforkCookie = 3,
    RforkFailed = 4,
    ExecInProgress = 5,
    OutOfMemory = 6,
    MalformedRequest = 7,
};

/// The 24 bytes before every payload, in host byte order as the protocol has it.
struct Header
{
    std::uint64_t length = kHeaderSize; ///< whole frame, header included
    std::uint64_t reqno = 0;            ///< chosen by the requester, echoed in the answer
    FrameClass frameClass = FrameClass::Request;
    FrameType type = FrameType::Handshake;
    std::uint32_t word = 0; ///< system call, handshake kind, signal or error code

    [[nodiscard]] std::uint64_t payloadLength() const { return length - kHeaderSize; }
    friend bool operator==(const Header &, const Header &) = default;
};

/// A frame that somebody else owns: valid as long as its source says.
struct FrameView
{
    Header header;
    ByteView payload;
};

/// A frame that owns its payload.
struct Frame
{
    Header header;
    Bytes payload;
    [[nodiscard]] FrameView view() const { return {header, payload}; }
};

/// Reads 24 bytes; no check of any field. `bytes` must hold kHeaderSize bytes at least.
[[nodiscard]] Header decodeHeader(std::span<const std::byte, kHeaderSize> bytes);
void encodeHeader(const Header &header, std::span<std::byte, kHeaderSize> out);

/// Names as rump_sp(7) writes them ("REQ", "COPYIN", "GUEST"); "unknown" for other values.
[[nodiscard]] std::string_view name(FrameClass value);
[[nodiscard]] std::string_view name(FrameType value);
[[nodiscard]] std::string_view name(HandshakeKind value);
/// What an ERROR means, in words: "malformed request".
[[nodiscard]] std::string_view meaning(ErrorCode value);
[[nodiscard]] bool isKnown(FrameType value);
[[nodiscard]] bool isKnown(FrameClass value);

} // namespace rumpscope::wire
