// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/operations.h"

namespace rumpscope::kernel {

namespace {

/// What stands in the way at the new name, if anything.
Outcome<void> checkTarget(const Place &from, const Place &to)
{
    if (to.inode == nullptr)
        return {};
    const bool toDirectory = to.inode->kind() == Inode::Kind::Directory;
    if (from.inode->kind() != Inode::Kind::Directory)
        return toDirectory ? Outcome<void>(fail(NB_EISDIR)) : Outcome<void>();
    if (!toDirectory)
        return fail(NB_ENOTDIR);
    return static_cast<const Directory &>(*to.inode).isEmpty() ? Outcome<void>()
                                                               : Outcome<void>(fail(NB_ENOTEMPTY));
}

Outcome<void> checkRename(const Credentials &who, const Place &from, const Place &to)
{
    if (!from.isEntry())
        return fail(NB_EINVAL);
    const bool directory = from.inode->kind() == Inode::Kind::Directory;
    if (!to.isEntry())
        return fail(to.name == "." ? NB_EISDIR : NB_EINVAL);
    if (to.parent->isRemoved())
        return fail(NB_ENOENT);
    if (isMountedRoot(*from.inode) || (to.inode != nullptr && isMountedRoot(*to.inode)))
        return fail(NB_EBUSY);
    if (to.wantsDirectory && !directory)
        return fail(to.inode == nullptr ? NB_ENOENT : NB_ENOTDIR);
    if (&from.parent->fs() != &to.parent->fs())
        return fail(NB_EXDEV);
    if (directory && isUnder(to.parent, std::static_pointer_cast<Directory>(from.inode)))
        return fail(NB_EINVAL);
    if (auto may = mayRemove(who, from); !may)
        return may;
    if (auto may = to.inode != nullptr ? mayRemove(who, to) : permits(who, *to.parent, WantWrite); !may)
        return may;
    return checkTarget(from, to);
}

} // namespace

Outcome<void> renameEntry(const PathContext &fromContext, std::string_view from, const PathContext &toContext,
                          std::string_view to, bool keepBoth)
{
    auto source = walk(fromContext, from, LastLink::Keep);
    if (!source)
        return tl::unexpected(source.error());
    if (source->inode == nullptr)
        return fail(NB_ENOENT);
    auto target = walk(toContext, to, LastLink::Keep);
    if (!target)
        return tl::unexpected(target.error());
    if (auto checked = checkRename(fromContext.who, *source, *target); !checked)
        return checked;
    if (target->inode == source->inode) {
        const bool sameName = target->parent == source->parent && target->name == source->name;
        if (!sameName && !keepBoth)
            source->parent->erase(source->name);
        return {};
    }
    if (!target->parent->hasRoomFor(target->name))
        return fail(NB_ENOSPC);
    if (target->inode != nullptr) {
        if (target->inode->kind() == Inode::Kind::Directory)
            static_cast<Directory &>(*target->inode).markRemoved();
        target->parent->erase(target->name);
    }
    if (source->parent == target->parent) {
        source->parent->rename(source->name, target->name);
        return {};
    }
    source->parent->erase(source->name);
    if (source->inode->kind() == Inode::Kind::Directory)
        static_cast<Directory &>(*source->inode).setParent(target->parent);
    return target->parent->insert(target->name, std::move(source->inode));
}

} // namespace rumpscope::kernel
