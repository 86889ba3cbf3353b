// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/file_system.h"

#include <vector>

namespace rumpscope::kernel {

FileSystem::FileSystem(FileSystemLimits limits)
    : m_budget(std::make_shared<Budget>(limits.bytes, limits.inodes + 1))
{
    m_root = std::move(*makeDirectory());
    m_root->attributes.permissions = 0755;
    m_root->setParent(m_root);
}

FileSystem::~FileSystem()
{
    std::vector<InodePtr> left{std::move(m_root)};
    while (!left.empty()) {
        const InodePtr inode = std::move(left.back());
        left.pop_back();
        if (inode->kind() != Inode::Kind::Directory)
            continue;
        for (auto &[position, entry] : static_cast<Directory &>(*inode).takeEntries())
            left.push_back(std::move(entry.inode));
    }
}

template<class Node, class... Arguments>
Outcome<std::shared_ptr<Node>> FileSystem::make(Arguments &&...arguments)
{
    if (!m_budget->takeInode())
        return fail(NB_ENOSPC);
    return std::make_shared<Node>(m_nextNumber++, m_budget, std::forward<Arguments>(arguments)...);
}

Outcome<std::shared_ptr<RegularFile>> FileSystem::makeRegular()
{
    return make<RegularFile>();
}

Outcome<DirectoryPtr> FileSystem::makeDirectory()
{
    return make<Directory>();
}

Outcome<InodePtr> FileSystem::makeSymlink(std::string target)
{
    return make<Symlink>(std::move(target));
}

Outcome<InodePtr> FileSystem::makeDevice(std::uint64_t device)
{
    return make<DeviceNode>(device);
}

Outcome<InodePtr> FileSystem::makeFifo()
{
    return make<FifoNode>();
}

} // namespace rumpscope::kernel
