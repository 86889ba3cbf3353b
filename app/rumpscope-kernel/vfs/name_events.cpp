// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/name_events.h"

namespace rumpscope::kernel {

namespace {

void tellDirectory(Directory &parent, const Inode &inode)
{
    const bool counts = inode.kind() == Inode::Kind::Directory; // its ".." is a link to the parent
    parent.tell(NB_NOTE_WRITE | (counts ? NB_NOTE_LINK : 0U));
}

} // namespace

void tellEntered(Directory &parent, const Inode &inode)
{
    tellDirectory(parent, inode);
}

void tellLeft(Directory &parent, Inode &inode, std::uint32_t names)
{
    inode.tell(names > 0 ? NB_NOTE_LINK : NB_NOTE_DELETE);
    tellDirectory(parent, inode);
}

void tellRenamed(const Place &from, const Place &to, const InodePtr &replaced)
{
    Inode &inode = *from.inode;
    if (from.parent != to.parent) {
        // Between the two names it has one less; a directory has its own "." then.
        const bool isDirectory = inode.kind() == Inode::Kind::Directory;
        tellLeft(*from.parent, inode, isDirectory ? 1 : inode.links - 1);
        tellEntered(*to.parent, inode);
    } else if (replaced == nullptr) {
        from.parent->tell(NB_NOTE_WRITE);
    }
    if (replaced != nullptr)
        tellLeft(*to.parent, *replaced, replaced->links);
    inode.tell(NB_NOTE_RENAME);
}

} // namespace rumpscope::kernel
