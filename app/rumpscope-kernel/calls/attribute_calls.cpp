// SPDX-License-Identifier: GPL-3.0-or-later
// stat, chmod, chown, truncate and their kind: what a file is, apart from its names.
#include "app/rumpscope-kernel/calls/subject.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/access.h"
#include "app/rumpscope-kernel/vfs/file_system.h"
#include "app/rumpscope-kernel/vfs/operations.h"
#include "app/rumpscope-kernel/vfs/special_nodes.h"
#include "app/rumpscope-kernel/vfs/stat_record.h"

namespace rumpscope::kernel {

namespace {

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
    co_return answer(permits(who, **inode, mode));
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

auto ownerSetter(std::uint32_t user, std::uint32_t group, SetIdRule rule = SetIdRule::NetBsd)
{
    return [user, group, rule](const Credentials &who, Inode &inode) {
        return changeOwner(who, inode, {user, group}, rule);
    };
}

auto flagSetter(std::uint32_t flags)
{
    return [flags](const Credentials &who, Inode &inode) { return changeFlags(who, inode, flags); };
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
    if ((*file)->isDead())
        co_return fail(NB_EBADF);
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
    return onPath(call, {call.integer(0), 1, lastLink(call.bits(3)), true}, modeSetter(call.bits(2)));
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
    return onPath(call, {call.integer(0), 1, lastLink(call.bits(4)), true},
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
    if (size < 0)
        co_return fail(NB_EINVAL);
    co_return co_await onPath(call, {NB_AT_FDCWD, 0}, [size](const Credentials &who, Inode &inode) {
        if (inode.kind() == Inode::Kind::Directory)
            return Outcome<void>(fail(NB_EISDIR));
        if (auto may = permits(who, inode, WantWrite); !may)
            return may;
        return setSize(inode, size);
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

Task<Outcome<Values>> sysPosixChown(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0}, ownerSetter(call.bits(1), call.bits(2), SetIdRule::Posix));
}

Task<Outcome<Values>> sysPosixLchown(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0, LastLink::Keep},
                  ownerSetter(call.bits(1), call.bits(2), SetIdRule::Posix));
}

Outcome<Values> sysPosixFchown(Call &call)
{
    return onDescriptor(call, ownerSetter(call.bits(1), call.bits(2), SetIdRule::Posix));
}

Task<Outcome<Values>> sysChflags(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0}, flagSetter(call.bits(1)));
}

Task<Outcome<Values>> sysLchflags(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0, LastLink::Keep}, flagSetter(call.bits(1)));
}

Outcome<Values> sysFchflags(Call &call)
{
    return onDescriptor(call, flagSetter(call.bits(1)));
}

Task<Outcome<Values>> sysRevoke(Call &call)
{
    return onPath(call, {NB_AT_FDCWD, 0}, [](const Credentials &who, Inode &inode) {
        if (!owns(who, inode))
            return Outcome<void>(fail(NB_EPERM));
        ++inode.revocations;
        inode.tell(NB_NOTE_REVOKE);
        return Outcome<void>();
    });
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
        slow(NB_SYS___posix_chown, "__posix_chown", 3, sysPosixChown),
        slow(NB_SYS___posix_lchown, "__posix_lchown", 3, sysPosixLchown),
        quick(NB_SYS___posix_fchown, "__posix_fchown", 3, sysPosixFchown),
        slow(NB_SYS_chflags, "chflags", 2, sysChflags),
        slow(NB_SYS_lchflags, "lchflags", 2, sysLchflags),
        quick(NB_SYS_fchflags, "fchflags", 2, sysFchflags),
        slow(NB_SYS_truncate, "truncate", 3, sysTruncate),
        quick(NB_SYS_ftruncate, "ftruncate", 3, sysFtruncate),
        slow(NB_SYS_revoke, "revoke", 1, sysRevoke),
        quick(NB_SYS_umask, "umask", 1, sysUmask),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
