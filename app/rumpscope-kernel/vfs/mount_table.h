// SPDX-License-Identifier: GPL-3.0-or-later
// Which file systems there are, and where their trees begin.
#pragma once

#include "app/rumpscope-kernel/vfs/file_system.h"

#include <list>

namespace rumpscope::kernel {

/// The root of a file system and the directory it hides.
struct Mount
{
    FileSystemPtr fs;
    DirectoryPtr root;
    DirectoryPtr covered; ///< null for the root file system
};

/// What mount(2) says about the new root directory.
struct RootAttributes
{
    std::uint32_t permissions = 0755;
    std::uint32_t user = 0;
    std::uint32_t group = 0;
};

class MountTable
{
public:
    static constexpr std::size_t kMost = 64;

    explicit MountTable(FileSystemLimits limits);
    MountTable(const MountTable &) = delete;
    MountTable &operator=(const MountTable &) = delete;
    ~MountTable();

    [[nodiscard]] const DirectoryPtr &root() const { return m_mounts.front().root; }
    /// Puts a fresh tmpfs over a directory. ENOSPC when there are too many.
    [[nodiscard]] Outcome<Mount *> add(const DirectoryPtr &covered, FileSystemLimits limits,
                                       RootAttributes attributes);
    /// The mount whose root this is; null for every other directory.
    [[nodiscard]] Mount *find(const Inode &root);
    /// Whether anything but its tree holds something in it: open files, working directories, other mounts.
    [[nodiscard]] static bool isBusy(const Mount &mount);
    /// Takes it away; what is still open in it answers EIO from now on. Not the root file system.
    void remove(Mount &mount);
    /// The oldest first.
    [[nodiscard]] const std::list<Mount> &all() const { return m_mounts; }
    /// Memory that file systems without a limit of their own share.
    [[nodiscard]] FileSystemLimits limits() const { return m_limits; }

private:
    FileSystemLimits m_limits;
    std::shared_ptr<Budget> m_pool; ///< all file systems together
    std::uint64_t m_nextDevice = 0xab01;
    std::list<Mount> m_mounts;
};

/// What a process sees that enters `directory`: the root of what is mounted there, if anything is.
[[nodiscard]] DirectoryPtr topmost(DirectoryPtr directory);

} // namespace rumpscope::kernel
