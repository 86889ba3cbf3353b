// SPDX-License-Identifier: BSD-2-Clause
// The memory of a call as fields: structures member by member, lists element by element, what pointers lead
// to.
#pragma once

#include "clientcore/call/fields.h"
#include "clientcore/call/seen_memory.h"

namespace rumpscope::call {

/// Borrows everything it is given.
class MemoryFields
{
public:
    explicit MemoryFields(const SeenCall &seen)
        : m_seen(seen)
    {}

    /// What `pointee` says there is at `address`: `count` bytes or elements. Becomes children of `into`.
    /// `data`: where Way::Data pointers go.
    void behind(Field &into, const abi::Pointee &pointee, abi::Way data, std::uint64_t address,
                std::uint64_t count, int depth = 0) const;
    /// A list whose elements are `stride` bytes apart (0: the size of the structure).
    void list(Field &into, const abi::Structure &structure, abi::Way way, abi::Way data,
              std::uint64_t address, std::uint64_t bytes, std::size_t stride, int depth = 0) const;
    /// A socket address of `count` bytes, by its family.
    void socketAddress(Field &into, abi::Way way, std::uint64_t address, std::uint64_t count) const;
    /// The bytes themselves: one child that says what they are.
    void plain(Field &into, abi::Way way, std::uint64_t address, std::uint64_t count) const;
    /// Where [address, address + size) last went over that way.
    [[nodiscard]] Spot spot(abi::Way way, std::uint64_t address, std::uint64_t size) const;

private:
    void structure(Field &into, const abi::Structure &structure, abi::Way way, abi::Way data,
                   std::uint64_t address, std::span<const std::byte> bytes, int depth) const;
    [[nodiscard]] Field member(const abi::Structure &owner, const abi::Field &field, abi::Way way,
                               abi::Way data, std::uint64_t address, std::span<const std::byte> bytes,
                               int depth) const;
    [[nodiscard]] SeenBytes bytes(abi::Way way, std::uint64_t address, std::uint64_t size) const;

    const SeenCall &m_seen;
    mutable std::size_t m_left = kMostFieldsOfACall; ///< fields that may still be made
};

/// Each flag, and each permission of a mode, as a child; one value of several needs none.
void addFlags(Field &into, const abi::FlagSet &set, std::uint64_t value);

} // namespace rumpscope::call
