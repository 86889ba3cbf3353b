// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/text/foreign_text.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace rumpscope::text {

namespace {

struct Letter
{
    char32_t code = 0;
    std::size_t bytes = 0; ///< 0: not UTF-8
};

/// The first letter: shortest forms only, no surrogates, nothing above U+10FFFF (RFC 3629).
Letter firstOf(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size)
        return {};
    char32_t code = lead & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0U) != 0x80)
            return {};
        code = code << 6 | (byte(i) & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = code >= 0xd800 && code <= 0xdfff;
    return code < kLeast[size] || isSurrogate || code > 0x10ffff ? Letter{} : Letter{code, size};
}

/// Controls, separators of lines, marks and overrides of direction, what has no width, tags, private use.
bool isHarmful(char32_t code)
{
    struct Range
    {
        char32_t first;
        char32_t last;
    };
    constexpr std::array kRanges{Range{0, 0x1f},        Range{0x7f, 0x9f},       Range{0xad, 0xad},
                                 Range{0x61c, 0x61c},   Range{0x180e, 0x180e},   Range{0x200b, 0x200f},
                                 Range{0x2028, 0x202e}, Range{0x2060, 0x206f},   Range{0xfeff, 0xfeff},
                                 Range{0xfff9, 0xffff}, Range{0xe0000, 0xe0fff}, Range{0xf0000, 0x10ffff}};
    for (const Range &range : kRanges) {
        if (code >= range.first && code <= range.last)
            return true;
    }
    return false;
}

std::string escaped(char32_t code)
{
    switch (code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return code < 0x100 ? fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code))
                            : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    }
}

/// Each letter of `markup` replaced by what `entity` makes of it.
template<class Entity>
std::string replaced(std::string_view text, std::string_view markup, const Entity &entity)
{
    std::string made;
    for (const char letter : text)
        made += markup.find(letter) == std::string_view::npos ? std::string(1, letter) : entity(letter);
    return made;
}

} // namespace

std::string onALine(std::string_view foreign)
{
    std::string line;
    while (!foreign.empty()) {
        const Letter letter = firstOf(foreign);
        if (letter.bytes == 0)
            line += fmt::format("\\x{:02x}", static_cast<unsigned char>(foreign.front()));
        else if (isHarmful(letter.code))
            line += escaped(letter.code);
        else
            line += foreign.substr(0, letter.bytes);
        foreign.remove_prefix(letter.bytes == 0 ? 1 : letter.bytes);
    }
    return line;
}

std::string csvField(std::string_view foreign)
{
    std::string line = onALine(foreign);
    constexpr std::string_view kFormula = "=+-@";
    if (!line.empty() && kFormula.find(line.front()) != std::string_view::npos)
        line.insert(0, "'");
    if (line.find_first_of(",\"") == std::string::npos)
        return line;
    return "\"" + replaced(line, "\"", [](char) { return "\"\""; }) + "\"";
}

std::string inMarkup(std::string_view foreign)
{
    return replaced(onALine(foreign), "<>&\"'",
                    [](char letter) { return fmt::format("&#{};", static_cast<int>(letter)); });
}

std::string inMermaid(std::string_view foreign)
{
    return replaced(onALine(foreign), "<>&\"'#;:%{}[]()|`",
                    [](char letter) { return fmt::format("#{};", static_cast<int>(letter)); });
}

} // namespace rumpscope::text
