// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/payload.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::wire {

namespace {

constexpr std::size_t kSlot = 8;
constexpr std::size_t kForkRequestSize = 20;
constexpr std::size_t kSyscallReplySize = 24;
constexpr std::size_t kCopyHeaderSize = 16;

template<class T>
T load(ByteView payload, std::size_t offset)
{
    T value;
    std::memcpy(&value, payload.data() + offset, sizeof value);
    return value;
}

tl::unexpected<PayloadError> wrongSize(const FrameView &frame, std::size_t wanted, const char *what)
{
    return tl::unexpected(PayloadError{frame.header.type, wanted, frame.payload.size(), what});
}

template<class T>
Decoded<T> decodeExactly(const FrameView &frame, const char *what)
{
    if (frame.payload.size() != sizeof(T))
        return wrongSize(frame, sizeof(T), what);
    return load<T>(frame.payload, 0);
}

} // namespace

std::string PayloadError::sentence() const
{
    return "A " + std::string(name(type)) + " frame is malformed: " + std::string(what) + " needs " +
           std::to_string(wanted) + " bytes of payload and " + std::to_string(got) + " came.";
}

Decoded<std::string> decodeCommandName(FrameView frame)
{
    const auto *text = reinterpret_cast<const char *>(frame.payload.data());
    const std::size_t length = frame.payload.empty() ? 0 : ::strnlen(text, frame.payload.size());
    if (length == frame.payload.size())
        return wrongSize(frame, length + 1, "a command name with its NUL");
    return std::string(text, length);
}

Decoded<ForkRequest> decodeForkRequest(FrameView frame)
{
    if (frame.payload.size() != kForkRequestSize)
        return wrongSize(frame, kForkRequestSize, "cookie and cancel flag");
    return ForkRequest{load<Cookie>(frame.payload, 0), load<std::int32_t>(frame.payload, sizeof(Cookie))};
}

Decoded<std::int32_t> decodeHandshakeReply(FrameView frame)
{
    return decodeExactly<std::int32_t>(frame, "the handshake's error");
}

Decoded<std::vector<std::uint64_t>> decodeSyscallArguments(FrameView frame)
{
    if (frame.payload.size() % kSlot != 0)
        return wrongSize(frame, (frame.payload.size() / kSlot + 1) * kSlot,
                         "a whole number of 8-byte arguments");
    std::vector<std::uint64_t> arguments(frame.payload.size() / kSlot);
    if (!arguments.empty())
        std::memcpy(arguments.data(), frame.payload.data(), frame.payload.size());
    return arguments;
}

Decoded<SyscallReply> decodeSyscallReply(FrameView frame)
{
    if (frame.payload.size() != kSyscallReplySize)
        return wrongSize(frame, kSyscallReplySize, "error and return values");
    return SyscallReply{load<std::int32_t>(frame.payload, 0),
                        load<std::uint32_t>(frame.payload, 4),
                        {load<std::int64_t>(frame.payload, 8), load<std::int64_t>(frame.payload, 16)}};
}

Decoded<CopyInRequest> decodeCopyIn(FrameView frame)
{
    if (frame.payload.size() != kCopyHeaderSize)
        return wrongSize(frame, kCopyHeaderSize, "length and address");
    return CopyInRequest{load<std::uint64_t>(frame.payload, 0), load<std::uint64_t>(frame.payload, 8)};
}

Decoded<CopyOutRequest> decodeCopyOut(FrameView frame)
{
    if (frame.payload.size() < kCopyHeaderSize)
        return wrongSize(frame, kCopyHeaderSize, "length and address");
    CopyOutRequest request{load<std::uint64_t>(frame.payload, 0), load<std::uint64_t>(frame.payload, 8),
                           frame.payload.subspan(kCopyHeaderSize)};
    if (request.length != request.data.size())
        return wrongSize(frame, kCopyHeaderSize + static_cast<std::size_t>(request.length),
                         "the data it announces");
    return request;
}

Decoded<std::uint64_t> decodeAnonMmapRequest(FrameView frame)
{
    return decodeExactly<std::uint64_t>(frame, "the length");
}

Decoded<std::uint64_t> decodeAnonMmapReply(FrameView frame)
{
    return decodeExactly<std::uint64_t>(frame, "the address");
}

Decoded<Cookie> decodePreforkReply(FrameView frame)
{
    return decodeExactly<Cookie>(frame, "the cookie");
}

} // namespace rumpscope::wire
