// SPDX-License-Identifier: GPL-3.0-or-later
// Making, renaming and removing names.
#include "app/rumpscope-kernel/calls/subject.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/operations.h"

#include <functional>

namespace rumpscope::kernel {

namespace {

Task<Outcome<Values>> refused(std::int64_t number)
{
    co_return fail(number);
}

std::uint32_t masked(const Call &call, std::uint32_t mode)
{
    return mode & 07777U & ~call.process->fileModeMask;
}

/// A directory descriptor and the slot of the path that is relative to it.
struct Target
{
    std::int32_t directory;
    std::size_t slot;
};

/// Copies one path in and hands it, with its context, to `work`.
template<class Work>
Task<Outcome<Values>> withPath(Call &call, Target at, Work work)
{
    auto path = co_await call.path(at.slot);
    if (!path)
        co_return pass(path);
    auto context = call.pathsAt(at.directory);
    if (!context)
        co_return pass(context);
    co_return answer(work(*context, *path));
}

/// The same for two.
template<class Work>
Task<Outcome<Values>> withPaths(Call &call, Target first, Target second, Work work)
{
    auto one = co_await call.path(first.slot);
    if (!one)
        co_return pass(one);
    auto two = co_await call.path(second.slot);
    if (!two)
        co_return pass(two);
    auto oneContext = call.pathsAt(first.directory);
    if (!oneContext)
        co_return pass(oneContext);
    auto twoContext = call.pathsAt(second.directory);
    if (!twoContext)
        co_return pass(twoContext);
    co_return answer(work(*oneContext, *one, *twoContext, *two));
}

Task<Outcome<Values>> mkdir(Call &call, Target at, std::uint32_t mode)
{
    return withPath(call, at, [&call, mode](const PathContext &context, const std::string &path) {
        return makeDirectory(context, path, masked(call, mode) & 0777U);
    });
}

Task<Outcome<Values>> mkfifo(Call &call, Target at, std::uint32_t mode)
{
    return withPath(call, at, [&call, mode](const PathContext &context, const std::string &path) {
        return makeNode(context, path, {NB_S_IFIFO, masked(call, mode), 0});
    });
}

/// Only root makes nodes, and FIFOs have a call of their own.
Task<Outcome<Values>> mknod(Call &call, Target at, std::uint32_t mode, std::uint64_t device)
{
    if (!call.process->credentials.isRoot())
        return refused(NB_EPERM);
    constexpr std::uint64_t kNoDevice = ~std::uint64_t{0};
    if ((mode & NB_S_IFMT) == NB_S_IFIFO || device == kNoDevice)
        mode |= NB_S_IFMT; // no type there is
    return withPath(call, at, [&call, mode, device](const PathContext &context, const std::string &path) {
        return makeNode(context, path, {mode & NB_S_IFMT, masked(call, mode), device});
    });
}

Task<Outcome<Values>> symlink(Call &call, std::size_t targetSlot, Target link)
{
    return withPaths(call, {NB_AT_FDCWD, targetSlot}, link,
                     [](const PathContext &, const std::string &target, const PathContext &context,
                        const std::string &path) { return makeSymlink(context, target, path); });
}

/// The file is looked up before the new name is fetched.
Task<Outcome<Values>> link(Call &call, Subject from, Target to)
{
    auto inode = co_await inodeOf(call, from);
    if (!inode)
        co_return pass(inode);
    // A capture that owns something must not be a temporary of a co_await: GCC 12 destroys it twice.
    const auto work = [file = std::move(*inode)](const PathContext &context, const std::string &path) {
        return makeLink(file, context, path);
    };
    co_return co_await withPath(call, to, std::cref(work));
}

Task<Outcome<Values>> rename(Call &call, Target from, Target to, bool keepBoth)
{
    return withPaths(call, from, to,
                     [keepBoth](const PathContext &fromContext, const std::string &source,
                                const PathContext &toContext, const std::string &target) {
                         return renameEntry(fromContext, source, toContext, target, keepBoth);
                     });
}

Task<Outcome<Values>> sysMkdir(Call &call)
{
    return mkdir(call, {NB_AT_FDCWD, 0}, call.bits(1));
}

Task<Outcome<Values>> sysMkdirat(Call &call)
{
    return mkdir(call, {call.integer(0), 1}, call.bits(2));
}

Task<Outcome<Values>> sysMkfifo(Call &call)
{
    return mkfifo(call, {NB_AT_FDCWD, 0}, call.bits(1));
}

Task<Outcome<Values>> sysMkfifoat(Call &call)
{
    return mkfifo(call, {call.integer(0), 1}, call.bits(2));
}

Task<Outcome<Values>> sysMknod(Call &call)
{
    return mknod(call, {NB_AT_FDCWD, 0}, call.bits(1), call.word(2));
}

/// Slot 3 is padding.
Task<Outcome<Values>> sysMknodat(Call &call)
{
    return mknod(call, {call.integer(0), 1}, call.bits(2), call.word(4));
}

Task<Outcome<Values>> sysSymlink(Call &call)
{
    return symlink(call, 0, {NB_AT_FDCWD, 1});
}

Task<Outcome<Values>> sysSymlinkat(Call &call)
{
    return symlink(call, 0, {call.integer(1), 2});
}

Task<Outcome<Values>> sysLink(Call &call)
{
    return link(call, {NB_AT_FDCWD, 0}, {NB_AT_FDCWD, 1});
}

Task<Outcome<Values>> sysLinkat(Call &call)
{
    const bool follow = (call.integer(4) & NB_AT_SYMLINK_FOLLOW) != 0;
    return link(call, {call.integer(0), 1, follow ? LastLink::Follow : LastLink::Keep, true},
                {call.integer(2), 3});
}

Task<Outcome<Values>> sysRename(Call &call)
{
    return rename(call, {NB_AT_FDCWD, 0}, {NB_AT_FDCWD, 1}, false);
}

Task<Outcome<Values>> sysPosixRename(Call &call)
{
    return rename(call, {NB_AT_FDCWD, 0}, {NB_AT_FDCWD, 1}, true);
}

Task<Outcome<Values>> sysRenameat(Call &call)
{
    return rename(call, {call.integer(0), 1}, {call.integer(2), 3}, true);
}

Task<Outcome<Values>> sysUnlink(Call &call)
{
    return withPath(call, {NB_AT_FDCWD, 0}, removeFile);
}

Task<Outcome<Values>> sysRmdir(Call &call)
{
    return withPath(call, {NB_AT_FDCWD, 0}, removeDirectory);
}

Task<Outcome<Values>> sysUnlinkat(Call &call)
{
    const bool directory = (call.integer(2) & NB_AT_REMOVEDIR) != 0;
    return withPath(call, {call.integer(0), 1}, directory ? removeDirectory : removeFile);
}

} // namespace

std::span<const CallEntry> nameCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS_mkdir, "mkdir", 2, sysMkdir),
        slow(NB_SYS_mkdirat, "mkdirat", 3, sysMkdirat),
        slow(NB_SYS_mkfifo, "mkfifo", 2, sysMkfifo),
        slow(NB_SYS_mkfifoat, "mkfifoat", 3, sysMkfifoat),
        slow(NB_SYS___mknod50, "mknod", 3, sysMknod),
        slow(NB_SYS_mknodat, "mknodat", 5, sysMknodat),
        slow(NB_SYS_symlink, "symlink", 2, sysSymlink),
        slow(NB_SYS_symlinkat, "symlinkat", 3, sysSymlinkat),
        slow(NB_SYS_link, "link", 2, sysLink),
        slow(NB_SYS_linkat, "linkat", 5, sysLinkat),
        slow(NB_SYS_rename, "rename", 2, sysRename),
        slow(NB_SYS___posix_rename, "__posix_rename", 2, sysPosixRename),
        slow(NB_SYS_renameat, "renameat", 4, sysRenameat),
        slow(NB_SYS_unlink, "unlink", 1, sysUnlink),
        slow(NB_SYS_rmdir, "rmdir", 1, sysRmdir),
        slow(NB_SYS_unlinkat, "unlinkat", 3, sysUnlinkat),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
