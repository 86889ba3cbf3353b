// SPDX-License-Identifier: BSD-2-Clause
// A kernel that only looks: takes a typed call apart as a server's copies would show it.
#pragma once

#include "clientcore/call/decode.h"
#include "clientcore/call/fields.h"
#include "clientcore/call/marshal.h"

#include <list>
#include <optional>
#include <string>

namespace rumpscope::call::test {

using Bytes = std::vector<std::byte>;

[[nodiscard]] Bytes bytes(std::string_view text);
/// Numbers, little endian, each `width` bytes.
[[nodiscard]] Bytes numbers(std::initializer_list<std::int64_t> values, std::size_t width);

/// A call that was typed, bound, marshalled; and what a kernel copied for it.
class WireLike
{
public:
    explicit WireLike(std::string_view text);

    [[nodiscard]] bool ok() const { return m_marshalled.has_value(); }
    [[nodiscard]] const ExpressionError &error() const { return m_error; }
    [[nodiscard]] const std::vector<std::uint64_t> &slots() const { return m_marshalled->arguments; }
    [[nodiscard]] const abi::Call &call() const { return *m_marshalled->call; }
    /// Bytes behind slot `index`.
    [[nodiscard]] Bytes behind(std::size_t index) const
    {
        return m_marshalled->memory.contents(slots()[index]);
    }
    [[nodiscard]] Bytes at(std::uint64_t address) const { return m_marshalled->memory.contents(address); }

    /// The kernel writes behind slot `index`.
    WireLike &writes(std::size_t index, Bytes data);
    WireLike &writesAt(std::uint64_t address, Bytes data);
    WireLike &answers(std::int64_t value, std::int64_t second = 0);
    WireLike &fails(std::int32_t error);

    /// Everything lent for reading copied in, then decoded.
    [[nodiscard]] DecodedCall decoded(FormatLimits limits = {}) const;
    [[nodiscard]] std::string text() const { return decoded().text; }
    [[nodiscard]] std::vector<Field> fields() const;

private:
    /// What the wire shows of it. Copies are kept in the other two.
    [[nodiscard]] SeenCall seen(std::list<Bytes> &kept, std::vector<Copy> &copies) const;

    memory::GuestMemory m_guest;
    std::optional<MarshalledCall> m_marshalled;
    ExpressionError m_error;
    std::vector<std::pair<std::uint64_t, Bytes>> m_written;
    bool m_answered = false;
    std::int32_t m_errno = 0;
    std::array<std::int64_t, 2> m_values{};
};

/// The sentence of the mistake in `text`; "no mistake" if there is none.
[[nodiscard]] std::string mistakeIn(std::string_view text);

} // namespace rumpscope::call::test
