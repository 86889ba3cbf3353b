// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/file_system.h"

namespace rumpscope::kernel {

std::uint64_t DeviceNode::size() const
{
    constexpr std::uint64_t kSector = 512;
    return fs().showsDots() ? 0 : kSector;
}

template<class Node, class... Arguments>
Outcome<std::shared_ptr<Node>> FileSystem::make(Arguments &&...arguments)
{
    if (!budget.takeInode())
        return fail(NB_ENOSPC);
    return std::make_shared<Node>(m_nextNumber++, shared_from_this(), std::forward<Arguments>(arguments)...);
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

Outcome<InodePtr> FileSystem::makeDevice(DeviceNode::Access access, std::uint64_t number)
{
    return make<DeviceNode>(access, number);
}

Outcome<InodePtr> FileSystem::makeFifo()
{
    return make<FifoNode>();
}

Outcome<std::shared_ptr<SocketNode>> FileSystem::makeSocket()
{
    return make<SocketNode>();
}

} // namespace rumpscope::kernel
