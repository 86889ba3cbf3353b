// SPDX-License-Identifier: BSD-2-Clause
// The memory one call lends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
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
    /// has to begin where a string range does; see stringRoom() for other strings. Null if nothing allows
    /// it. The range lives until the next change.
    [[nodiscard]] const Range *find(std::uintptr_t address, std::size_t length, Access access) const;

    /// How many bytes of a string at `address` the kernel may look at, up to the NUL, if it asks for
    /// `maximum`; 0 for none. Any memory lent for reading may be read as a string, to the range's end. If
    /// the kernel asks for exactly one byte more than that, the byte counts, too: it expects the NUL behind
    /// a length that does not include it (modctl's properties, the names of pppoe).
    [[nodiscard]] std::size_t stringRoom(std::uintptr_t address, std::size_t maximum) const;

    /// The kernel has written there; canReadBack() counts it from now on. Allocates if a call's copies leave
    /// more than four separate pieces.
    void noteWritten(std::uintptr_t address, std::size_t length);
    /// All of it has been written by the kernel in this call. A traced process's kernel reads back what it
    /// has written, for the trace.
    [[nodiscard]] bool canReadBack(std::uintptr_t address, std::size_t length) const;

private:
    using Piece = std::pair<std::uintptr_t, std::uintptr_t>; ///< begin and end
    [[nodiscard]] std::span<const Piece> written() const;

    static constexpr std::size_t kInlinePieces = 4;
    static constexpr std::size_t kMostPieces =
        2048;                            ///< more than the buffers of any vector; others are not noted
    std::array<Range, kInline> m_inline; ///< as far as m_count says: a call lends little, and is in a hurry
    std::size_t m_count = 0;             ///< in m_inline; with m_many in use, that one counts
    std::vector<Range> m_many;           ///< all of them, once they do not fit inside
    mutable std::size_t m_last = 0;      ///< where the last copy was: vectors are copied in order
    std::array<Piece, kInlinePieces> m_inlineWritten; ///< as far as m_writtenCount says
    std::size_t m_writtenCount = 0; ///< in m_inlineWritten; with m_manyWritten in use, that one counts
    std::vector<Piece> m_manyWritten;
    bool m_known = true;
    bool m_outlives = false;
};

} // namespace rumpscope::capi
