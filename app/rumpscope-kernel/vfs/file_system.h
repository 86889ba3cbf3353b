// SPDX-License-Identifier: GPL-3.0-or-later
// One file system in memory, as its inodes know it: its limits, its identity and its state.
#pragma once

#include "app/rumpscope-kernel/vfs/budget.h"
#include "app/rumpscope-kernel/vfs/directory.h"
#include "app/rumpscope-kernel/vfs/regular_file.h"
#include "app/rumpscope-kernel/vfs/special_nodes.h"

#include <string>

namespace rumpscope::kernel {

struct FileSystemLimits
{
    std::uint64_t bytes = 256U << 20;
    std::uint64_t inodes = 65536;
};

/// Makes inodes without names; ENOSPC when the limits are reached. Every inode keeps it alive; the tree of
/// names belongs to its Mount.
class FileSystem : public std::enable_shared_from_this<FileSystem>
{
public:
    /// `deviceNumber` is st_dev of everything in it.
    FileSystem(std::string typeName, FileSystemLimits limits, std::uint64_t deviceNumber,
               std::shared_ptr<Budget> pool)
        : type(std::move(typeName))
        , device(deviceNumber)
        , budget(limits.bytes, limits.inodes + 1, std::move(pool))
    {}
    FileSystem(const FileSystem &) = delete;
    FileSystem &operator=(const FileSystem &) = delete;

    [[nodiscard]] Outcome<std::shared_ptr<RegularFile>> makeRegular();
    [[nodiscard]] Outcome<DirectoryPtr> makeDirectory();
    [[nodiscard]] Outcome<InodePtr> makeSymlink(std::string target);
    [[nodiscard]] Outcome<InodePtr> makeDevice(DeviceNode::Access access, std::uint64_t number);
    [[nodiscard]] Outcome<InodePtr> makeFifo();
    [[nodiscard]] Outcome<std::shared_ptr<SocketNode>> makeSocket();

    [[nodiscard]] bool isReadOnly() const { return (flags & NB_MNT_RDONLY) != 0; }
    /// Listings of the root file system show neither "." nor "..", as a rump kernel's own does.
    [[nodiscard]] bool showsDots() const { return type != "rumpfs"; }

    [[nodiscard]] std::uint32_t blockSize() const { return showsDots() ? 4096 : 512; }

    const std::string type;
    const std::uint64_t device;
    Budget budget;
    std::uint32_t flags = 0; ///< MNT_RDONLY and its kind
    std::string mountedOn = "/";
    std::string mountedFrom;
    bool gone = false; ///< unmounted by force: what is still open answers EIO

private:
    template<class Node, class... Arguments>
    Outcome<std::shared_ptr<Node>> make(Arguments &&...arguments);

    std::uint64_t m_nextNumber = 2; ///< the root's, as everywhere
};

using FileSystemPtr = std::shared_ptr<FileSystem>;

} // namespace rumpscope::kernel
