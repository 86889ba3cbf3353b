// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/scanner.h"

#include <fmt/format.h>

#include <charconv>

namespace rumpscope::call {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool continuesName(char c)
{
    return startsName(c) || isDigit(c);
}

void Scanner::skipBlanks()
{
    while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
        ++m_at;
}

char Scanner::peek(std::size_t ahead) const
{
    return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
}

bool Scanner::accept(std::string_view sign)
{
    skipBlanks();
    if (!sees(sign))
        return false;
    m_at += sign.size();
    return true;
}

std::string_view Scanner::name()
{
    const std::size_t begin = m_at;
    if (!startsName(peek()))
        return {};
    while (continuesName(peek()))
        ++m_at;
    return m_text.substr(begin, m_at - begin);
}

Parsed<std::int64_t> Scanner::number()
{
    if (peek() == '\'')
        return character();
    const std::size_t begin = m_at;
    const bool negative = peek() == '-';
    if (negative || peek() == '+')
        ++m_at;
    const std::size_t digits = m_at;
    while (continuesName(peek()))
        ++m_at;
    std::string_view text = m_text.substr(digits, m_at - digits);
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.front() == '0') {
        base = 8;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const std::string_view whole = m_text.substr(begin, m_at - begin);
    if (error == std::errc::result_out_of_range || (negative && value > (1ULL << 63)))
        return mistake(begin, whole.size(), fmt::format("{} does not fit 64 bits", whole));
    if (error != std::errc() || end != text.data() + text.size())
        return mistake(begin, std::max<std::size_t>(whole.size(), 1),
                       base == 8 ? fmt::format("{} is no number: 0 at its begin makes it octal", whole)
                                 : fmt::format("{} is no number", whole));
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

Parsed<std::int64_t> Scanner::character()
{
    const std::size_t begin = m_at++;
    char value = peek();
    if (atEnd() || value == '\'')
        return mistake(begin, 1, "a character is one sign between quotes: 'c'");
    ++m_at;
    if (value == '\\') {
        const auto escaped = escape();
        if (!escaped)
            return tl::unexpected(escaped.error());
        value = *escaped;
    }
    if (peek() != '\'')
        return mistake(begin, m_at - begin, "a character is one sign between quotes: 'c'");
    ++m_at;
    return static_cast<std::int64_t>(static_cast<unsigned char>(value));
}

Parsed<StringValue> Scanner::string()
{
    StringValue string;
    while (peek() == '"') {
        const std::size_t begin = m_at++;
        while (peek() != '"' || atEnd()) {
            if (atEnd())
                return mistake(begin, m_at - begin, "this string has no closing quote");
            const char c = m_text[m_at++];
            if (c != '\\') {
                string.bytes += c;
                continue;
            }
            const auto escaped = escape();
            if (!escaped)
                return tl::unexpected(escaped.error());
            string.bytes += *escaped;
        }
        ++m_at;
        if (sees("…") || sees("...")) {
            m_at += 3; // both take three bytes
            string.cut = true;
            return string;
        }
        const std::size_t end = m_at;
        skipBlanks();
        if (peek() != '"')
            m_at = end;
    }
    return string;
}

Parsed<char> Scanner::escape()
{
    static constexpr std::string_view kLetters = "abfnrtv\\'\"?e";
    static constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"?\033";
    if (peek() >= '0' && peek() <= '7')
        return octal();
    if (peek() == 'x')
        return hexadecimal();
    const std::size_t letter = kLetters.find(peek());
    if (atEnd() || letter == std::string_view::npos)
        return mistake(m_at - 1, atEnd() ? 1 : 2,
                       "unknown escape: write \\\\ for a backslash, \\n, \\t, \\0, \\x1b ...");
    ++m_at;
    return kMeanings[letter];
}

Parsed<char> Scanner::octal()
{
    const std::size_t begin = m_at;
    unsigned value = 0;
    for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; ++i)
        value = value * 8 + static_cast<unsigned>(m_text[m_at++] - '0');
    if (value > 255)
        return mistake(begin - 1, m_at - begin + 1, "a byte goes up to \\377");
    return static_cast<char>(value);
}

Parsed<char> Scanner::hexadecimal()
{
    ++m_at;
    // Two digits at most, unlike C: "\x41b" is "Ab".
    const std::string_view digits = m_text.substr(m_at, 2);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc())
        return mistake(m_at - 2, 2, "\\x needs one or two hexadecimal digits");
    m_at += static_cast<std::size_t>(end - digits.data());
    return static_cast<char>(value);
}

} // namespace rumpscope::call
