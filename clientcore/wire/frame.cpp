// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/frame.h"

#include <array>
#include <cstring>

namespace rumpscope::wire {

namespace {

template<class T>
T load(const std::byte *from)
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template<class T>
void store(std::byte *to, T value)
{
    std::memcpy(to, &value, sizeof value);
}

template<class Enum, std::size_t N>
std::string_view lookUp(const std::array<std::string_view, N> &names, Enum value)
{
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : std::string_view("unknown");
}

constexpr std::array<std::string_view, 3> kClassNames{"REQ", "RESP", "ERROR"};
constexpr std::array<std::string_view, 9> kTypeNames{
    "HANDSHAKE", "SYSCALL", "COPYIN", "COPYINSTR", "COPYOUT", "COPYOUTSTR", "ANONMMAP", "PREFORK", "RAISE"};
constexpr std::array<std::string_view, 4> kHandshakeNames{"GUEST", "AUTH", "FORK", "EXEC"};
constexpr std::array<std::string_view, 8> kErrorMeanings{"no error",
                                                         "try again",
                                                         "authentication required",
                                                         "invalid prefork cookie",
                                                         "rfork failed",
                                                         "an exec is under way",
                                                         "out of memory",
                                                         "malformed request"};

} // namespace

Header decodeHeader(std::span<const std::byte, kHeaderSize> bytes)
{
    const std::byte *at = bytes.data();
    Header header;
    header.length = load<std::uint64_t>(at);
    header.reqno = load<std::uint64_t>(at + 8);
    header.frameClass = static_cast<FrameClass>(load<std::uint16_t>(at + 16));
    header.type = static_cast<FrameType>(load<std::uint16_t>(at + 18));
    header.word = load<std::uint32_t>(at + 20);
    return header;
}

void encodeHeader(const Header &header, std::span<std::byte, kHeaderSize> out)
{
    std::byte *at = out.data();
    store(at, header.length);
    store(at + 8, header.reqno);
    store(at + 16, static_cast<std::uint16_t>(header.frameClass));
    store(at + 18, static_cast<std::uint16_t>(header.type));
    store(at + 20, header.word);
}

std::string_view name(FrameClass value)
{
    return lookUp(kClassNames, value);
}

std::string_view name(FrameType value)
{
    return lookUp(kTypeNames, value);
}

std::string_view name(HandshakeKind value)
{
    return lookUp(kHandshakeNames, value);
}

std::string_view meaning(ErrorCode value)
{
    return lookUp(kErrorMeanings, value);
}

bool isKnown(FrameType value)
{
    return static_cast<std::size_t>(value) < kTypeNames.size();
}

bool isKnown(FrameClass value)
{
    return static_cast<std::size_t>(value) < kClassNames.size();
}

} // namespace rumpscope::wire
