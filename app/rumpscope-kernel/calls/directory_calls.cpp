// SPDX-License-Identifier: GPL-3.0-or-later
// Working directories and listings.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/vnode_file.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/directory_records.h"
#include "app/rumpscope-kernel/vfs/mount_table.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// Most bytes of one listing.
constexpr std::uint64_t kMaxListing = 65536;

Outcome<DirectoryPtr> enterable(const Call &call, const InodePtr &inode)
{
    if (inode->kind() != Inode::Kind::Directory)
        return fail(NB_ENOTDIR);
    const DirectoryPtr directory = topmost(std::static_pointer_cast<Directory>(inode));
    if (auto may = permits(call.process->credentials, *directory, WantExecute); !may)
        return pass(may);
    return directory;
}

/// What becomes of the directory a call names.
using Enter = void (*)(Process &, DirectoryPtr);

void changeWorking(Process &process, DirectoryPtr directory)
{
    process.workingDirectory = std::move(directory);
}

/// A working directory outside the new root would be a way out of it.
void changeRoot(Process &process, DirectoryPtr directory)
{
    process.root = std::move(directory);
    if (!isUnder(process.workingDirectory, process.root))
        process.workingDirectory = process.root;
}

Task<Outcome<Values>> changeByPath(Call &call, Enter enter)
{
    auto path = co_await call.path(0);
    if (!path)
        co_return pass(path);
    auto inode = find(call.paths(), *path);
    if (!inode)
        co_return pass(inode);
    auto directory = enterable(call, *inode);
    if (!directory)
        co_return pass(directory);
    enter(*call.process, std::move(*directory));
    co_return answer(0);
}

Outcome<Values> changeByDescriptor(Call &call, Enter enter)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    const InodePtr inode = (*file)->inode();
    if (inode == nullptr)
        return fail(NB_EINVAL);
    auto directory = enterable(call, inode);
    if (!directory)
        return pass(directory);
    enter(*call.process, std::move(*directory));
    return answer(0);
}

Task<Outcome<Values>> sysChdir(Call &call)
{
    return changeByPath(call, changeWorking);
}

Outcome<Values> sysFchdir(Call &call)
{
    return changeByDescriptor(call, changeWorking);
}

Task<Outcome<Values>> sysChroot(Call &call)
{
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    co_return co_await changeByPath(call, changeRoot);
}

Outcome<Values> sysFchroot(Call &call)
{
    if (!call.process->credentials.isRoot())
        return fail(NB_EPERM);
    return changeByDescriptor(call, changeRoot);
}

/// The buffer must hold the path and its NUL; the answer counts both.
Task<Outcome<Values>> sysGetcwd(Call &call)
{
    const auto path = pathOf(call.process->root, call.process->workingDirectory);
    if (!path)
        co_return pass(path);
    const std::size_t size = path->size() + 1;
    if (call.word(1) < size)
        co_return fail(NB_ERANGE);
    const auto bytes = std::as_bytes(std::span(path->c_str(), size));
    auto copied = co_await call.memory.copyOut(call.word(0), bytes);
    if (!copied)
        co_return pass(copied);
    co_return answer(static_cast<std::int64_t>(size));
}

Task<Outcome<Values>> sysGetdents(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    const InodePtr inode = (*file)->inode();
    if (inode == nullptr)
        co_return fail(NB_EINVAL);
    if (!(*file)->mayRead())
        co_return fail(NB_EBADF);
    if (inode->kind() != Inode::Kind::Directory)
        co_return fail(NB_EINVAL);
    VnodeFile &listing = *(*file)->asVnode();
    const Listing part = encodeEntries(static_cast<const Directory &>(*inode), listing.position(),
                                       std::min(call.word(2), kMaxListing));
    std::uint64_t address = call.word(1);
    for (const Bytes &record : part.records) {
        auto copied = co_await call.memory.copyOut(address, record);
        if (!copied)
            co_return pass(copied);
        address += record.size();
    }
    listing.setPosition(part.position);
    inode->touchAccessed();
    co_return answer(static_cast<std::int64_t>(part.size));
}

} // namespace

std::span<const CallEntry> directoryCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_chdir, "chdir", 1, sysChdir),
        quick(NB_SYS_fchdir, "fchdir", 1, sysFchdir),
        slow(NB_SYS_chroot, "chroot", 1, sysChroot),
        quick(NB_SYS_fchroot, "fchroot", 1, sysFchroot),
        slow(NB_SYS___getcwd, "__getcwd", 2, sysGetcwd),
        slow(NB_SYS___getdents30, "getdents", 3, sysGetdents),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
