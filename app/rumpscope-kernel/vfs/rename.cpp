// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/name_events.h"
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
        return fail(from.name.empty() ? NB_EBUSY : NB_EINVAL);
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

/// There is room for the new name.
void moveEntry(const Place &from, const Place &to)
{
    if (to.inode != nullptr) {
        if (to.inode->kind() == Inode::Kind::Directory)
            static_cast<Directory &>(*to.inode).markRemoved();
        to.parent->erase(to.name);
    }
    if (from.parent == to.parent)
        return from.parent->rename(from.name, to.name);
    from.parent->erase(from.name);
    if (from.inode->kind() == Inode::Kind::Directory)
        static_cast<Directory &>(*from.inode).setParent(to.parent);
    static_cast<void>(to.parent->insert(to.name, from.inode)); // whoever renames has seen that there is room
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
        if (!sameName && !keepBoth) {
            source->parent->erase(source->name);
            tellLeft(*source->parent, *source->inode, source->inode->links);
        }
        return {};
    }
    if (!target->parent->hasRoomFor(target->name))
        return fail(NB_ENOSPC);
    moveEntry(*source, *target);
    tellRenamed(*source, *target, target->inode);
    return {};
}

} // namespace rumpscope::kernel
