// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/regular_file.h"

#include <algorithm>
#include <cstring>

namespace rumpscope::kernel {

RegularFile::~RegularFile()
{
    m_budget->giveBytes(storedBytes());
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

Outcome<void> RegularFile::writePage(std::uint64_t offset, std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return {};
    if (offset > kMaxSize - bytes.size())
        return fail(NB_EFBIG);
    auto &page = m_pages[offset / kPage];
    if (!page) {
        if (!m_budget->takeBytes(kPage)) {
            m_pages.erase(offset / kPage);
            return fail(NB_ENOSPC);
        }
        page = std::make_unique<Page>();
    }
    std::memcpy(page->data() + offset % kPage, bytes.data(), bytes.size());
    m_size = std::max(m_size, offset + bytes.size());
    return {};
}

Outcome<void> RegularFile::resize(std::uint64_t size)
{
    if (size > kMaxSize)
        return fail(NB_EFBIG);
    if (size < m_size) {
        const std::uint64_t kept = (size + kPage - 1) / kPage;
        const std::size_t gone =
            std::erase_if(m_pages, [kept](const auto &page) { return page.first >= kept; });
        m_budget->giveBytes(gone * kPage);
        // What is cut off must read as zeros when the file grows again.
        if (const auto last = m_pages.find(size / kPage); last != m_pages.end())
            std::memset(last->second->data() + size % kPage, 0, kPage - size % kPage);
    }
    m_size = size;
    return {};
}

} // namespace rumpscope::kernel
