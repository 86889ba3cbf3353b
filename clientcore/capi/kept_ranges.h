// SPDX-License-Identifier: BSD-2-Clause
// Memory that stays lent after its call was answered: asynchronous transfers, and anonymous maps.
#pragma once

#include "clientcore/capi/lent_ranges.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace rumpscope::capi {

/// Guarded by the client's lock. Ordinary calls never come here to add anything.
class KeptRanges
{
public:
    /// Keeps what the call lends beyond its answer. Beyond kMostRanges the oldest are forgotten.
    void keep(const LentRanges &lent);
    /// The transfer with this control block is over.
    void release(std::uintptr_t controlBlock);
    /// Zeroed memory for the server, lent as long as the process lives; 0 when there is none to give.
    [[nodiscard]] std::uintptr_t mapAnonymous(std::uint64_t length);
    [[nodiscard]] bool holds(std::uintptr_t address, std::size_t length, Access access) const;
    /// As LentRanges::stringRoom(), without the byte more.
    [[nodiscard]] std::size_t stringRoom(std::uintptr_t address, std::size_t maximum) const;
    /// A new process in the kernel knows nothing of all this. Maps stay, and count: the program may use them.
    void forget();
    [[nodiscard]] bool empty() const { return m_transfers.empty() && m_maps.empty(); }

    static constexpr std::size_t kMostRanges = 4096;
    static constexpr std::uint64_t kMostMapped = 1U << 30; ///< bytes, whatever kernels came and went

private:
    struct Map
    {
        std::uintptr_t address;
        std::size_t length;
    };
    std::vector<Range> m_transfers;
    std::vector<Map> m_maps;
    std::uint64_t m_mapped = 0;
};

} // namespace rumpscope::capi
