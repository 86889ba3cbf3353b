// SPDX-License-Identifier: GPL-3.0-or-later
// chmod, chown, chflags, utimes and truncate: the file system's half.
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/operations.h"

namespace rumpscope::kernel {

Outcome<void> changeMode(const Credentials &who, Inode &inode, std::uint32_t mode)
{
    if (auto may = mayChangeAttributes(inode); !may)
        return may;
    if (!owns(who, inode))
        return fail(NB_EPERM);
    if (!who.isRoot()) {
        if ((mode & NB_S_ISVTX) != 0 && inode.kind() != Inode::Kind::Directory)
            return fail(NB_EFTYPE);
        if ((mode & NB_S_ISGID) != 0 && !who.inGroup(inode.attributes.group))
            return fail(NB_EPERM);
    }
    inode.attributes.permissions = mode & 07777U;
    inode.touchChanged();
    inode.tell(NB_NOTE_ATTRIB);
    return {};
}

Outcome<void> changeOwner(const Credentials &who, Inode &inode, Ownership owner, SetIdRule rule)
{
    if (auto may = mayChangeAttributes(inode); !may)
        return may;
    const std::uint32_t user = owner.user == ~0U ? inode.attributes.user : owner.user;
    const std::uint32_t group = owner.group == ~0U ? inode.attributes.group : owner.group;
    if (!who.isRoot()) {
        const bool joins = group == inode.attributes.group || who.inGroup(group);
        if (!owns(who, inode) || user != inode.attributes.user || !joins)
            return fail(NB_EPERM);
    }
    std::uint32_t cleared = 0;
    if (rule == SetIdRule::Posix)
        cleared = who.isRoot() ? 0 : NB_S_ISUID | NB_S_ISGID;
    else
        cleared = (owner.user != ~0U ? NB_S_ISUID : 0U) | (owner.group != ~0U ? NB_S_ISGID : 0U);
    inode.attributes.permissions &= ~cleared;
    inode.attributes.user = user;
    inode.attributes.group = group;
    inode.touchChanged();
    inode.tell(NB_NOTE_ATTRIB);
    return {};
}

Outcome<void> changeFlags(const Credentials &who, Inode &inode, std::uint32_t flags)
{
    if (inode.fs().isReadOnly())
        return fail(NB_EROFS);
    if (!owns(who, inode))
        return fail(NB_EPERM);
    std::uint32_t &current = inode.attributes.flags;
    if (!who.isRoot()) {
        const bool changesSystemFlags = ((flags ^ current) & ~kUserFlags) != 0;
        if (changesSystemFlags || (current & (kSystemImmutable | kSystemAppend)) != 0)
            return fail(NB_EPERM);
    }
    current = flags;
    inode.touchChanged();
    inode.tell(NB_NOTE_ATTRIB);
    return {};
}

Outcome<void> changeTimes(const Credentials &who, Inode &inode, const NewTimes &times)
{
    if (auto may = mayChangeAttributes(inode); !may)
        return may;
    if (!owns(who, inode)) {
        if (!times.toNow)
            return fail(NB_EPERM);
        if (auto may = permits(who, inode, WantWrite); !may)
            return may;
    }
    Attributes &attributes = inode.attributes;
    if (times.accessed)
        attributes.accessed = *times.accessed;
    if (times.modified)
        attributes.modified = *times.modified;
    if (attributes.modified < attributes.born)
        attributes.born = attributes.modified;
    inode.tell(NB_NOTE_ATTRIB);
    return {};
}

Outcome<void> setSize(Inode &inode, std::int64_t size)
{
    if (inode.kind() == Inode::Kind::Directory)
        return fail(NB_EISDIR);
    if (size < 0)
        return fail(NB_EINVAL);
    if (inode.kind() != Inode::Kind::Regular)
        return {}; // devices and FIFOs have no size to set
    if (inode.fs().isReadOnly())
        return fail(NB_EROFS);
    if ((inode.attributes.flags & (kImmutable | kAppend)) != 0)
        return fail(NB_EPERM);
    const bool grows = static_cast<std::uint64_t>(size) > inode.size();
    auto resized = static_cast<RegularFile &>(inode).resize(static_cast<std::uint64_t>(size));
    if (!resized)
        return resized;
    inode.touchModified();
    if (grows)
        inode.tell(NB_NOTE_EXTEND);
    return {};
}

} // namespace rumpscope::kernel
