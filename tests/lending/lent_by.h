// SPDX-License-Identifier: BSD-2-Clause
// A call's lent memory, to be asked in tests.
#pragma once

#include "clientcore/capi/lending.h"

#include <initializer_list>

namespace rumpscope::capi::test {

/// An argument word: a number or a pointer.
class Word
{
public:
    template<class Number>
    requires std::is_integral_v<Number>
    Word(Number number) // NOLINT(google-explicit-constructor): calls read as in C
        : m_bits(static_cast<std::uint64_t>(number))
    {}
    Word(const void *pointer) // NOLINT(google-explicit-constructor)
        : m_bits(reinterpret_cast<std::uintptr_t>(pointer))
    {}
    operator std::uint64_t() const { return m_bits; } // NOLINT(google-explicit-constructor)

private:
    std::uint64_t m_bits;
};

/// What a call lends.
inline LentRanges lentBy(std::uint32_t number, std::initializer_list<Word> arguments)
{
    LentRanges out;
    const std::vector<std::uint64_t> words(arguments.begin(), arguments.end());
    lend(number, words, out);
    return out;
}

inline std::uintptr_t at(const void *pointer)
{
    return reinterpret_cast<std::uintptr_t>(pointer);
}
inline Range reads(const void *pointer, std::size_t length)
{
    return {at(pointer), length, true, false, false, Until::Answer, 0};
}
inline Range writes(const void *pointer, std::size_t length)
{
    return {at(pointer), length, false, true, false, Until::Answer, 0};
}
inline Range both(const void *pointer, std::size_t length)
{
    return {at(pointer), length, true, true, false, Until::Answer, 0};
}
inline Range string(const void *pointer)
{
    return {at(pointer), 1024, false, false, true, Until::Answer, 0};
}
inline Range untilDone(Range range, const void *control)
{
    range.until = Until::AioDone;
    range.control = at(control);
    return range;
}

/// An address nothing is mapped at.
inline const void *nowhere()
{
    return reinterpret_cast<const void *>(std::uintptr_t{0x10}); // NOLINT(performance-no-int-to-ptr)
}

} // namespace rumpscope::capi::test
