// SPDX-License-Identifier: GPL-3.0-or-later
// The file system as a whole: sync and fsync, statvfs, pathconf, space given in advance.
#include "app/rumpscope-kernel/calls/subject.h"
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/vfs/statvfs_record.h"

namespace rumpscope::kernel {

namespace {

// Flags of fsync_range(2).
constexpr std::uint32_t kSyncData = 0x10;
constexpr std::uint32_t kSyncFile = 0x20;

constexpr std::int32_t kLastAdvice = 5;

/// Everything is in memory: there is nothing to wait for.
Outcome<Values> sysSync(Call &)
{
    return answer(0);
}

Outcome<Values> sysFsync(Call &call)
{
    return onDescriptor(call, [](const Credentials &, const Inode &) { return Outcome<void>(); });
}

/// What syncs only a part wants a descriptor that writes.
Outcome<Values> syncWritable(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if ((*file)->inode() == nullptr)
        return fail(NB_EINVAL);
    return (*file)->mayWrite() ? answer(0) : Outcome<Values>(fail(NB_EBADF));
}

Outcome<Values> sysFdatasync(Call &call)
{
    return syncWritable(call);
}

Outcome<Values> sysFsyncRange(Call &call)
{
    const std::uint32_t kind = call.bits(1) & (kSyncData | kSyncFile);
    if (const auto file = call.file(0); !file)
        return pass(file);
    if (kind != kSyncData && kind != kSyncFile)
        return fail(NB_EINVAL);
    std::int64_t end = 0;
    if (__builtin_add_overflow(call.offset(2), call.offset(3), &end) ||
        (call.offset(3) != 0 && end < call.offset(2)))
        return fail(NB_EINVAL);
    return syncWritable(call);
}

Task<Outcome<Values>> give(Call &call, const FileSystem &fs, std::uint64_t address)
{
    const Bytes record = encodeStatvfs(fs);
    co_return answer(co_await call.memory.copyOut(address, record));
}

Task<Outcome<Values>> sysStatvfs1(Call &call)
{
    auto inode = co_await inodeOf(call, {NB_AT_FDCWD, 0});
    if (!inode)
        co_return pass(inode);
    co_return co_await give(call, (*inode)->fs(), call.word(1));
}

Task<Outcome<Values>> sysFstatvfs1(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    const InodePtr inode = (*file)->inode();
    if (inode == nullptr)
        co_return fail(NB_EINVAL);
    co_return co_await give(call, inode->fs(), call.word(1));
}

/// As many as fit; a NULL buffer asks for the number only.
Task<Outcome<Values>> sysGetvfsstat(Call &call)
{
    std::vector<FileSystemPtr> all; // held: mounts may go while the client reads
    for (const Mount &mount : call.kernel.mounts.all())
        all.push_back(mount.fs);
    if (call.word(0) == 0)
        co_return answer(static_cast<std::int64_t>(all.size()));
    const std::uint64_t most = std::min<std::uint64_t>(all.size(), call.word(1) / layout::statvfs::kSize);
    for (std::uint64_t i = 0; i < most; ++i) {
        auto given = co_await give(call, *all[i], call.word(0) + i * layout::statvfs::kSize);
        if (!given)
            co_return given;
    }
    co_return answer(static_cast<std::int64_t>(most));
}

/// Names of pathconf(2) and what a file says to them; EINVAL for others.
Outcome<Values> configuration(std::int32_t name)
{
    switch (name) {
    case 1: // PC_LINK_MAX
        return answer(32767);
    case 4: // PC_NAME_MAX
        return answer(kMaxName);
    case 5: // PC_PATH_MAX
        return answer(kMaxPath);
    case 6: // PC_PIPE_BUF
        return answer(512);
    case 7:  // PC_CHOWN_RESTRICTED
    case 8:  // PC_NO_TRUNC
    case 10: // PC_SYNC_IO... of a kernel without disks
        return answer(1);
    case 11: // PC_FILESIZEBITS
        return answer(64);
    default:
        return fail(NB_EINVAL);
    }
}

Task<Outcome<Values>> sysPathconf(Call &call)
{
    auto inode = co_await inodeOf(call, {NB_AT_FDCWD, 0});
    if (!inode)
        co_return pass(inode);
    co_return configuration(call.integer(1));
}

Outcome<Values> sysFpathconf(Call &call)
{
    constexpr std::int32_t kPipeBuffer = 6;
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if ((*file)->inode() != nullptr)
        return configuration(call.integer(1));
    if ((*file)->kind() != File::Kind::Pipe && (*file)->kind() != File::Kind::Socket)
        return fail(NB_EOPNOTSUPP);
    return call.integer(1) == kPipeBuffer ? configuration(kPipeBuffer) : Outcome<Values>(fail(NB_EINVAL));
}

/// Answers its errno as a value.
Outcome<Values> sysPosixFadvise(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        return answer(NB_EBADF);
    if ((*file)->inode() == nullptr)
        return answer((*file)->kind() == File::Kind::Pipe ? NB_ESPIPE : NB_EBADF);
    const bool sane = call.offset(3) >= 0 && call.integer(4) >= 0 && call.integer(4) <= kLastAdvice;
    return answer(sane ? 0 : NB_EINVAL);
}

/// What both calls about space check first; the file systems here cannot do either.
Outcome<void> checkSpace(Call &call)
{
    if (call.offset(2) < 0 || call.offset(3) < 0)
        return fail(NB_EINVAL);
    const auto file = call.file(0);
    if (!file)
        return pass(file);
    if ((*file)->inode() == nullptr)
        return fail(NB_EINVAL);
    return fail((*file)->mayWrite() ? NB_EOPNOTSUPP : NB_EBADF);
}

/// Answers its errno as a value.
Outcome<Values> sysPosixFallocate(Call &call)
{
    return answer(static_cast<std::int64_t>(checkSpace(call).error()));
}

Outcome<Values> sysFdiscard(Call &call)
{
    return answer(checkSpace(call));
}

} // namespace

std::span<const CallEntry> fileSystemCalls()
{
    static constexpr std::array kCalls{
        quick(NB_SYS_sync, "sync", 0, sysSync),
        quick(NB_SYS_fsync, "fsync", 1, sysFsync),
        quick(NB_SYS_fdatasync, "fdatasync", 1, sysFdatasync),
        quick(NB_SYS_fsync_range, "fsync_range", 4, sysFsyncRange),
        slow(NB_SYS_statvfs1, "statvfs1", 3, sysStatvfs1),
        slow(NB_SYS_fstatvfs1, "fstatvfs1", 3, sysFstatvfs1),
        slow(NB_SYS_getvfsstat, "getvfsstat", 3, sysGetvfsstat),
        slow(NB_SYS_pathconf, "pathconf", 2, sysPathconf),
        quick(NB_SYS_fpathconf, "fpathconf", 2, sysFpathconf),
        quick(NB_SYS___posix_fadvise50, "posix_fadvise", 5, sysPosixFadvise),
        quick(NB_SYS_posix_fallocate, "posix_fallocate", 4, sysPosixFallocate),
        quick(NB_SYS_fdiscard, "fdiscard", 4, sysFdiscard),
    };
    return kCalls;
}

} // namespace rumpscope::kernel
