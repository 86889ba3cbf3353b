// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/operations.h"

#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/name_events.h"

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

Outcome<InodePtr> makeInode(FileSystem &fs, std::uint32_t type, std::uint64_t device)
{
    switch (type) {
    case NB_S_IFIFO:
        return fs.makeFifo();
    case NB_S_IFCHR:
        return fs.makeDevice(DeviceNode::Access::Character, device);
    case NB_S_IFBLK:
        return fs.makeDevice(DeviceNode::Access::Block, device);
    case NB_S_IFREG:
        return fs.makeRegular();
    default:
        return fail(NB_EINVAL);
    }
}

} // namespace

bool isMountedRoot(const Inode &inode)
{
    return inode.kind() == Inode::Kind::Directory &&
           static_cast<const Directory &>(inode).covers.lock() != nullptr;
}

Outcome<void> mayRemove(const Credentials &who, const Place &place)
{
    if (auto may = permits(who, *place.parent, WantWrite); !may)
        return may;
    const bool sticky = (place.parent->attributes.permissions & NB_S_ISVTX) != 0;
    if (sticky && !owns(who, *place.parent) && !owns(who, *place.inode))
        return fail(NB_EPERM);
    if (((place.inode->attributes.flags & (kImmutable | kAppend)) |
         (place.parent->attributes.flags & kAppend)) != 0)
        return fail(NB_EPERM);
    return {};
}

Outcome<void> enter(const PathContext &context, const Place &place, const InodePtr &inode,
                    std::uint32_t permissions)
{
    if (place.parent->isRemoved())
        return fail(NB_ENOENT);
    if (auto may = permits(context.who, *place.parent, WantWrite); !may)
        return may;
    inode->attributes.permissions = permissions & 07777U;
    inode->attributes.user = context.who.effectiveUser;
    inode->attributes.group = place.parent->attributes.group; // BSD: a new file joins its directory's group
    auto entered = place.parent->insert(place.name, inode);
    if (entered)
        tellEntered(*place.parent, *inode);
    return entered;
}

Outcome<void> makeDirectory(const PathContext &context, std::string_view path, std::uint32_t permissions)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    auto directory = place->parent->fs().makeDirectory();
    if (!directory)
        return tl::unexpected(directory.error());
    (*directory)->setParent(place->parent);
    return enter(context, *place, *directory, permissions);
}

Outcome<void> makeSymlink(const PathContext &context, std::string target, std::string_view path)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory)
        return fail(NB_ENOENT);
    auto link = place->parent->fs().makeSymlink(std::move(target));
    if (!link)
        return tl::unexpected(link.error());
    return enter(context, *place, *link, 0755);
}

Outcome<void> makeNode(const PathContext &context, std::string_view path, NodeRequest wanted)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory)
        return fail(NB_ENOENT);
    auto node = makeInode(place->parent->fs(), wanted.type, wanted.device);
    if (!node)
        return tl::unexpected(node.error());
    return enter(context, *place, *node, wanted.permissions);
}

Outcome<std::shared_ptr<SocketNode>> makeSocketNode(const PathContext &context, std::string_view path,
                                                    std::uint32_t permissions)
{
    auto place = walk(context, path, LastLink::Follow);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode != nullptr)
        return fail(NB_EADDRINUSE);
    if (place->wantsDirectory)
        return fail(NB_ENOENT);
    auto node = place->parent->fs().makeSocket();
    if (!node)
        return node;
    if (auto entered = enter(context, *place, *node, permissions); !entered)
        return tl::unexpected(entered.error());
    return node;
}

Outcome<void> makeLink(const InodePtr &inode, const PathContext &context, std::string_view path)
{
    auto place = freePlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->wantsDirectory || place->parent->isRemoved())
        return fail(NB_ENOENT);
    if (&place->parent->fs() != &inode->fs())
        return fail(NB_EXDEV);
    if (inode->kind() == Inode::Kind::Directory)
        return fail(NB_EPERM);
    if (auto may = permits(context.who, *place->parent, WantWrite); !may)
        return may;
    if (inode->links >= kMaxLinkCount)
        return fail(NB_EMLINK);
    if ((inode->attributes.flags & (kImmutable | kAppend)) != 0)
        return fail(NB_EPERM);
    auto entered = place->parent->insert(place->name, inode);
    if (entered) {
        tellEntered(*place->parent, *inode);
        inode->tell(NB_NOTE_LINK);
    }
    return entered;
}

Outcome<void> removeFile(const PathContext &context, std::string_view path)
{
    auto place = takenPlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (!place->isEntry() || isMountedRoot(*place->inode))
        return fail(NB_EBUSY);
    if (auto may = mayRemove(context.who, *place); !may)
        return may;
    if (place->inode->kind() == Inode::Kind::Directory)
        return fail(NB_EPERM);
    place->parent->erase(place->name);
    tellLeft(*place->parent, *place->inode, place->inode->links);
    return {};
}

Outcome<void> removeDirectory(const PathContext &context, std::string_view path)
{
    auto place = takenPlace(context, path);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode->kind() != Inode::Kind::Directory)
        return fail(NB_ENOTDIR);
    if (place->name == ".." || place->name.empty() || isMountedRoot(*place->inode))
        return fail(NB_EBUSY);
    if (place->name == ".")
        return fail(NB_EINVAL);
    auto &directory = static_cast<Directory &>(*place->inode);
    if (auto may = mayRemove(context.who, *place); !may)
        return may;
    if (!directory.isEmpty())
        return fail(NB_ENOTEMPTY);
    place->parent->erase(place->name);
    directory.markRemoved();
    tellLeft(*place->parent, directory, 0);
    return {};
}

} // namespace rumpscope::kernel
