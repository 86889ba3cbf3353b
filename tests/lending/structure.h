// SPDX-License-Identifier: BSD-2-Clause
// Memory of a structure as a call names it, and what came of that as a list.
#pragma once

#include "clientcore/abi/netbsd.h"
#include "tests/lending/lent_by.h"

#include <cstring>
#include <vector>

namespace rumpscope::capi::test {

inline std::vector<Range> list(const LentRanges &lent)
{
    return {lent.ranges().begin(), lent.ranges().end()};
}

/// Memory of a structure, filled field by field.
class Structure
{
public:
    explicit Structure(std::size_t size)
        : m_words((size + 7) / 8)
    {}
    Structure &set(abi::FieldSpot field, Word value)
    {
        const std::uint64_t bits = value;
        std::memcpy(bytes() + field.offset, &bits, field.size);
        return *this;
    }
    [[nodiscard]] std::byte *bytes() { return reinterpret_cast<std::byte *>(m_words.data()); }
    operator const void *() const { return m_words.data(); } // NOLINT(google-explicit-constructor)
    operator Word() const { return Word(m_words.data()); }   // NOLINT(google-explicit-constructor)

private:
    std::vector<std::uint64_t> m_words;
};

} // namespace rumpscope::capi::test
