// SPDX-License-Identifier: GPL-3.0-or-later
// The file system as a whole: sync, fsync, statvfs.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/statvfs_record.h"

namespace rumpscope::kernel {

namespace {

/// Everything is in memory: there is nothing to wait for.
Outcome<Values> sysSync(Call &)
{
    return answer(0);
}

Outcome<Values> sysFsync(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if ((*file)->inode() == nullptr)
        return fail(NB_EINVAL);
    return answer(0);
}

Task<Outcome<Values>> give(Call &call, std::uint64_t address)
{
    const Bytes record = encodeStatvfs(call.kernel.fs);
    co_return answer(co_await call.memory.copyOut(address, record));
}

Task<Outcome<Values>> sysStatvfs1(Call &call)
{
    auto path = co_await call.path(0);
    if (!path)
        co_return pass(path);
    const auto inode = find(call.paths(), *path);
    if (!inode)
        co_return pass(inode);
    co_return co_await give(call, call.word(1));
}

Task<Outcome<Values>> sysFstatvfs1(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    if ((*file)->inode() == nullptr)
        co_return fail(NB_EINVAL);
    co_return co_await give(call, call.word(1));
}

/// One file system; a NULL buffer asks for the number only.
Task<Outcome<Values>> sysGetvfsstat(Call &call)
{
    if (call.word(0) != 0 && call.word(1) < layout::statvfs::kSize)
        co_return answer(0);
    if (call.word(0) != 0) {
        auto given = co_await give(call, call.word(0));
        if (!given)
            co_return given;
    }
    co_return answer(1);
}

} // namespace

std::span<const CallEntry> fileSystemCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_sync, "sync", 0, sysSync),
        quick(NB_SYS_fsync, "fsync", 1, sysFsync),
        quick(NB_SYS_fdatasync, "fdatasync", 1, sysFsync),
        slow(NB_SYS_statvfs1, "statvfs1", 3, sysStatvfs1),
        slow(NB_SYS_fstatvfs1, "fstatvfs1", 3, sysFstatvfs1),
        slow(NB_SYS_getvfsstat, "getvfsstat", 3, sysGetvfsstat),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
