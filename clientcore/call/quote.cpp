// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/decode.h"

#include <fmt/format.h>

namespace rumpscope::call {

namespace {

unsigned at(std::span<const std::byte> bytes, std::size_t index)
{
    return index < bytes.size() ? std::to_integer<unsigned>(bytes[index]) : 0U;
}

/// Marks that turn the direction of writing or are not seen: a file name could lie with them.
bool deceives(unsigned code)
{
    return code < 0xa0 || code == 0xad || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
           (code >= 0xd800 && code <= 0xf8ff) || (code >= 0xfff0 && code <= 0xffff) || code >= 0xe0000;
}

/// Length of the well-formed, visible UTF-8 sequence at `index`; 0 if there is none.
std::size_t sequence(std::span<const std::byte> bytes, std::size_t index)
{
    const unsigned lead = at(bytes, index);
    const std::size_t length = lead >= 0xf0 && lead < 0xf5   ? 4
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                                                             : 0;
    if (length == 0)
        return 0;
    unsigned code = lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = at(bytes, index + i);
        if ((next & 0xc0U) != 0x80U)
            return 0;
        code = (code << 6) | (next & 0x3fU);
    }
    const unsigned least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    return code < least || deceives(code) ? 0 : length;
}

void escape(std::string &text, unsigned c, unsigned next)
{
    static constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\\"";
    static constexpr std::string_view kLetters = "abfnrtv\\\"";
    const std::size_t known = c == 0 ? std::string_view::npos : kMeanings.find(static_cast<char>(c));
    if (known != std::string_view::npos)
        text += {'\\', kLetters[known]};
    else if (c >= 0x20 && c < 0x7f)
        text += static_cast<char>(c);
    else if (next >= '0' && next <= '7')
        text += fmt::format("\\{:03o}", c); // three digits, so that the next one is no part of it
    else
        text += fmt::format("\\{:o}", c);
}

} // namespace

std::string quote(std::span<const std::byte> bytes, std::size_t limit)
{
    const std::span<const std::byte> shown = bytes.first(bytes.size() < limit ? bytes.size() : limit);
    std::string text = "\"";
    for (std::size_t i = 0; i < shown.size();) {
        std::size_t length = sequence(shown, i);
        if (length == 0)
            escape(text, at(shown, i), at(shown, i + 1));
        for (std::size_t k = 0; k < length; ++k)
            text += static_cast<char>(at(shown, i + k));
        i += length == 0 ? 1 : length;
    }
    text += '"';
    if (shown.size() < bytes.size())
        text += "…";
    return text;
}

} // namespace rumpscope::call
