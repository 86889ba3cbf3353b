// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

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
    case Kind::Fifo:
        return NB_S_IFIFO;
    }
    return 0;
}

} // namespace rumpscope::kernel
