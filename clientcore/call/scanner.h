// SPDX-License-Identifier: BSD-2-Clause
// Reads the words of an expression: names, numbers, strings, signs.
#pragma once

#include "clientcore/call/expression.h"

namespace rumpscope::call {

template<class T>
using Parsed = tl::expected<T, ExpressionError>;

[[nodiscard]] inline tl::unexpected<ExpressionError> mistake(std::size_t position, std::size_t length,
                                                             std::string message)
{
    return tl::unexpected(ExpressionError{position, length, std::move(message)});
}

[[nodiscard]] bool startsName(char c);
[[nodiscard]] bool continuesName(char c);

/// A place in a text that moves on.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {}

    void skipBlanks();
    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const;
    /// Skips blanks, then moves over `sign` if it is there.
    bool accept(std::string_view sign);
    [[nodiscard]] bool sees(std::string_view sign) const { return m_text.substr(m_at).starts_with(sign); }

    /// An identifier; empty if there is none here.
    [[nodiscard]] std::string_view name();
    /// 12, -1, 0x10, 0644, 'c'. Values up to 2^64 - 1 are taken as their bits.
    [[nodiscard]] Parsed<std::int64_t> number();
    /// "text" with C escapes, adjacent ones joined.
    [[nodiscard]] Parsed<StringValue> string();

private:
    [[nodiscard]] Parsed<char> escape();
    [[nodiscard]] Parsed<std::int64_t> character();
    [[nodiscard]] Parsed<char> octal();
    [[nodiscard]] Parsed<char> hexadecimal();

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace rumpscope::call
