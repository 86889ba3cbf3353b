// SPDX-License-Identifier: GPL-3.0-or-later
// stat, chmod, chown, truncate and their kind: what a file is, apart from its names.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/operations.h"
#include "app/rumpscope-kernel/vfs/special_nodes.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

namespace rumpscope::kernel {

namespace {

/// The file a call is about: the path in `slot`, relative to `directory`.
struct Subject
{
    std::int32_t directory;
    std::size_t slot;
    LastLink last = LastLink::Follow;
};

LastLink lastLink(std::uint32_t atFlags)
{
    return (atFlags & NB_AT_SYMLINK_NOFOLLOW) != 0 ? LastLink::Keep : LastLink::Follow;
}

Task<Outcome<InodePtr>> inodeOf(Call &call, Subject subject)
{
    auto path = co_await call.path(subject.slot);
    if (!path)
        co_return pass(path);
    auto context = call.pathsAt(subject.directory);
    if (!context)
        co_return pass(context);
    co_return find(*context, *path, subject.last);
}

/// Hands the inode to `work`, which gives an Outcome<void>.
template<class Work>
Task<Outcome<Values>> onPath(Call &call, Subject subject, Work work)
{
    auto inode = co_await inodeOf(call, subject);
    if (!inode)
        co_return pass(inode);
    co_return answer(work(call.process->credentials, **inode));
}

template<class Work>
Outcome<Values> onDescriptor(Call &call, Work work)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    const auto inode = (*file)->inode();
    if (inode == nullptr)
        return fail(NB_EINVAL);
    return answer(work(call.process->credentials, *inode));
}

Task<Outcome<Values>> stat(Call &call, Subject subject, std::uint64_t address)
{
    auto inode = co_await inodeOf(call, subject);
    if (!inode)
        co_return pass(inode);
    const Bytes record = encodeStat(**inode);
    co_return answer(co_await call.memory.copyOut(address, record));
}

Task<Outcome<Values>> access(Call &call, Subject subject, std::uint32_t mode, bool effective)
{
    if ((mode & ~7U) != 0)
        co_return fail(NB_EINVAL);
    auto inode = co_await inodeOf(call, subject);
    if (!inode)
        co_return pass(inode);
    Credentials who = call.process->credentials;
    if (!effective) {
        who.effectiveUser = who.realUser;
        who.effectiveGroup = who.realGroup;
    }
    if (!permits(who, **inode, mode))
        co_return fail(NB_EACCES);
    co_return answer(0);
}

Task<Outcome<Values>> readlink(Call &call, Subject subject, std::uint64_t address, std::uint64_t room)
{
    subject.last = LastLink::Keep;
    auto inode = co_await inodeOf(call, subject);
    if (!inode)
        co_return pass(inode);
    if ((*inode)->kind() != Inode::Kind::Symlink)
        co_return fail(NB_EINVAL);
    const std::string target = static_cast<const Symlink &>(**inode).target().substr(0, room);
    auto copied = co_await call.memory.copyOut(address, std::as_bytes(std::span(target)));
    if (!copied)
        co_return pass(copied);
    co_return answer(static_cast<std::int64_t>(target.size()));
}

auto modeSetter(std::uint32_t mode)
{
    return [mode](const Credentials &who, Inode &inode) { return changeMode(who, inode, mode); };
}

auto ownerSetter(std::uint32_t user, std::uint32_t group)
{
    return [user, group](const Credentials &who, Inode &inode) {
        return changeOwner(who, inode, {user, group});
    };
}

Task<Outcome<Values>> sysStat(Call &call)
{
    return stat(call, {NB_AT_FDCWD, 0}, call.word(1));
}

Task<Outcome<Values>> sysLstat(Call &call)
{
    return stat(call, {NB_AT_FDCWD, 0, LastLink::Keep}, call.word(1));
}

Task<Outcome<Values>> sysFstatat(Call &call)
{
    return stat(call, {call.integer(0), 1, lastLink(call.bits(3))}, call.word(2));
}

Task<Outcome<Values>> sysFstat(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    const Bytes record = (*file)->stat();
    co_return answer(co_await call.memory.copyOut(call.word(1), record));
}

Task<Outcome<Values>> sysAccess(Call &call)
{
    return access(call, {NB_AT_FDCWD, 0}, call.bits(1), false);
}

Task<Outcome<Values>> sysFaccessat(Call &call)
{
    const bool effective = (call.integer(3) & NB_AT_EACCESS) != 0;
    return access(call, {call.integer(0), 1, lastLink(call.bits(3))}, call.bits(2), effective);
}

Task<Outcome<Values>> sysReadlink(Call &call)
{
    return readlink(call, {NB_AT_FDCWD, 0}, call.word(1), call.word(2));
}

Task<Outcome<Values>> sysReadlinkat(Call &call)
{
    return readlink(call, {call.integer(0), 1}, call.word(2), call.word(3));
}

Task<Outcome<Values>> sysChmod(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0}, modeSetter(call.bits(1)));
}

