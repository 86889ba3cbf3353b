// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/kept_ranges.h"

#include <algorithm>
#include <sys/mman.h>

namespace rumpscope::capi {

namespace {

/// Maps come in pages, so that a limit on bytes is a limit on their number, too.
constexpr std::uint64_t kPage = 4096;

bool within(std::uintptr_t begin, std::size_t size, std::uintptr_t address, std::size_t length)
{
    return address >= begin && length <= size && address - begin <= size - length;
}

bool allows(const Range &range, Access access)
{
    return access == Access::Write ? range.write : access == Access::Read ? range.read : range.string;
}

} // namespace

void KeptRanges::keep(const LentRanges &lent)
{
    for (const Range &range : lent.ranges()) {
        if (range.until != Until::AioDone)
            continue;
        if (m_transfers.size() == kMostRanges)
            m_transfers.erase(m_transfers.begin());
        m_transfers.push_back(range);
    }
}

void KeptRanges::release(std::uintptr_t controlBlock)
{
    std::erase_if(m_transfers, [controlBlock](const Range &range) { return range.control == controlBlock; });
}

std::uintptr_t KeptRanges::mapAnonymous(std::uint64_t length)
{
    if (length == 0 || length > kMostMapped)
        return 0;
    const std::uint64_t size = (length + kPage - 1) / kPage * kPage;
    if (size > kMostMapped - m_mapped)
        return 0;
    void *map = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        return 0;
    m_mapped += size;
    m_maps.push_back({reinterpret_cast<std::uintptr_t>(map), size});
    return m_maps.back().address;
}

bool KeptRanges::holds(std::uintptr_t address, std::size_t length, Access access) const
{
    for (const Map &map : m_maps) {
        if (within(map.address, map.length, address, length))
            return true;
    }
    return std::any_of(m_transfers.begin(), m_transfers.end(), [&](const Range &range) {
        return allows(range, access) && within(range.address, range.length, address, length);
    });
}

std::size_t KeptRanges::stringRoom(std::uintptr_t address, std::size_t maximum) const
{
    std::size_t room = 0;
    const auto offer = [&](std::uintptr_t begin, std::size_t size) {
        if (address >= begin && address - begin < size)
            room = std::max(room, std::min(maximum, size - (address - begin)));
    };
    for (const Map &map : m_maps)
        offer(map.address, map.length);
    for (const Range &range : m_transfers) {
        if (range.read)
            offer(range.address, range.length);
    }
    return room;
}

void KeptRanges::forget()
{
    m_transfers.clear();
    m_maps.clear();
}

} // namespace rumpscope::capi
