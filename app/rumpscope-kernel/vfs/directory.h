// SPDX-License-Identifier: GPL-3.0-or-later
// Names and what they mean.
#pragma once

#include "app/rumpscope-kernel/vfs/inode.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rumpscope::kernel {

/// Entries keep the position they were made at, so that a listing under way neither repeats nor skips one
/// when others come and go.
class Directory : public Inode
{
public:
    struct Entry
    {
        std::string name;
        InodePtr inode;
    };
    using Entries = std::map<std::uint64_t, Entry>; ///< by position, from 1

    Directory(std::uint64_t number, std::shared_ptr<FileSystem> fs)
        : Inode(Kind::Directory, number, std::move(fs))
    {}
    ~Directory() override;

    /// What a tmpfs counts for an entry.
    [[nodiscard]] std::uint64_t size() const override { return m_entries.size() * 48; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return (size() + 4095) / 4096 * 4096; }
    /// Its name, its "." and the ".." of every directory in it.
    [[nodiscard]] std::uint32_t linkCount() const override { return isRemoved() ? 0 : 2 + m_subdirectories; }
    [[nodiscard]] InodePtr find(std::string_view name) const;
    /// Its name for an inode in it; empty when it has none.
    [[nodiscard]] std::string_view nameOf(const Inode &inode) const;
    [[nodiscard]] const Entries &entries() const { return m_entries; }
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }

    [[nodiscard]] bool hasRoomFor(std::string_view name) const;
    /// The name must be free. Counts the link. ENOSPC when memory is used up.
    [[nodiscard]] Outcome<void> insert(std::string_view name, InodePtr inode);
    /// The old name must be there and the new one free; the entry stays where it is in a listing.
    void rename(std::string_view from, std::string_view to);
    /// The name must be there.
    void erase(std::string_view name);
    /// Empties it, for the end of the file system: destruction must not recurse into deep trees.
    [[nodiscard]] Entries takeEntries();

    /// The directory ".." means; the root's is itself, and one that was removed has none.
    [[nodiscard]] std::shared_ptr<Directory> parent() const { return m_parent.lock(); }
    void setParent(const std::shared_ptr<Directory> &parent) { m_parent = parent; }
    [[nodiscard]] bool isRemoved() const { return m_removed; }
    void markRemoved() { m_removed = true; }

    /// The root of the file system mounted here, if any.
    std::shared_ptr<Directory> mountedHere;
    /// For the root of a mounted file system: the directory it hides.
    std::weak_ptr<Directory> covers;

private:
    [[nodiscard]] static std::uint64_t cost(std::string_view name) { return 64 + name.size(); }

    Entries m_entries;
    std::unordered_map<std::string, std::uint64_t> m_positions;
    std::uint64_t m_next = 1;
    std::uint32_t m_subdirectories = 0;
    std::weak_ptr<Directory> m_parent;
    bool m_removed = false;
};

using DirectoryPtr = std::shared_ptr<Directory>;

} // namespace rumpscope::kernel
