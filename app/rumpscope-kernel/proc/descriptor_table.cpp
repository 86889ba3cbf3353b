// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/descriptor_table.h"

namespace rumpscope::kernel {

FilePtr DescriptorTable::file(std::int32_t fd) const
{
    const auto slot = m_slots.find(fd);
    return slot == m_slots.end() ? nullptr : slot->second.file;
}

Descriptor *DescriptorTable::find(std::int32_t fd)
{
    const auto slot = m_slots.find(fd);
    return slot == m_slots.end() ? nullptr : &slot->second;
}

Outcome<std::int32_t> DescriptorTable::add(FilePtr file, bool closeOnExec, std::int32_t least)
{
    if (least < 0 || least >= m_limit)
        return fail(NB_EINVAL);
    std::int32_t fd = least;
    for (auto slot = m_slots.lower_bound(least); slot != m_slots.end() && slot->first == fd; ++slot)
        ++fd;
    if (fd >= m_limit)
        return fail(NB_EMFILE);
    m_slots.emplace(fd, Descriptor{std::move(file), closeOnExec});
    return fd;
}

Outcome<void> DescriptorTable::put(std::int32_t fd, Descriptor descriptor)
{
    if (fd < 0 || fd >= m_limit)
        return fail(NB_EBADF);
    // What was there may end here, and wake others: the table must be as it should be by then.
    std::swap(m_slots[fd], descriptor);
    return {};
}

Outcome<void> DescriptorTable::close(std::int32_t fd)
{
    if (m_slots.extract(fd).empty())
        return fail(NB_EBADF);
    return {};
}

void DescriptorTable::closeFrom(std::int32_t least)
{
    m_slots.erase(m_slots.lower_bound(least), m_slots.end());
}

void DescriptorTable::closeOnExec()
{
    std::erase_if(m_slots, [](const auto &slot) { return slot.second.closeOnExec; });
}

void DescriptorTable::clear()
{
    m_slots.clear();
}

} // namespace rumpscope::kernel
