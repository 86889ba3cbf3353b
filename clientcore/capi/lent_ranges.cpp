// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/lent_ranges.h"

#include <limits>

namespace rumpscope::capi {

namespace {

bool allows(const Range &range, std::uintptr_t address, std::size_t length, Access access)
{
    if (access == Access::String)
        return range.string && range.address == address;
    if (access == Access::Read ? !range.read : !range.write)
        return false;
    return address >= range.address && address - range.address <= range.length &&
           length <= range.length - (address - range.address);
}

} // namespace

void LentRanges::clear()
{
    m_count = 0;
    m_many.clear();
    m_last = 0;
    m_known = true;
    m_outlives = false;
}

void LentRanges::add(const Range &range)
{
    if (range.address == 0 || range.length == 0)
        return;
    m_outlives = m_outlives || range.until == Until::AioDone;
    Range added = range;
    if (added.length > std::numeric_limits<std::uintptr_t>::max() - added.address)
        added.length = std::numeric_limits<std::uintptr_t>::max() - added.address;
    if (!m_many.empty()) {
        m_many.push_back(added);
    } else if (m_count < kInline) {
        m_inline[m_count++] = added;
    } else {
        m_many.reserve(8 * kInline);
        m_many.assign(m_inline.begin(), m_inline.end());
        m_many.push_back(added);
    }
}

std::span<const Range> LentRanges::ranges() const
{
    if (!m_many.empty())
        return m_many;
    return std::span(m_inline).first(m_count);
}

const Range *LentRanges::find(std::uintptr_t address, std::size_t length, Access access) const
{
    const auto all = ranges();
    for (std::size_t step = 0; step < all.size(); ++step) {
        const std::size_t index = (m_last + step) % all.size();
        if (allows(all[index], address, length, access)) {
            m_last = index;
            return &all[index];
        }
    }
    return nullptr;
}

} // namespace rumpscope::capi
