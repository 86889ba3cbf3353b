// SPDX-License-Identifier: BSD-2-Clause
// The pcapng format: blocks and options, as far as we use them (draft-ietf-opsawg-pcapng).
#pragma once

#include "clientcore/wire/frame.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rumpscope::trace::pcapng {

inline constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;
inline constexpr std::uint32_t kInterface = 1;
inline constexpr std::uint32_t kEnhancedPacket = 6;
inline constexpr std::uint32_t kCustom = 0x00000BAD; ///< one that tools may copy along
inline constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;

inline constexpr std::uint16_t kEndOfOptions = 0;
inline constexpr std::uint16_t kComment = 1;
inline constexpr std::uint16_t kUserApplication = 4; ///< of a section header
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kInterfaceDescription = 3;
inline constexpr std::uint16_t kTimeResolution = 9; ///< of an interface
inline constexpr std::uint16_t kPacketFlags = 2;
inline constexpr std::uint16_t kCustomText = 2988;
inline constexpr std::uint16_t kCustomBytes = 2989;

inline constexpr std::uint32_t kInbound = 1;  ///< packet flags: from the server
inline constexpr std::uint32_t kOutbound = 2; ///< to the server

/// LINKTYPE_WIRESHARK_UPPER_PDU: a packet names its dissector.
inline constexpr std::uint16_t kUpperPdu = 252;
/// IANA's enterprise number for examples and documentation (RFC 5612): we have none of our own. What is ours
/// begins with kOurs besides.
inline constexpr std::uint32_t kEnterprise = 32473;
inline constexpr std::string_view kOurs = "rumpscope1";

/// Builds one block after the other into one buffer, in the host's byte order.
class BlockWriter
{
public:
    void begin(std::uint32_t type);
    void number16(std::uint16_t value) { put(&value, sizeof value); }
    void number32(std::uint32_t value) { put(&value, sizeof value); }
    void number64(std::uint64_t value) { put(&value, sizeof value); }
    void bytes(wire::ByteView bytes) { put(bytes.data(), bytes.size()); }
    void text(std::string_view text) { put(text.data(), text.size()); }
    void pad(); ///< to four bytes
    void option(std::uint16_t code, std::string_view value);
    void option(std::uint16_t code, wire::ByteView value);
    void endOptions();
    void end();

    [[nodiscard]] wire::ByteView written() const { return m_bytes; }
    void clear() { m_bytes.clear(); }

private:
    void put(const void *from, std::size_t size);

    wire::Bytes m_bytes;
    std::size_t m_begin = 0; ///< of the block being built
};

/// Takes numbers and options out of one block; everything is checked. After the first thing that is not
/// there, everything is zero and empty, and bad() says so.
class BlockReader
{
public:
    BlockReader(wire::ByteView body, bool swapped)
        : m_rest(body)
        , m_swapped(swapped)
    {}
    [[nodiscard]] std::uint16_t number16();
    [[nodiscard]] std::uint32_t number32();
    [[nodiscard]] std::uint64_t number64();
    /// `size` bytes and what pads them to four.
    [[nodiscard]] wire::ByteView bytes(std::uint32_t size);
    [[nodiscard]] wire::ByteView rest() const { return m_rest; }

    struct Option
    {
        std::uint16_t code = 0;
        wire::ByteView value;
    };
    /// The next option; nullopt at their end.
    [[nodiscard]] std::optional<Option> option();
    [[nodiscard]] bool bad() const { return m_bad; }

private:
    template<class T>
    [[nodiscard]] T number();

    wire::ByteView m_rest;
    const bool m_swapped;
    bool m_bad = false;
};

/// Bytes of the whole blocks that our own blocks, cut off anywhere, begin with.
[[nodiscard]] std::size_t wholeBlocks(wire::ByteView bytes);

[[nodiscard]] inline std::string_view asText(wire::ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

template<class T>
[[nodiscard]] T swapped(T value)
{
    T result = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        result = static_cast<T>(result << 8 | (value & 0xff));
        value = static_cast<T>(value >> 8);
    }
    return result;
}

} // namespace rumpscope::trace::pcapng
