// SPDX-License-Identifier: BSD-2-Clause
// Typed payloads of rump_sp, both roles. Every decode checks sizes and says which field was short.
#pragma once

#include "clientcore/wire/frame.h"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace rumpscope::wire {

/// Proof that a prepared child may be claimed (answer of PREFORK).
using Cookie = std::array<std::byte, 16>;

/// A payload that is not what its type promises.
struct PayloadError
{
    FrameType type;
    std::size_t wanted = 0; ///< bytes the layout needs
    std::size_t got = 0;
    std::string what; ///< the field, "cookie"

    [[nodiscard]] std::string sentence() const;
};
template<class T>
using Decoded = tl::expected<T, PayloadError>;

/// HANDSHAKE FORK.
struct ForkRequest
{
    Cookie cookie;
    std::int32_t cancel = 0;
};
/// Answer to SYSCALL.
struct SyscallReply
{
    std::int32_t error = 0;    ///< NetBSD errno, 0 for success
    std::uint32_t padding = 0; ///< not zeroed by servers: shown, never compared
    std::array<std::int64_t, 2> retval{};
};
/// COPYIN and COPYINSTR: `length` bytes (at most, for strings) at `address` in the client.
struct CopyInRequest
{
    std::uint64_t length = 0;
    std::uint64_t address = 0;
};
/// COPYOUT and COPYOUTSTR. `data` points into the frame.
struct CopyOutRequest
{
    std::uint64_t length = 0; ///< as the peer says it; decode checks that it is data.size()
    std::uint64_t address = 0;
    ByteView data;
};

[[nodiscard]] Decoded<std::string>
decodeCommandName(FrameView frame); ///< GUEST, EXEC: NUL-terminated, not empty
[[nodiscard]] Decoded<ForkRequest> decodeForkRequest(FrameView frame);
[[nodiscard]] Decoded<std::int32_t> decodeHandshakeReply(FrameView frame);
[[nodiscard]] Decoded<std::vector<std::uint64_t>>
decodeSyscallArguments(FrameView frame); ///< whole 8-byte slots
[[nodiscard]] Decoded<SyscallReply> decodeSyscallReply(FrameView frame);
[[nodiscard]] Decoded<CopyInRequest> decodeCopyIn(FrameView frame);
[[nodiscard]] Decoded<CopyOutRequest> decodeCopyOut(FrameView frame);
[[nodiscard]] Decoded<std::uint64_t> decodeAnonMmapRequest(FrameView frame); ///< length
[[nodiscard]] Decoded<std::uint64_t> decodeAnonMmapReply(FrameView frame);   ///< address, 0: could not
[[nodiscard]] Decoded<Cookie> decodePreforkReply(FrameView frame);

} // namespace rumpscope::wire
