// SPDX-License-Identifier: BSD-2-Clause
// Structures that point onwards, followed through this process's memory.
#pragma once

#include "clientcore/abi/catalog.h"
#include "clientcore/capi/lent_ranges.h"

namespace rumpscope::capi {

/// Does a structure, or one inside it, hold pointers?
[[nodiscard]] bool leadsOn(const abi::Structure &structure);

/// Adds what structures lend. Pointers are followed as far as the tables describe them, a few levels at most;
/// what cannot be read lends nothing.
class LentStructures
{
public:
    /// `keepsControlBlocks`: an aiocb met on the way, and its buffer, stay lent until its operation is done.
    LentStructures(LentRanges &out, bool keepsControlBlocks)
        : m_out(out)
        , m_keepsControlBlocks(keepsControlBlocks)
    {}

    void string(std::uintptr_t address);
    void plain(std::uintptr_t address, std::uint64_t bytes, abi::Way way);
    /// What a choice or a field of a structure says; a count comes from `bytes` or is one.
    void pointee(const abi::Pointee &pointee, std::uintptr_t address);
    /// `count` structures and what they point to, `data` being the way of Way::Data pointers.
    void array(const abi::Structure &structure, std::uintptr_t address, std::uint64_t count, abi::Way way,
               abi::Way data);
    /// What one structure points to, not the structure itself.
    void inside(const abi::Structure &structure, std::uintptr_t address, abi::Way data);

private:
    void fields(const abi::Structure &structure, std::span<const std::byte> bytes, std::uintptr_t address,
                abi::Way data);
    void field(const abi::Structure &structure, const abi::Pointee &pointee, std::uintptr_t target,
               std::span<const std::byte> bytes, abi::Way data);
    void controlBlock(const abi::Structure &structure, std::uintptr_t address, abi::Way way, abi::Way data);

    LentRanges &m_out;
    bool m_keepsControlBlocks;
    int m_depth = 0;
    std::uintptr_t m_control = 0; ///< the aiocb whose buffer is being added
};

} // namespace rumpscope::capi
