// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/filter/literal.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace rumpscope::trace {

namespace {

struct Unit
{
    std::string_view name;
    Literal::Kind kind;
    double factor; ///< nanoseconds or bytes
};
constexpr Unit kUnits[] = {
    {"ns", Literal::Kind::Duration, 1},     {"us", Literal::Kind::Duration, 1e3},
    {"µs", Literal::Kind::Duration, 1e3},   {"μs", Literal::Kind::Duration, 1e3},
    {"ms", Literal::Kind::Duration, 1e6},   {"s", Literal::Kind::Duration, 1e9},
    {"min", Literal::Kind::Duration, 60e9}, {"h", Literal::Kind::Duration, 3600e9},
    {"B", Literal::Kind::Size, 1},          {"k", Literal::Kind::Size, 1024},
    {"K", Literal::Kind::Size, 1024},       {"KiB", Literal::Kind::Size, 1024},
    {"M", Literal::Kind::Size, 1 << 20},    {"MiB", Literal::Kind::Size, 1 << 20},
    {"GiB", Literal::Kind::Size, 1 << 30},
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Digits, letters, points and the bytes of µ behind them.
std::size_t numberLength(std::string_view rest)
{
    std::size_t length = !rest.empty() && (rest[0] == '-' || rest[0] == '+') ? 1 : 0;
    while (length < rest.size()) {
        const char c = rest[length];
        if (!call::continuesName(c) && c != '.' && static_cast<unsigned char>(c) < 0x80)
            break;
        ++length;
    }
    return length;
}

/// "12.5" in front of a unit; nothing if it does not read as a number.
bool readDecimal(std::string_view digits, double &value)
{
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && std::isfinite(value);
}

Filtered<Literal> withUnit(std::string_view whole, std::size_t position)
{
    Literal literal{Literal::Kind::Number, std::string(whole), 0, position, whole.size()};
    std::size_t digits = whole.empty() || isDigit(whole[0]) ? 0 : 1;
    while (digits < whole.size() && (isDigit(whole[digits]) || whole[digits] == '.'))
        ++digits;
    const std::string_view unit = whole.substr(digits);
    double value = 0;
    const auto mistake = [&](std::string message) {
        return tl::unexpected(FilterError{position, whole.size(), std::move(message)});
    };
    for (const Unit &known : kUnits) {
        if (known.name != unit)
            continue;
        if (!readDecimal(whole.substr(0, digits), value))
            return mistake(fmt::format("{} is no number", whole));
        constexpr double kMost = 9.2e18;
        if (std::abs(value * known.factor) > kMost)
            return mistake(fmt::format("{} is too much", whole));
        literal.kind = known.kind;
        literal.number = static_cast<std::int64_t>(std::llround(value * known.factor));
        return literal;
    }
    if (unit.empty() && whole.find('.') != std::string_view::npos)
        return mistake(fmt::format("{} needs a unit: {}ms, {}s", whole, whole, whole));
    call::Scanner scanner(whole);
    const auto number = scanner.number();
    if (!number && !unit.empty() && !whole.starts_with("0"))
        return mistake(fmt::format("the unit {} is not known: ns, us, ms, s, min, KiB, MiB are", unit));
    if (!number)
        return mistake(number.error().message);
    if (!scanner.atEnd())
        return mistake(fmt::format("{} is no number", whole));
    literal.number = *number;
    return literal;
}

} // namespace

std::size_t characterLength(std::string_view text, std::size_t position)
{
    if (position >= text.size())
        return 0;
    std::size_t end = position + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[position]) & 0xc0U) == 0xc0U &&
           (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        ++end;
    return end - position;
}

Filtered<Literal> readLiteral(call::Scanner &scanner, std::string_view text)
{
    const std::size_t begin = scanner.position();
    Literal literal;
    literal.position = begin;
    if (scanner.peek() == '"') {
        const auto string = scanner.string();
        if (!string)
            return tl::unexpected(
                FilterError{string.error().position, string.error().length, string.error().message});
        literal.kind = Literal::Kind::Text;
        literal.text = string->bytes;
        literal.length = scanner.position() - begin;
        return literal;
    }
    const char c = scanner.peek();
    if (isDigit(c) || ((c == '-' || c == '+') && isDigit(scanner.peek(1)))) {
        const std::string_view whole = text.substr(begin, numberLength(text.substr(begin)));
        scanner.accept(whole);
        return withUnit(whole, begin);
    }
    literal.text = scanner.name();
    literal.length = literal.text.size();
    if (literal.text.empty())
        return tl::unexpected(
            FilterError{begin, characterLength(text, begin),
                        "a value is a number, a name such as ENOENT, or a text in quotes: \"ftpd\""});
    return literal;
}

} // namespace rumpscope::trace
