// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/access.h"

#include "app/rumpscope-kernel/vfs/file_system.h"

namespace rumpscope::kernel {

namespace {

/// Devices, FIFOs and sockets can be written on a read-only file system.
bool livesInFileSystem(const Inode &inode)
{
    return inode.kind() == Inode::Kind::Regular || inode.kind() == Inode::Kind::Directory ||
           inode.kind() == Inode::Kind::Symlink;
}

bool allowedByBits(const Credentials &who, const Inode &inode, unsigned want)
{
    const std::uint32_t bits = inode.attributes.permissions;
    if (who.isRoot())
        return (want & WantExecute) == 0 || inode.kind() == Inode::Kind::Directory || (bits & 0111U) != 0;
    unsigned shift = 0;
    if (who.effectiveUser == inode.attributes.user)
        shift = 6;
    else if (who.inGroup(inode.attributes.group))
        shift = 3;
    return ((bits >> shift) & want) == want;
}

} // namespace

Outcome<void> permits(const Credentials &who, const Inode &inode, unsigned want)
{
    if ((want & WantWrite) != 0) {
        if (livesInFileSystem(inode) && inode.fs().isReadOnly())
            return fail(NB_EROFS);
        if ((inode.attributes.flags & kImmutable) != 0)
            return fail(NB_EPERM);
    }
    return allowedByBits(who, inode, want) ? Outcome<void>() : Outcome<void>(fail(NB_EACCES));
}

Outcome<void> mayChangeAttributes(const Inode &inode)
{
    if (inode.fs().isReadOnly())
        return fail(NB_EROFS);
    if ((inode.attributes.flags & (kImmutable | kAppend)) != 0)
        return fail(NB_EPERM);
    return {};
}

} // namespace rumpscope::kernel
