// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/directory.h"

#include "app/rumpscope-kernel/vfs/file_system.h"

#include <utility>

namespace rumpscope::kernel {

Directory::~Directory()
{
    for (const auto &[position, entry] : m_entries)
        fs().budget.giveBytes(cost(entry.name));
}

InodePtr Directory::find(std::string_view name) const
{
    const auto position = m_positions.find(std::string(name));
    return position == m_positions.end() ? nullptr : m_entries.at(position->second).inode;
}

std::string_view Directory::nameOf(const Inode &inode) const
{
    for (const auto &[position, entry] : m_entries) {
        if (entry.inode.get() == &inode)
            return entry.name;
    }
    return {};
}

bool Directory::hasRoomFor(std::string_view name) const
{
    return fs().budget.hasRoomFor(cost(name));
}

Outcome<void> Directory::insert(std::string_view name, InodePtr inode)
{
    if (!fs().budget.takeBytes(cost(name)))
        return fail(NB_ENOSPC);
    ++inode->links;
    m_subdirectories += inode->kind() == Kind::Directory ? 1 : 0;
    inode->touchChanged();
    m_positions.emplace(name, m_next);
    m_entries.emplace(m_next, Entry{std::string(name), std::move(inode)});
    ++m_next;
    touchModified();
    return {};
}

void Directory::rename(std::string_view from, std::string_view to)
{
    const auto position = m_positions.extract(std::string(from)).mapped();
    Entry &entry = m_entries.at(position);
    fs().budget.giveBytes(cost(from));
    static_cast<void>(fs().budget.takeBytes(cost(to))); // whoever renames has seen that there is room
    entry.name = to;
    entry.inode->touchChanged();
    m_positions.emplace(to, position);
    touchModified();
}

void Directory::erase(std::string_view name)
{
    const auto position = m_positions.find(std::string(name));
    const auto entry = m_entries.find(position->second);
    --entry->second.inode->links;
    m_subdirectories -= entry->second.inode->kind() == Kind::Directory ? 1 : 0;
    entry->second.inode->touchChanged();
    fs().budget.giveBytes(cost(name));
    m_entries.erase(entry);
    m_positions.erase(position);
    touchModified();
}

Directory::Entries Directory::takeEntries()
{
    for (const auto &[position, entry] : m_entries)
        fs().budget.giveBytes(cost(entry.name));
    m_positions.clear();
    return std::exchange(m_entries, {});
}

} // namespace rumpscope::kernel
