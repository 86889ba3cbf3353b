// SPDX-License-Identifier: BSD-2-Clause
// The memory one call lends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rumpscope::capi {

/// The longest string a kernel asks for: a path with its NUL.
inline constexpr std::size_t kLongestString = 1024;

/// How long a range stays lent.
enum class Until : std::uint8_t {
    Answer,      ///< until the call has been answered
    AioDone,     ///< until the asynchronous operation of its control block is over
    ProcessEnds, ///< anonymous maps
};

/// Plain: Range{} is nothing, Range is whatever the stack holds.
struct Range
{
    std::uintptr_t address;
    std::size_t length; ///< of a string: what the kernel asks for at most
    bool read;          ///< the kernel may copy in
    bool write;         ///< the kernel may copy out
    bool string;        ///< the kernel may copy in up to the NUL
    Until until;
    std::uintptr_t control; ///< with Until::AioDone: the control block that will say so

    [[nodiscard]] bool operator==(const Range &) const = default;
};

enum class Access : std::uint8_t {
    Read,   ///< COPYIN
    Write,  ///< COPYOUT
    String, ///< COPYINSTR
};

/// A list of ranges with room for the ordinary calls inside. Not for several threads at once.
class LentRanges
{
public:
    static constexpr std::size_t kInline = 24;

    void clear();
    /// Empty ranges and addresses of 0 lend nothing and are left out.
    void add(const Range &range);
    /// The catalog does not know this call or request: nobody can say what it lends.
    void setUnknown() { m_known = false; }

    [[nodiscard]] bool known() const { return m_known; }
    /// Some of it stays lent after the answer.
    [[nodiscard]] bool outlivesTheAnswer() const { return m_outlives; }
    [[nodiscard]] std::span<const Range> ranges() const;
    [[nodiscard]] std::size_t size() const { return ranges().size(); }

    /// The range that allows the kernel this copy: all of it inside one range, in that direction. A string
    /// has to begin where a string range does. Null if nothing allows it. The range lives until the next
    /// change.
    [[nodiscard]] const Range *find(std::uintptr_t address, std::size_t length, Access access) const;

private:
    std::array<Range, kInline> m_inline; ///< as far as m_count says: a call lends little, and is in a hurry
    std::size_t m_count = 0;             ///< in m_inline; with m_many in use, that one counts
    std::vector<Range> m_many;           ///< all of them, once they do not fit inside
    mutable std::size_t m_last = 0;      ///< where the last copy was: vectors are copied in order
    bool m_known = true;
    bool m_outlives = false;
};

} // namespace rumpscope::capi
