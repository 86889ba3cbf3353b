// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/open_file.h"

#include "app/rumpscope-kernel/ipc/pipe_file.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/device_file.h"
#include "app/rumpscope-kernel/vfs/operations.h"
#include "app/rumpscope-kernel/vfs/vnode_file.h"

namespace rumpscope::kernel {

namespace {

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
        return fail(NB_EISDIR);
    auto file = call.kernel.fs.makeRegular();
    if (!file)
        return tl::unexpected(file.error());
    const std::uint32_t permissions = mode & ~call.process->fileModeMask & 07777U;
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
    if (!permits(context.who, *inode, want))
        return fail(NB_EACCES);
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
        auto waited = co_await call.waitOn(pipe->changed);
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
    if (inode->kind() == Inode::Kind::Fifo)
        co_return co_await openFifo(call, std::static_pointer_cast<FifoNode>(inode), flags);
    if (inode->kind() == Inode::Kind::Device) {
        const auto device = deviceKind(inode->device());
        if (!device)
            co_return fail(NB_ENXIO);
        co_return FilePtr(std::make_shared<DeviceFile>(inode, *device, flags));
    }
    if ((flags & NB_O_TRUNC) != 0 && inode->kind() == Inode::Kind::Regular) {
        auto cut = setSize(*inode, 0);
        if (!cut)
            co_return tl::unexpected(cut.error());
    }
    co_return FilePtr(std::make_shared<VnodeFile>(inode, flags));
}

} // namespace rumpscope::kernel
