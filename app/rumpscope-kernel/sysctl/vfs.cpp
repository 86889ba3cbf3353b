// SPDX-License-Identifier: GPL-3.0-or-later
// vfs.*: which file systems can be mounted.
#include "app/rumpscope-kernel/sysctl/leaves.h"

namespace rumpscope::kernel {

namespace {

constexpr std::int32_t kGeneric = 0;
/// The kernel gives this number out itself: the first one that has none of its own.
constexpr std::int32_t kFileSystemTypes = 1024;

} // namespace

SysctlNode vfsNode()
{
    SysctlNode generic;
    generic.number = kGeneric;
    generic.name = "generic";
    generic.children = {textLeaf(kFileSystemTypes, "fstypes", "tmpfs rumpfs")};
    SysctlNode vfs;
    vfs.number = NB_CTL_VFS;
    vfs.name = "vfs";
    vfs.children = {std::move(generic)};
    return vfs;
}

} // namespace rumpscope::kernel
