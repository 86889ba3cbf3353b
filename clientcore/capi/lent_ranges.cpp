// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/lent_ranges.h"

#include <algorithm>
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
    m_writtenCount = 0;
    m_manyWritten.clear();
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

std::size_t LentRanges::stringRoom(std::uintptr_t address, std::size_t maximum) const
{
    std::size_t room = 0;
    const auto offer = [&](std::size_t lent, bool nulMayFollow) {
        const bool oneMore = nulMayFollow && maximum == lent + 1;
        room = std::max(room, oneMore ? maximum : std::min(maximum, lent));
    };
    for (const Range &range : ranges()) {
        if (range.string && range.address == address)
            offer(range.length, false);
        else if (range.read && address >= range.address && address - range.address < range.length)
            offer(range.length - (address - range.address), true);
    }
    for (const auto &[begin, end] : written()) {
        if (address >= begin && address < end)
            offer(end - address, false);
    }
    return room;
}

std::span<const LentRanges::Piece> LentRanges::written() const
{
    if (!m_manyWritten.empty())
        return m_manyWritten;
    return std::span(m_inlineWritten).first(m_writtenCount);
}

void LentRanges::noteWritten(std::uintptr_t address, std::size_t length)
{
    const Piece added{address, address + length};
    const auto all = m_manyWritten.empty() ? std::span(m_inlineWritten).first(m_writtenCount)
                                           : std::span<Piece>(m_manyWritten);
    // The newest first: long copies come in order.
    for (std::size_t i = all.size(); i-- > 0;) {
        auto &[begin, end] = all[i];
        if (added.first > end || added.second < begin)
            continue;
        begin = std::min(begin, added.first);
        end = std::max(end, added.second);
        return;
    }
    if (m_manyWritten.empty() && m_writtenCount < kInlinePieces) {
        m_inlineWritten[m_writtenCount++] = added;
        return;
    }
    if (m_manyWritten.empty())
        m_manyWritten.assign(m_inlineWritten.begin(), m_inlineWritten.end());
    if (m_manyWritten.size() < kMostPieces)
        m_manyWritten.push_back(added);
}

bool LentRanges::canReadBack(std::uintptr_t address, std::size_t length) const
{
    const auto pieces = written();
    return std::any_of(pieces.begin(), pieces.end(), [&](const Piece &piece) {
        return address >= piece.first && address <= piece.second && length <= piece.second - address;
    });
}

} // namespace rumpscope::capi
