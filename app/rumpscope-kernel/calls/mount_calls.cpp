// SPDX-License-Identifier: GPL-3.0-or-later
// mount and unmount: a fresh tmpfs over a directory.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/path_walk.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kTypeNameRoom = 32;
/// What a mount of another type may hand over at most.
constexpr std::uint64_t kLargestArguments = 8192;
/// Flags that stay with the mount; the others say what to do.
constexpr std::uint32_t kKept = NB_MNT_RDONLY | NB_MNT_SYNCHRONOUS | NB_MNT_NOEXEC | NB_MNT_NOSUID |
                                NB_MNT_NODEV | NB_MNT_ASYNC | NB_MNT_NOCOREDUMP | NB_MNT_NOATIME |
                                NB_MNT_SYMPERM | NB_MNT_NODEVMTIME | NB_MNT_LOG;
constexpr std::int32_t kVersion = 1;
/// Of the inodes a mount may have: its root, and one that is never given out.
constexpr std::uint64_t kOwnInodes = 2;

/// struct tmpfs_args.
struct TmpfsArguments
{
    std::int32_t version = 0;
    std::int32_t padding = 0;
    std::uint64_t inodes = 0; ///< 0: as many as there are
    std::uint64_t bytes = 0;
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    std::uint32_t permissions = 0;
    std::uint32_t morePadding = 0;
};
static_assert(sizeof(TmpfsArguments) == 40);

/// The slots of mount(2).
enum Slot : std::size_t { Type, Path, Flags, Data, DataLength };

/// The whole block is fetched, whatever of it we know.
Task<Outcome<TmpfsArguments>> argumentsOf(Call &call)
{
    const std::uint64_t length = call.word(DataLength);
    if (length > kLargestArguments || (length > 0 && call.word(Data) == 0))
        co_return fail(NB_EINVAL);
    Bytes block(length);
    auto copied = co_await call.memory.copyIn(call.word(Data), block);
    if (!copied)
        co_return pass(copied);
    if (length < sizeof(TmpfsArguments))
        co_return fail(NB_EINVAL);
    TmpfsArguments arguments;
    std::memcpy(&arguments, block.data(), sizeof arguments);
    co_return arguments;
}

FileSystemLimits limitsFor(const TmpfsArguments &wanted, const FileSystemLimits &most)
{
    FileSystemLimits limits = most;
    if (wanted.bytes > 0)
        limits.bytes = std::min(most.bytes, wanted.bytes / kPageSize * kPageSize);
    if (wanted.inodes > 0)
        limits.inodes = std::min(most.inodes, std::max(wanted.inodes, kOwnInodes) - kOwnInodes);
    return limits;
}

/// Whoever stands in the covered directory finds itself in the new root.
void moveIn(const Kernel &kernel, const DirectoryPtr &covered, const DirectoryPtr &root)
{
    for (const ProcessPtr &process : kernel.processes.newestFirst()) {
        if (process->workingDirectory == covered)
            process->workingDirectory = root;
        if (process->root == covered)
            process->root = root;
    }
}

Outcome<void> update(Kernel &kernel, const Inode &inode, std::uint32_t flags)
{
    const Mount *mount = kernel.mounts.find(inode);
    if (mount == nullptr || mount->covered == nullptr)
        return fail(NB_EINVAL);
    mount->fs->flags = (mount->fs->flags & ~kKept) | (flags & kKept);
    return {};
}

Task<Outcome<void>> mountFresh(Call &call, InodePtr inode)
{
    auto type = co_await call.memory.copyInString(call.word(Type), kTypeNameRoom);
    if (!type)
        co_return pass(type);
    if (!call.process->credentials.isRoot() && *type != "tmpfs")
        co_return fail(NB_EPERM);
    if (*type != "tmpfs")
        co_return fail(NB_ENODEV);
    auto arguments = co_await argumentsOf(call);
    if (!arguments)
        co_return pass(arguments);
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    if (inode->kind() != Inode::Kind::Directory)
        co_return fail(NB_ENOTDIR);
    if (arguments->version != kVersion)
        co_return fail(NB_EINVAL);
    // The name goes into statvfs; the kernel then walks to it again.
    auto shown = co_await call.memory.copyInString(call.word(Path), kMaxPath - 1);
    if (!shown)
        co_return pass(shown);
    auto again = co_await call.path(Path);
    if (!again)
        co_return pass(again);
    const auto covered = std::static_pointer_cast<Directory>(inode);
    if (covered->isRemoved() || covered->fs().gone)
        co_return fail(NB_ENOENT);
    if (covered->mountedHere != nullptr || covered == call.kernel.mounts.root())
        co_return fail(NB_EBUSY);
    auto &mounts = call.kernel.mounts;
    auto mount = mounts.add(covered, limitsFor(*arguments, mounts.limits()),
                            {arguments->permissions, arguments->user, arguments->group});
    if (!mount)
        co_return pass(mount);
    (*mount)->fs->mountedOn = *shown;
    (*mount)->fs->flags |= call.bits(Flags) & kKept;
    moveIn(call.kernel, covered, (*mount)->root);
    co_return Outcome<void>();
}

Task<Outcome<Values>> sysMount(Call &call)
{
    auto path = co_await call.path(Path);
    if (!path)
        co_return pass(path);
    auto inode = find(call.paths(), *path);
    if (!inode)
        co_return pass(inode);
    const std::uint32_t flags = call.bits(Flags);
    if ((flags & static_cast<std::uint32_t>(NB_MNT_UPDATE | NB_MNT_GETARGS)) == 0)
        co_return answer(co_await mountFresh(call, std::move(*inode)));
    auto arguments = co_await argumentsOf(call);
    if (!arguments)
        co_return pass(arguments);
    if ((flags & NB_MNT_GETARGS) != 0)
        co_return fail(NB_EINVAL); // what a mount was given is not kept
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    co_return answer(update(call.kernel, **inode, flags));
}

Task<Outcome<Values>> sysUnmount(Call &call)
{
    auto path = co_await call.path(0);
    if (!path)
        co_return pass(path);
    InodePtr inode;
    {
        auto found = find(call.paths(), *path);
        if (!found)
            co_return pass(found);
        inode = std::move(*found);
    }
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    Mount *mount = call.kernel.mounts.find(*inode);
    inode.reset(); // ours must not count as a use
    if (mount == nullptr || mount->covered == nullptr)
        co_return fail(NB_EINVAL);
    if ((call.bits(1) & NB_MNT_FORCE) == 0 && MountTable::isBusy(*mount))
        co_return fail(NB_EBUSY);
    call.kernel.mounts.remove(*mount);
    co_return answer(0);
}

} // namespace

std::span<const CallEntry> mountCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___mount50, "mount", 5, sysMount),
        slow(NB_SYS_unmount, "unmount", 2, sysUnmount),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
