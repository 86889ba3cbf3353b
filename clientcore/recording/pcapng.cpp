// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/pcapng.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace rumpscope::trace::pcapng {

namespace {

constexpr std::size_t kAlignment = 4;
constexpr std::size_t kLengthOffset = 4; ///< of a block

std::size_t padding(std::size_t size)
{
    return (kAlignment - size % kAlignment) % kAlignment;
}

} // namespace

void BlockWriter::put(const void *from, std::size_t size)
{
    const auto *bytes = static_cast<const std::byte *>(from);
    m_bytes.insert(m_bytes.end(), bytes, bytes + size);
}

void BlockWriter::begin(std::uint32_t type)
{
    m_begin = m_bytes.size();
    number32(type);
    number32(0); // the length, once it is known
}

void BlockWriter::pad()
{
    m_bytes.resize(m_bytes.size() + padding(m_bytes.size() - m_begin));
}

void BlockWriter::option(std::uint16_t code, std::string_view value)
{
    option(code, std::as_bytes(std::span(value)));
}

void BlockWriter::option(std::uint16_t code, wire::ByteView value)
{
    value = value.first(std::min<std::size_t>(value.size(), std::numeric_limits<std::uint16_t>::max()));
    number16(code);
    number16(static_cast<std::uint16_t>(value.size()));
    bytes(value);
    pad();
}

void BlockWriter::endOptions()
{
    number16(kEndOfOptions);
    number16(0);
}

void BlockWriter::end()
{
    pad();
    const auto length = static_cast<std::uint32_t>(m_bytes.size() - m_begin + sizeof(std::uint32_t));
    number32(length);
    std::memcpy(m_bytes.data() + m_begin + kLengthOffset, &length, sizeof length);
}

std::size_t wholeBlocks(wire::ByteView bytes)
{
    std::size_t whole = 0;
    while (bytes.size() - whole >= kLengthOffset + sizeof(std::uint32_t)) {
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + whole + kLengthOffset, sizeof length);
        if (length == 0 || length > bytes.size() - whole)
            break;
        whole += length;
    }
    return whole;
}

template<class T>
T BlockReader::number()
{
    if (m_rest.size() < sizeof(T)) {
        m_bad = true;
        m_rest = {};
        return 0;
    }
    T value = 0;
    std::memcpy(&value, m_rest.data(), sizeof value);
    m_rest = m_rest.subspan(sizeof value);
    return m_swapped ? swapped(value) : value;
}

std::uint16_t BlockReader::number16()
{
    return number<std::uint16_t>();
}
std::uint32_t BlockReader::number32()
{
    return number<std::uint32_t>();
}
std::uint64_t BlockReader::number64()
{
    return number<std::uint64_t>();
}

wire::ByteView BlockReader::bytes(std::uint32_t size)
{
    if (m_rest.size() < size) {
        m_bad = true;
        m_rest = {};
        return {};
    }
    const wire::ByteView found = m_rest.first(size);
    m_rest = m_rest.subspan(std::min(m_rest.size(), size + padding(size)));
    return found;
}

std::optional<BlockReader::Option> BlockReader::option()
{
    if (m_rest.empty()) // the end mark may be left out
        return std::nullopt;
    Option found;
    found.code = number16();
    const std::uint16_t length = number16();
    if (m_bad || found.code == kEndOfOptions)
        return std::nullopt;
    found.value = bytes(length);
    return m_bad ? std::nullopt : std::optional(found);
}

} // namespace rumpscope::trace::pcapng
