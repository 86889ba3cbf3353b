// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/frame_writer.h"

#include <cstring>

namespace rumpscope::wire {

namespace {

/// Writes plain values one behind the other.
class Pen
{
public:
    explicit Pen(std::byte *at)
        : m_at(at)
    {}

    template<class T>
    Pen &put(const T &value)
    {
        std::memcpy(m_at, &value, sizeof value);
        m_at += sizeof value;
        return *this;
    }
    Pen &put(ByteView bytes)
    {
        if (!bytes.empty())
            std::memcpy(m_at, bytes.data(), bytes.size());
        m_at += bytes.size();
        return *this;
    }

private:
    std::byte *m_at;
};

ByteView asBytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

Header request(std::uint64_t reqno, FrameType type, std::uint32_t word = 0)
{
    return {kHeaderSize, reqno, FrameClass::Request, type, word};
}

Header response(std::uint64_t reqno, FrameType type)
{
    return {kHeaderSize, reqno, FrameClass::Response, type, 0};
}

Header handshake(std::uint64_t reqno, HandshakeKind kind)
{
    return request(reqno, FrameType::Handshake, static_cast<std::uint32_t>(kind));
}

} // namespace

std::byte *FrameWriter::grow(Header header, std::size_t payloadSize)
{
    const std::size_t begin = m_bytes.size();
    header.length = kHeaderSize + payloadSize;
    m_bytes.resize(begin + header.length);
    encodeHeader(header, std::span<std::byte, kHeaderSize>(m_bytes.data() + begin, kHeaderSize));
    return m_bytes.data() + begin + kHeaderSize;
}

void FrameWriter::append(Header header, ByteView payload)
{
    Pen(grow(header, payload.size())).put(payload);
}

void FrameWriter::guest(std::uint64_t reqno, std::string_view commandName)
{
    Pen(grow(handshake(reqno, HandshakeKind::Guest), commandName.size() + 1))
        .put(asBytes(commandName))
        .put('\0');
}

void FrameWriter::exec(std::uint64_t reqno, std::string_view commandName)
{
    Pen(grow(handshake(reqno, HandshakeKind::Exec), commandName.size() + 1))
        .put(asBytes(commandName))
        .put('\0');
}

void FrameWriter::fork(std::uint64_t reqno, const ForkRequest &fork)
{
    Pen(grow(handshake(reqno, HandshakeKind::Fork), sizeof fork.cookie + sizeof fork.cancel))
        .put(fork.cookie)
        .put(fork.cancel);
}

void FrameWriter::syscall(std::uint64_t reqno, std::uint32_t number, std::span<const std::uint64_t> arguments)
{
    append(request(reqno, FrameType::Syscall, number), std::as_bytes(arguments));
}

void FrameWriter::prefork(std::uint64_t reqno)
{
    append(request(reqno, FrameType::Prefork), {});
}

void FrameWriter::copyInReply(std::uint64_t reqno, ByteView data)
{
    append(response(reqno, FrameType::CopyIn), data);
}

void FrameWriter::anonMmapReply(std::uint64_t reqno, std::uint64_t address)
{
    Pen(grow(response(reqno, FrameType::AnonMmap), sizeof address)).put(address);
}

void FrameWriter::handshakeReply(std::uint64_t reqno, std::int32_t error)
{
    Pen(grow(response(reqno, FrameType::Handshake), sizeof error)).put(error);
}

void FrameWriter::syscallReply(std::uint64_t reqno, const SyscallReply &reply)
{
    Pen(grow(response(reqno, FrameType::Syscall), 24))
        .put(reply.error)
        .put(reply.padding)
        .put(reply.retval[0])
        .put(reply.retval[1]);
}

void FrameWriter::preforkReply(std::uint64_t reqno, const Cookie &cookie)
{
    Pen(grow(response(reqno, FrameType::Prefork), sizeof cookie)).put(cookie);
}

void FrameWriter::copyIn(std::uint64_t reqno, const CopyInRequest &wanted)
{
    Pen(grow(request(reqno, FrameType::CopyIn), 16)).put(wanted.length).put(wanted.address);
}

void FrameWriter::copyInStr(std::uint64_t reqno, const CopyInRequest &wanted)
{
    Pen(grow(request(reqno, FrameType::CopyInStr), 16)).put(wanted.length).put(wanted.address);
}

void FrameWriter::copyOut(std::uint64_t reqno, std::uint64_t address, ByteView data)
{
    const std::uint64_t length = data.size();
    Pen(grow(request(reqno, FrameType::CopyOut), 16 + data.size())).put(length).put(address).put(data);
}

void FrameWriter::copyOutStr(std::uint64_t reqno, std::uint64_t address, ByteView data)
{
    const std::uint64_t length = data.size();
    Pen(grow(request(reqno, FrameType::CopyOutStr), 16 + data.size())).put(length).put(address).put(data);
}

void FrameWriter::anonMmap(std::uint64_t reqno, std::uint64_t length)
{
    Pen(grow(request(reqno, FrameType::AnonMmap), sizeof length)).put(length);
}

void FrameWriter::raise(std::uint64_t reqno, std::uint32_t signal)
{
    append(request(reqno, FrameType::Raise, signal), {});
}

void FrameWriter::error(std::uint64_t reqno, FrameType type, ErrorCode code)
{
    append({kHeaderSize, reqno, FrameClass::Error, type, static_cast<std::uint32_t>(code)}, {});
}

} // namespace rumpscope::wire
