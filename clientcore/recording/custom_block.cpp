// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/recording/custom_block.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace rumpscope::trace {

namespace {

constexpr std::size_t kLongestJson = 64U << 10;

std::uint32_t load(wire::ByteView bytes)
{
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// Whether a number that is known stands there, in one order or the other; nullopt for another number.
std::optional<bool> isSwapped(wire::ByteView bytes, std::uint32_t known)
{
    const std::uint32_t value = load(bytes);
    if (value == known)
        return false;
    return value == pcapng::swapped(known) ? std::optional(true) : std::nullopt;
}

} // namespace

std::optional<nlohmann::json> jsonIn(const BlockSource::Block &block)
{
    constexpr std::size_t kNumber = sizeof(std::uint32_t);
    if (block.body.size() < kNumber || !isSwapped(block.body, pcapng::kEnterprise))
        return std::nullopt;
    std::string_view text = pcapng::asText(block.body.subspan(kNumber));
    if (!text.starts_with(pcapng::kOurs))
        return std::nullopt;
    if (text.size() > kLongestJson)
        return nlohmann::json();
    text.remove_prefix(pcapng::kOurs.size());
    auto json = nlohmann::json::parse(text.substr(0, text.find('\0')), nullptr, false);
    return json.is_object() ? std::move(json) : nlohmann::json();
}

wire::Bytes ourOption(std::span<const std::uint32_t> numbers)
{
    wire::Bytes value;
    const auto put = [&](std::uint32_t number) {
        const auto bytes = std::as_bytes(std::span(&number, 1));
        value.insert(value.end(), bytes.begin(), bytes.end());
    };
    put(pcapng::kEnterprise);
    for (const std::uint32_t number : numbers)
        put(number);
    put(pcapng::kByteOrderMagic);
    return value;
}

std::optional<pcapng::BlockReader> ourNumbers(wire::ByteView value)
{
    constexpr std::size_t kNumber = sizeof(std::uint32_t);
    if (value.size() < kNumber || value.size() % kNumber != 0)
        return std::nullopt;
    const auto order = isSwapped(value, pcapng::kEnterprise);
    if (!order)
        return std::nullopt;
    const auto marked = isSwapped(value.last(kNumber), pcapng::kByteOrderMagic);
    return pcapng::BlockReader(value.subspan(kNumber), marked.value_or(*order));
}

} // namespace rumpscope::trace
