// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/operations.h"

#include "app/rumpscope-kernel/vfs/access.h"

namespace rumpscope::kernel {

namespace {

constexpr std::uint32_t kMaxLinkCount = 32767;

/// The place of something new: nothing may have the name yet.
Outcome<Place> freePlace(const PathContext &context, std::string_view path)
{
    auto place = walk(context, path, LastLink::Keep);
    if (place && place->inode != nullptr)
        return fail(NB_EEXIST);
    return place;
}

/// The place of something that goes.
Outcome<Place> takenPlace(const PathContext &context, std::string_view path)
{
    auto place = walk(context, path, LastLink::Keep);
    if (place && place->inode == nullptr)
        return fail(NB_ENOENT);
    return place;
}

/// Write permission on the directory and, where it is sticky, ownership.
Outcome<void> mayRemove(const Credentials &who, const Place &place)
{
    if (!permits(who, *place.parent, WantWrite))
        return fail(NB_EACCES);
    const bool sticky = (place.parent->attributes.permissions & NB_S_ISVTX) != 0;
    if (sticky && !owns(who, *place.parent) && !owns(who, *place.inode))
        return fail(NB_EPERM);
    return {};
}

} // namespace

Outcome<void> enter(const PathContext &context, const Place &place, InodePtr inode, std::uint32_t permissions)
{
    if (place.parent->isRemoved())
        return fail(NB_ENOENT);
    if (!permits(context.who, *place.parent, WantWrite))
        return fail(NB_EACCES);
    inode->attributes.permissions = permissions & 07777U;
    inode->attributes.user = context.who.effectiveUser;
    inode->attributes.group = place.parent->attributes.group; // BSD: a new file joins its directory's group
    return place.parent->insert(place.name, std::move(inode));
}

Outcome<void> makeDirectory(FileSystem &fs, const PathContext &context, std::string_view path,
                            std::uint32_t permissions)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    auto directory = fs.makeDirectory();
    if (!directory)
        return tl::unexpected(directory.error());
    (*directory)->setParent(place->parent);
    return enter(context, *place, std::move(*directory), permissions);
}

Outcome<void> makeSymlink(FileSystem &fs, const PathContext &context, std::string target,
                          std::string_view path)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory)
        return fail(NB_ENOENT);
    auto link = fs.makeSymlink(std::move(target));
    if (!link)
        return tl::unexpected(link.error());
    return enter(context, *place, std::move(*link), 0755);
}

Outcome<void> makeNode(FileSystem &fs, const PathContext &context, std::string_view path, std::uint32_t type,
                       std::uint32_t permissions, std::uint64_t device)
{
    if (type == NB_S_IFCHR && !context.who.isRoot())
        return fail(NB_EPERM);
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory)
        return fail(NB_ENOENT);
    Outcome<InodePtr> node = fail(NB_EINVAL);
    if (type == NB_S_IFIFO)
        node = fs.makeFifo();
    else if (type == NB_S_IFCHR)
        node = fs.makeDevice(device);
    else if (type == NB_S_IFREG)
        node = fs.makeRegular();
    if (!node)
        return tl::unexpected(node.error());
    return enter(context, *place, std::move(*node), permissions);
}

Outcome<void> makeLink(const PathContext &fromContext, std::string_view from, const PathContext &toContext,
                       std::string_view to, LastLink followFrom)
{
    auto inode = find(fromContext, from, followFrom);
    if (!inode)
        return tl::unexpected(inode.error());
    if ((*inode)->kind() == Inode::Kind::Directory)
        return fail(NB_EPERM);
    auto place = freePlace(toContext, to);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory || place->parent->isRemoved())
        return fail(NB_ENOENT);
    if ((*inode)->links >= kMaxLinkCount)
        return fail(NB_EMLINK);
    if (!permits(toContext.who, *place->parent, WantWrite))
        return fail(NB_EACCES);
    return place->parent->insert(place->name, std::move(*inode));
}

Outcome<void> removeFile(const PathContext &context, std::string_view path)
{
    auto place = takenPlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode->kind() == Inode::Kind::Directory)
        return fail(place->isEntry() ? NB_EPERM : NB_EBUSY);
    if (auto may = mayRemove(context.who, *place); !may)
        return may;
    place->parent->erase(place->name);
    return {};
}

Outcome<void> removeDirectory(const PathContext &context, std::string_view path)
{
    auto place = takenPlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode->kind() != Inode::Kind::Directory)
        return fail(NB_ENOTDIR);
    if (place->name == ".")
        return fail(NB_EINVAL);
    if (place->name == "..")
        return fail(NB_ENOTEMPTY);
    if (place->name.empty())
        return fail(NB_EBUSY);
    auto &directory = static_cast<Directory &>(*place->inode);
    if (!directory.isEmpty())
        return fail(NB_ENOTEMPTY);
    if (auto may = mayRemove(context.who, *place); !may)
        return may;
    place->parent->erase(place->name);
    directory.markRemoved();
    return {};
}

Outcome<void> changeMode(const Credentials &who, Inode &inode, std::uint32_t mode)
{
    if (!owns(who, inode))
        return fail(NB_EPERM);
    inode.attributes.permissions = mode & 07777U;
    inode.touchChanged();
    return {};
}

Outcome<void> changeOwner(const Credentials &who, Inode &inode, Ownership owner)
{
    const std::uint32_t user = owner.user == ~0U ? inode.attributes.user : owner.user;
    const std::uint32_t group = owner.group == ~0U ? inode.attributes.group : owner.group;
    if (!who.isRoot()) {
        const bool joins = group == inode.attributes.group || who.inGroup(group);
        if (!owns(who, inode) || user != inode.attributes.user || !joins)
            return fail(NB_EPERM);
        inode.attributes.permissions &= ~static_cast<std::uint32_t>(NB_S_ISUID | NB_S_ISGID);
    }
    inode.attributes.user = user;
    inode.attributes.group = group;
    inode.touchChanged();
    return {};
}

Outcome<void> setSize(Inode &inode, std::int64_t size)
{
    if (inode.kind() == Inode::Kind::Directory)
        return fail(NB_EISDIR);
    if (size < 0 || inode.kind() != Inode::Kind::Regular)
        return fail(NB_EINVAL);
    auto resized = static_cast<RegularFile &>(inode).resize(static_cast<std::uint64_t>(size));
    if (resized)
        inode.touchModified();
    return resized;
}

} // namespace rumpscope::kernel
