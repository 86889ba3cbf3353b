// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/access.h"

namespace rumpscope::kernel {

bool permits(const Credentials &who, const Inode &inode, unsigned want)
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

} // namespace rumpscope::kernel
