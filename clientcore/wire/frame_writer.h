// SPDX-License-Identifier: BSD-2-Clause
// Builds frames into one buffer that is reused: no allocation once it has grown.
#pragma once

#include "clientcore/wire/payload.h"

#include <string_view>

namespace rumpscope::wire {

/// Collects whole frames to send. Not thread-safe.
class FrameWriter
{
public:
    // Client role
    void guest(std::uint64_t reqno, std::string_view commandName);
    void fork(std::uint64_t reqno, const ForkRequest &request);
    void exec(std::uint64_t reqno, std::string_view commandName);
    void syscall(std::uint64_t reqno, std::uint32_t number, std::span<const std::uint64_t> arguments);
    void prefork(std::uint64_t reqno);
    /// Answer to COPYIN and COPYINSTR alike: both are answered with type COPYIN.
    void copyInReply(std::uint64_t reqno, ByteView data);
    void anonMmapReply(std::uint64_t reqno, std::uint64_t address);

    // Server role
    void handshakeReply(std::uint64_t reqno, std::int32_t error = 0);
    void syscallReply(std::uint64_t reqno, const SyscallReply &reply);
    void preforkReply(std::uint64_t reqno, const Cookie &cookie);
    void copyIn(std::uint64_t reqno, const CopyInRequest &request);
    void copyInStr(std::uint64_t reqno, const CopyInRequest &request);
    void copyOut(std::uint64_t reqno, std::uint64_t address, ByteView data);
    void copyOutStr(std::uint64_t reqno, std::uint64_t address, ByteView data);
    void anonMmap(std::uint64_t reqno, std::uint64_t length);
    void raise(std::uint64_t reqno, std::uint32_t signal);
    void error(std::uint64_t reqno, FrameType type, ErrorCode code);

    /// Any header with any payload; header.length is set here.
    void append(Header header, ByteView payload);

    [[nodiscard]] ByteView bytes() const { return m_bytes; }
    [[nodiscard]] bool empty() const { return m_bytes.empty(); }
    void clear() { m_bytes.clear(); }

private:
    [[nodiscard]] std::byte *grow(Header header, std::size_t payloadSize);

    Bytes m_bytes;
};

} // namespace rumpscope::wire
