// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/descriptor_table.h"

#include <algorithm>
#include <utility>

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
    if (file->place == nullptr && m_openFiles != nullptr) {
        file->place = m_openFiles->take();
        if (file->place == nullptr)
            return fail(NB_ENFILE);
    }
    m_slots.emplace(fd, Descriptor{std::move(file), closeOnExec});
    return fd;
}

Outcome<void> DescriptorTable::check() const
{
    std::int32_t fd = 0;
    for (auto slot = m_slots.begin(); slot != m_slots.end() && slot->first == fd; ++slot)
        ++fd;
    return fd < m_limit ? Outcome<void>() : Outcome<void>(fail(NB_EMFILE));
}

Outcome<void> DescriptorTable::put(std::int32_t fd, Descriptor descriptor)
{
    if (fd < 0 || fd >= m_limit)
        return fail(NB_EBADF);
    static_cast<void>(close(fd));
    m_slots.emplace(fd, std::move(descriptor));
    return {};
}

Outcome<void> DescriptorTable::close(std::int32_t fd)
{
    // What is closed may end here, and wake others: the table must be as it should be by then.
    auto closed = m_slots.extract(fd);
    if (closed.empty())
        return fail(NB_EBADF);
    forgetWatchers(fd);
    File &file = *closed.mapped().file;
    const bool isSocket = file.kind() == File::Kind::Socket;
    for (WaitQueue *queue : {file.readQueue(), file.writeQueue()}) {
        if (queue != nullptr)
            queue->closedBy(this);
    }
    if (file.kind() == File::Kind::Kqueue && !has(file)) // others do not mind
        file.lastDescriptorClosed();
    file.descriptorClosed(this);
    closed.mapped().file.reset();
    if (isSocket && m_openFiles != nullptr && m_openFiles->socketClosed)
        m_openFiles->socketClosed();
    return {};
}

void DescriptorTable::closeFrom(std::int32_t least)
{
    while (!m_slots.empty() && m_slots.rbegin()->first >= least)
        static_cast<void>(close(m_slots.rbegin()->first));
}

void DescriptorTable::closeOnExec()
{
    std::vector<std::int32_t> marked;
    for (const auto &[fd, descriptor] : m_slots) {
        if (descriptor.closeOnExec)
            marked.push_back(fd);
    }
    for (const std::int32_t fd : marked)
        static_cast<void>(close(fd));
}

void DescriptorTable::clear()
{
    closeFrom(0);
}

/// What is watched by descriptor goes with it.
void DescriptorTable::forgetWatchers(std::int32_t fd) const
{
    for (const auto &[number, descriptor] : m_slots)
        descriptor.file->forgetDescriptor(fd);
}

DescriptorTable DescriptorTable::inherited() const
{
    DescriptorTable copy = *this;
    std::erase_if(copy.m_slots,
                  [](const auto &slot) { return slot.second.file->kind() == File::Kind::Kqueue; });
    return copy;
}

bool DescriptorTable::has(const File &file) const
{
    return std::any_of(m_slots.begin(), m_slots.end(),
                       [&](const auto &slot) { return slot.second.file.get() == &file; });
}

} // namespace rumpscope::kernel
