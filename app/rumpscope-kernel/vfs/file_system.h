// SPDX-License-Identifier: GPL-3.0-or-later
// The memory file system: one tree, made at boot, gone with the kernel.
#pragma once

#include "app/rumpscope-kernel/vfs/directory.h"
#include "app/rumpscope-kernel/vfs/regular_file.h"
#include "app/rumpscope-kernel/vfs/special_nodes.h"

namespace rumpscope::kernel {

struct FileSystemLimits
{
    std::uint64_t bytes = 256U << 20;
    std::uint64_t inodes = 65536;
};

/// Makes inodes without names; ENOSPC when the limits are reached.
class FileSystem
{
public:
    explicit FileSystem(FileSystemLimits limits = {});
    FileSystem(const FileSystem &) = delete;
    FileSystem &operator=(const FileSystem &) = delete;
    ~FileSystem();

    [[nodiscard]] const DirectoryPtr &root() const { return m_root; }
    [[nodiscard]] const Budget &budget() const { return *m_budget; }

    [[nodiscard]] Outcome<std::shared_ptr<RegularFile>> makeRegular();
    [[nodiscard]] Outcome<DirectoryPtr> makeDirectory();
    [[nodiscard]] Outcome<InodePtr> makeSymlink(std::string target);
    [[nodiscard]] Outcome<InodePtr> makeDevice(std::uint64_t device);
    [[nodiscard]] Outcome<InodePtr> makeFifo();

private:
    template<class Node, class... Arguments>
    Outcome<std::shared_ptr<Node>> make(Arguments &&...arguments);

    std::shared_ptr<Budget> m_budget;
    std::uint64_t m_nextNumber = 2; ///< the root's, as everywhere
    DirectoryPtr m_root;
};

} // namespace rumpscope::kernel