Task<Outcome<Values>> sysLchmod(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0, LastLink::Keep}, modeSetter(call.bits(1)));
}

Task<Outcome<Values>> sysFchmodat(Call &call)
{
    return onPath(call, {call.integer(0), 1, lastLink(call.bits(3))}, modeSetter(call.bits(2)));
}

Outcome<Values> sysFchmod(Call &call)
{
    return onDescriptor(call, modeSetter(call.bits(1)));
}

Task<Outcome<Values>> sysChown(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0}, ownerSetter(call.bits(1), call.bits(2)));
}

Task<Outcome<Values>> sysLchown(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0, LastLink::Keep}, ownerSetter(call.bits(1), call.bits(2)));
}

Task<Outcome<Values>> sysFchownat(Call &call)
{
    return onPath(call, {call.integer(0), 1, lastLink(call.bits(4))},
                  ownerSetter(call.bits(2), call.bits(3)));
}

Outcome<Values> sysFchown(Call &call)
{
    return onDescriptor(call, ownerSetter(call.bits(1), call.bits(2)));
}

/// Slot 1 is padding.
Task<Outcome<Values>> sysTruncate(Call &call)
{
    const std::int64_t size = call.offset(2);
    return onPath(call, {NB_AT_FDCWD, 0}, [size](const Credentials &who, Inode &inode) {
        return permits(who, inode, WantWrite) ? setSize(inode, size) : Outcome<void>(fail(NB_EACCES));
    });
}

Outcome<Values> sysFtruncate(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if (!(*file)->mayWrite() || (*file)->inode() == nullptr)
        return fail(NB_EINVAL);
    return answer(setSize(*(*file)->inode(), call.offset(2)));
}

Outcome<Values> sysUmask(Call &call)
{
    return answer(std::exchange(call.process->fileModeMask, call.bits(0) & 07777U));
}

} // namespace

std::span<const CallEntry> attributeCalls()
{
    static constexpr std::array kCalls{
        slow(NB_SYS___stat50, "stat", 2, sysStat),
        slow(NB_SYS___lstat50, "lstat", 2, sysLstat),
        slow(NB_SYS___fstat50, "fstat", 2, sysFstat),
        slow(NB_SYS_fstatat, "fstatat", 4, sysFstatat),
        slow(NB_SYS_access, "access", 2, sysAccess),
        slow(NB_SYS_faccessat, "faccessat", 4, sysFaccessat),
        slow(NB_SYS_readlink, "readlink", 3, sysReadlink),
        slow(NB_SYS_readlinkat, "readlinkat", 4, sysReadlinkat),
        slow(NB_SYS_chmod, "chmod", 2, sysChmod),
        slow(NB_SYS_lchmod, "lchmod", 2, sysLchmod),
        slow(NB_SYS_fchmodat, "fchmodat", 4, sysFchmodat),
        quick(NB_SYS_fchmod, "fchmod", 2, sysFchmod),
        slow(NB_SYS_chown, "chown", 3, sysChown),
        slow(NB_SYS_lchown, "lchown", 3, sysLchown),
        slow(NB_SYS_fchownat, "fchownat", 5, sysFchownat),
        quick(NB_SYS_fchown, "fchown", 3, sysFchown),
        slow(NB_SYS_truncate, "truncate", 3, sysTruncate),
        quick(NB_SYS_ftruncate, "ftruncate", 3, sysFtruncate),
        quick(NB_SYS_umask, "umask", 1, sysUmask),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
