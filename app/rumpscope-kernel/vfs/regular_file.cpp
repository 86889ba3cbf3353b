// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/regular_file.h"

#include "app/rumpscope-kernel/vfs/file_system.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::kernel {

RegularFile::~RegularFile()
{
    fs().budget.giveBytes(storedBytes());
}

std::size_t RegularFile::readPage(std::uint64_t offset, std::span<std::byte> room) const
{
    if (offset >= m_size)
        return 0;
    const std::uint64_t within = offset % kPage;
    const std::size_t count = std::min<std::uint64_t>({room.size(), kPage - within, m_size - offset});
    const auto page = m_pages.find(offset / kPage);
    if (page == m_pages.end())
        std::memset(room.data(), 0, count);
    else
        std::memcpy(room.data(), page->second->data() + within, count);
    return count;
}

void RegularFile::writePage(std::uint64_t offset, std::span<const std::byte> bytes)
{
    // Another call may have cut the file meanwhile: what lies behind its end is gone.
    if (offset >= m_size)
        return;
    const std::size_t count = std::min<std::uint64_t>(bytes.size(), m_size - offset);
    auto &page = m_pages[offset / kPage];
    if (!page)
        page = std::make_unique<Page>();
    std::memcpy(page->data() + offset % kPage, bytes.data(), count);
}

Outcome<void> RegularFile::resize(std::uint64_t size)
{
    if (size > kMaxSize)
        return fail(NB_EFBIG);
    const std::uint64_t before = pagesOf(m_size);
    const std::uint64_t after = pagesOf(size);
    if (after > before && !fs().budget.takeBytes((after - before) * kPage))
        return fail(NB_ENOSPC);
    if (after < before)
        fs().budget.giveBytes((before - after) * kPage);
    if (size < m_size) {
        std::erase_if(m_pages, [after](const auto &page) { return page.first >= after; });
        // What is cut off must read as zeros when the file grows again.
        if (const auto last = m_pages.find(size / kPage); last != m_pages.end())
            std::memset(last->second->data() + size % kPage, 0, kPage - size % kPage);
    }
    m_size = size;
    return {};
}

} // namespace rumpscope::kernel
