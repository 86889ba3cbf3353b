// SPDX-License-Identifier: BSD-2-Clause
// Values of sysctl as text, and back.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/decode.h"
#include "clientcore/query/sysctl_tree.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

namespace rumpscope::query {

namespace {

constexpr std::size_t kShownBytes = 4096;

template<class Signed, class Unsigned>
std::string numberText(const SysctlNode &node, std::span<const std::byte> value)
{
    Unsigned number = 0;
    std::memcpy(&number, value.data(), sizeof number);
    if (node.hex)
        return fmt::format("{:#x}", number);
    return node.isUnsigned ? fmt::format("{}", number) : fmt::format("{}", static_cast<Signed>(number));
}

/// As the trace shows the value of a sysctl call that asked for it.
std::string structureText(const SysctlNode &node, std::span<const std::byte> value)
{
    constexpr std::uint64_t kName = 0x1000;
    constexpr std::uint64_t kValue = 0x100000;
    constexpr std::uint64_t kLength = 0x2000;
    const std::uint64_t length = value.size();
    const std::array<std::uint64_t, 6> arguments{kName, node.mib.size(), kValue, kLength, 0, 0};
    const auto name = std::as_bytes(std::span(node.mib));
    const auto size = std::as_bytes(std::span(&length, 1));
    const std::array<call::Copy, 3> copies{call::Copy{call::Copy::Kind::In, kName, name, name.size()},
                                           call::Copy{call::Copy::Kind::Out, kValue, value, value.size()},
                                           call::Copy{call::Copy::Kind::Out, kLength, size, size.size()}};
    const auto decoded = call::decode({.number = abi::NB_SYS___sysctl,
                                       .arguments = arguments,
                                       .copies = copies,
                                       .answered = true,
                                       .error = 0,
                                       .retval = {}},
                                      {.stringBytes = kShownBytes, .listItems = kShownBytes});
    for (const auto &argument : decoded.arguments) {
        if (argument.name == "oldv")
            return argument.text;
    }
    return {};
}

template<class T>
tl::expected<Bytes, std::string> numberBytes(std::string_view text)
{
    const bool hex = text.starts_with("0x");
    const std::string_view digits = hex ? text.substr(2) : text;
    std::int64_t number = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
    const auto fitting = static_cast<T>(number);
    const bool fits = static_cast<std::int64_t>(fitting) == number ||
                      static_cast<std::int64_t>(static_cast<std::make_unsigned_t<T>>(number)) == number;
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty() || !fits)
        return tl::unexpected(
            fmt::format("\"{}\" is no whole number of {} bytes.", wire::printable(text), sizeof(T)));
    const auto bytes = std::as_bytes(std::span(&fitting, 1));
    return Bytes(bytes.begin(), bytes.end());
}

} // namespace

std::string sysctlText(const SysctlNode &node, std::span<const std::byte> value)
{
    const auto *text = reinterpret_cast<const char *>(value.data());
    switch (node.type) {
    case abi::NB_CTLTYPE_STRING:
        return value.empty() ? std::string()
                             : wire::printable({text, ::strnlen(text, value.size())}, value.size());
    case abi::NB_CTLTYPE_INT:
        if (value.size() == sizeof(std::int32_t))
            return numberText<std::int32_t, std::uint32_t>(node, value);
        break;
    case abi::NB_CTLTYPE_QUAD:
        if (value.size() == sizeof(std::int64_t))
            return numberText<std::int64_t, std::uint64_t>(node, value);
        break;
    case abi::NB_CTLTYPE_BOOL:
        if (value.size() == 1)
            return value[0] != std::byte{0} ? "1" : "0";
        break;
    default:
        break;
    }
    return structureText(node, value);
}

tl::expected<Bytes, std::string> sysctlBytes(const SysctlNode &node, std::string_view text)
{
    switch (node.type) {
    case abi::NB_CTLTYPE_STRING: {
        const auto bytes = std::as_bytes(std::span(text));
        Bytes value(bytes.begin(), bytes.end());
        value.push_back(std::byte{0});
        return value;
    }
    case abi::NB_CTLTYPE_INT:
        return numberBytes<std::int32_t>(text);
    case abi::NB_CTLTYPE_QUAD:
        return numberBytes<std::int64_t>(text);
    case abi::NB_CTLTYPE_BOOL:
        if (text == "0" || text == "1")
            return Bytes{text == "1" ? std::byte{1} : std::byte{0}};
        return tl::unexpected(std::string("It is on or off: 1 or 0."));
    default:
        return tl::unexpected(fmt::format("{} is no number and no text: it cannot be typed.", node.name));
    }
}

} // namespace rumpscope::query
