// SPDX-License-Identifier: GPL-3.0-or-later
// Working directories and listings.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/directory_records.h"
#include "app/rumpscope-kernel/vfs/vnode_file.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

/// Most bytes of one listing.
constexpr std::uint64_t kMaxListing = 65536;

Outcome<DirectoryPtr> enterable(const Call &call, const InodePtr &inode)
{
    if (inode == nullptr || inode->kind() != Inode::Kind::Directory)
        return fail(NB_ENOTDIR);
    if (!permits(call.process->credentials, *inode, WantExecute))
        return fail(NB_EACCES);
    return std::static_pointer_cast<Directory>(inode);
}

/// Which of its directories a process changes.
using Which = DirectoryPtr Process::*;

Task<Outcome<Values>> changeByPath(Call &call, Which which)
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
    (*call.process).*which = std::move(*directory);
    co_return answer(0);
}

Outcome<Values> changeByDescriptor(Call &call, Which which)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    auto directory = enterable(call, (*file)->inode());
    if (!directory)
        return pass(directory);
    (*call.process).*which = std::move(*directory);
    return answer(0);
}

Task<Outcome<Values>> sysChdir(Call &call)
{
    return changeByPath(call, &Process::workingDirectory);
}

Outcome<Values> sysFchdir(Call &call)
{
    return changeByDescriptor(call, &Process::workingDirectory);
}

Task<Outcome<Values>> sysChroot(Call &call)
{
    if (!call.process->credentials.isRoot())
        co_return fail(NB_EPERM);
    co_return co_await changeByPath(call, &Process::root);
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
    if (!(*file)->mayRead())
        co_return fail(NB_EBADF);
    const InodePtr inode = (*file)->inode();
    if (inode == nullptr || inode->kind() != Inode::Kind::Directory)
        co_return fail(NB_EINVAL);
    VnodeFile &listing = *(*file)->asVnode();
    const Listing part = encodeEntries(static_cast<const Directory &>(*inode), listing.position(),
                                       std::min(call.word(2), kMaxListing));
    if (part.bytes.empty() && !part.atEnd)
        co_return fail(NB_EINVAL); // not even one entry fits
    auto copied = co_await call.memory.copyOut(call.word(1), part.bytes);
    if (!copied)
        co_return pass(copied);
    listing.setPosition(part.position);
    inode->touchAccessed();
    co_return answer(static_cast<std::int64_t>(part.bytes.size()));
}

} // namespace

std::span<const CallEntry> directoryCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_chdir, "chdir", 1, sysChdir),
        quick(NB_SYS_fchdir, "fchdir", 1, sysFchdir),
        slow(NB_SYS_chroot, "chroot", 1, sysChroot),
        slow(NB_SYS___getcwd, "__getcwd", 2, sysGetcwd),
        slow(NB_SYS___getdents30, "getdents", 3, sysGetdents),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
