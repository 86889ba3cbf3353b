// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/inode.h"

#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/record_locks.h"

namespace rumpscope::kernel {

Inode::Inode(Kind kind, std::uint64_t number, std::shared_ptr<FileSystem> fs)
    : m_fs(std::move(fs))
    , m_kind(kind)
    , m_number(number)
{}

Inode::~Inode()
{
    m_fs->budget.giveInode();
}

RecordLocks &Inode::locks()
{
    if (m_locks == nullptr)
        m_locks = std::make_unique<RecordLocks>();
    return *m_locks;
}

void Inode::releaseLocks(const void *owner)
{
    if (m_locks != nullptr)
        m_locks->clear({}, owner);
}

std::uint32_t Inode::typeBits() const
{
    switch (m_kind) {
    case Kind::Regular:
        return NB_S_IFREG;
    case Kind::Directory:
        return NB_S_IFDIR;
    case Kind::Symlink:
        return NB_S_IFLNK;
    case Kind::Device:
        return NB_S_IFCHR;
    case Kind::BlockDevice:
        return NB_S_IFBLK;
    case Kind::Fifo:
        return NB_S_IFIFO;
    case Kind::Socket:
        return NB_S_IFSOCK;
    }
    return 0;
}

} // namespace rumpscope::kernel
