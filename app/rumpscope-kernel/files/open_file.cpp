// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/open_file.h"

#include "app/rumpscope-kernel/files/device_file.h"
#include "app/rumpscope-kernel/files/file_lock.h"
#include "app/rumpscope-kernel/files/pipe_file.h"
#include "app/rumpscope-kernel/files/vnode_file.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/operations.h"

namespace rumpscope::kernel {

namespace {

/// What of the flags stays with the open file; the others say how to open.
constexpr std::uint32_t kStatusFlags = NB_O_ACCMODE | NB_O_APPEND | NB_O_ASYNC | NB_O_SYNC | NB_O_NONBLOCK |
                                       NB_O_DSYNC | NB_O_RSYNC | NB_O_ALT_IO | NB_O_DIRECT | NB_O_NOSIGPIPE;

bool writes(std::uint32_t flags)
{
    return (flags & NB_O_ACCMODE) != NB_O_RDONLY;
}

bool reads(std::uint32_t flags)
{
    return (flags & NB_O_ACCMODE) != NB_O_WRONLY;
}

/// O_CREAT where nothing has the name yet.
Outcome<InodePtr> create(Call &call, const PathContext &context, const Place &place, std::uint32_t mode)
{
    if (place.wantsDirectory)
        return fail(NB_ENOENT);
    auto file = place.parent->fs().makeRegular();
    if (!file)
        return tl::unexpected(file.error());
    const std::uint32_t permissions = mode & ~(call.process->fileModeMask | NB_S_ISVTX) & 07777U;
    if (auto entered = enter(context, place, *file, permissions); !entered)
        return tl::unexpected(entered.error());
    return InodePtr(std::move(*file));
}

/// What has the name, allowed for these flags.
Outcome<InodePtr> checkExisting(const PathContext &context, const Place &place, std::uint32_t flags)
{
    const InodePtr &inode = place.inode;
    if ((flags & NB_O_CREAT) != 0 && (flags & NB_O_EXCL) != 0)
        return fail(NB_EEXIST);
    if (inode->kind() == Inode::Kind::Symlink) // not followed: O_NOFOLLOW
        return fail(NB_EFTYPE);
    const bool directory = inode->kind() == Inode::Kind::Directory;
    if ((flags & NB_O_DIRECTORY) != 0 && !directory)
        return fail(NB_ENOTDIR);
    if (directory && (writes(flags) || (flags & NB_O_TRUNC) != 0))
        return fail(NB_EISDIR);
    const bool changes = writes(flags) || (flags & NB_O_TRUNC) != 0;
    const unsigned want = (reads(flags) ? WantRead : 0U) | (changes ? WantWrite : 0U);
    if (auto may = permits(context.who, *inode, want); !may)
        return pass(may);
    if (writes(flags) && (flags & NB_O_APPEND) == 0 && (inode->attributes.flags & kAppend) != 0)
        return fail(NB_EPERM);
    return inode;
}

Outcome<InodePtr> inodeToOpen(Call &call, const PathContext &context, const std::string &path,
                              std::uint32_t flags, std::uint32_t mode)
{
    const bool exclusive = (flags & NB_O_CREAT) != 0 && (flags & NB_O_EXCL) != 0;
    const bool keep = exclusive || (flags & NB_O_NOFOLLOW) != 0;
    auto place = walk(context, path, keep ? LastLink::Keep : LastLink::Follow);
    if (!place)
        return tl::unexpected(place.error());
    if (place->inode != nullptr)
        return checkExisting(context, *place, flags);
    if ((flags & NB_O_CREAT) == 0)
        return fail(NB_ENOENT);
    return create(call, context, *place, mode);
}

Outcome<FilePtr> openDevice(const InodePtr &inode, std::uint32_t flags)
{
    const auto device = deviceKind(inode->device());
    if (!device)
        return fail(NB_ENXIO);
    return FilePtr(std::make_shared<DeviceFile>(inode, *device, flags));
}

/// A FIFO opens when both ends have somebody, unless it must not wait.
Task<Outcome<FilePtr>> openFifo(Call &call, std::shared_ptr<FifoNode> node, std::uint32_t flags)
{
    std::shared_ptr<Pipe> pipe = node->pipe.lock();
    if (pipe == nullptr) {
        pipe = std::make_shared<Pipe>();
        node->pipe = pipe;
    }
    const bool wait = (flags & NB_O_NONBLOCK) == 0;
    if (!wait && !reads(flags) && pipe->readers() == 0)
        co_return fail(NB_ENXIO);
    auto file = std::make_shared<PipeFile>(pipe, flags, node);
    const unsigned readersBefore = pipe->readerOpens();
    const unsigned writersBefore = pipe->writerOpens();
    while (wait && ((!writes(flags) && pipe->writers() == 0 && pipe->writerOpens() == writersBefore) ||
                    (!reads(flags) && pipe->readers() == 0 && pipe->readerOpens() == readersBefore))) {
        auto waited = co_await call.waitOn(pipe->readable);
        if (!waited)
            co_return tl::unexpected(waited.error());
    }
    co_return FilePtr(file);
}

} // namespace

Task<Outcome<FilePtr>> openFile(Call &call, PathContext context, std::string path, std::uint32_t flags,
                                std::uint32_t mode)
{
    if ((flags & NB_O_ACCMODE) == NB_O_ACCMODE)
        co_return fail(NB_EINVAL);
    auto found = inodeToOpen(call, context, path, flags, mode);
    if (!found)
        co_return tl::unexpected(found.error());
    const InodePtr inode = *found;
    const std::uint32_t status = flags & kStatusFlags;
    switch (inode->kind()) {
    case Inode::Kind::Fifo:
        co_return co_await openFifo(call, std::static_pointer_cast<FifoNode>(inode), status);
    case Inode::Kind::Socket:
        co_return fail(NB_EOPNOTSUPP);
    case Inode::Kind::BlockDevice:
        co_return fail(NB_ENXIO);
    case Inode::Kind::Device:
        co_return openDevice(inode, status);
    default:
        break;
    }
    auto file = std::make_shared<VnodeFile>(inode, status);
    if ((flags & static_cast<std::uint32_t>(NB_O_EXLOCK | NB_O_SHLOCK)) != 0) {
        const bool wait = (flags & NB_O_NONBLOCK) == 0;
        auto locked = co_await lockWhole(call, file, (flags & NB_O_EXLOCK) != 0, wait);
        if (!locked)
            co_return pass(locked);
    }
    if ((flags & NB_O_TRUNC) != 0 && inode->kind() == Inode::Kind::Regular) {
        auto cut = setSize(*inode, 0);
        if (!cut)
            co_return tl::unexpected(cut.error());
    }
    co_return FilePtr(std::move(file));
}

} // namespace rumpscope::kernel
