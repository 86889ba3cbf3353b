// SPDX-License-Identifier: BSD-2-Clause
// Numbers in the bytes of NetBSD structures: little endian, 1, 2, 4 or 8 bytes wide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rumpscope::call {

using Bytes = std::vector<std::byte>;

/// The number of all the bytes, 8 at most.
[[nodiscard]] inline std::uint64_t loadUnsigned(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size() && i < 8; ++i)
        value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

/// `value` as a number of `size` bytes with a sign.
[[nodiscard]] inline std::int64_t signExtend(std::uint64_t value, std::size_t size)
{
    if (size == 0 || size >= 8)
        return static_cast<std::int64_t>(value);
    const std::uint64_t sign = 1ULL << (8 * size - 1);
    value &= (sign << 1) - 1;
    return static_cast<std::int64_t>((value ^ sign) - sign);
}

[[nodiscard]] inline std::int64_t loadSigned(std::span<const std::byte> bytes)
{
    return signExtend(loadUnsigned(bytes), bytes.size());
}

inline void store(std::span<std::byte> bytes, std::uint64_t value)
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = i < 8 ? static_cast<std::byte>(value >> (8 * i)) : std::byte{0};
}

[[nodiscard]] inline std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

[[nodiscard]] inline std::string textOf(std::span<const std::byte> bytes)
{
    std::string text(bytes.size(), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        text[i] = static_cast<char>(bytes[i]);
    return text;
}

/// Part of `bytes` that is there of [offset, offset + size).
[[nodiscard]] inline std::span<const std::byte> part(std::span<const std::byte> bytes, std::size_t offset,
                                                     std::size_t size)
{
    if (offset >= bytes.size())
        return {};
    return bytes.subspan(offset, size < bytes.size() - offset ? size : bytes.size() - offset);
}

} // namespace rumpscope::call
