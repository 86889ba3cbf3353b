// SPDX-License-Identifier: GPL-3.0-or-later
// flock, and the locks of fcntl.
#include "app/rumpscope-kernel/calls/lock_calls.h"

#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/files/file_lock.h"
#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

namespace {

/// struct flock.
struct LockRecord
{
    std::int64_t start = 0;
    std::int64_t length = 0; ///< 0: to the end, wherever that comes to be
    std::int32_t pid = 0;
    std::int16_t type = 0;
    std::int16_t whence = 0;
};
static_assert(sizeof(LockRecord) == layout::flock::kSize);

Outcome<LockRange> rangeOf(const File &file, const LockRecord &record)
{
    std::int64_t from = 0;
    if (record.whence == NB_SEEK_CUR)
        from = file.position();
    else if (record.whence == NB_SEEK_END)
        from = static_cast<std::int64_t>(file.inode()->size());
    else if (record.whence != NB_SEEK_SET)
        return fail(NB_EINVAL);
    LockRange range;
    if (__builtin_add_overflow(from, record.start, &range.first))
        return fail(NB_EINVAL);
    std::int64_t behind = 0;
    if (record.length > 0) {
        if (__builtin_add_overflow(range.first, record.length - 1, &range.last))
            return fail(NB_EINVAL);
    } else if (record.length < 0) {
        if (__builtin_add_overflow(range.first, record.length, &behind))
            return fail(NB_EINVAL);
        range = {behind, range.first - 1};
    }
    if (range.first < 0)
        return fail(NB_EINVAL);
    return range;
}

Task<Outcome<Values>> sysFlock(Call &call)
{
    const auto file = call.file(0);
    if (!file)
        co_return pass(file);
    const auto inode = (*file)->inode();
    if (inode == nullptr)
        co_return fail(NB_EOPNOTSUPP);
    const bool wait = (call.bits(1) & NB_LOCK_NB) == 0;
    switch (call.bits(1) & ~static_cast<std::uint32_t>(NB_LOCK_NB)) {
    case NB_LOCK_UN:
        inode->releaseLocks(file->get());
        co_return answer(0);
    case NB_LOCK_EX:
        co_return answer(co_await lockWhole(call, *file, true, wait));
    case NB_LOCK_SH:
        co_return answer(co_await lockWhole(call, *file, false, wait));
    default:
        co_return fail(NB_EINVAL);
    }
}

} // namespace

Task<Outcome<Values>> recordLock(Call &call, std::int32_t command)
{
    LockRecord record;
    auto copied = co_await call.copyIn(call.word(2), record);
    if (!copied)
        co_return pass(copied);
    const auto found = call.file(0);
    if (!found)
        co_return pass(found);
    const FilePtr &file = *found;
    const auto inode = file->inode();
    if (inode == nullptr)
        co_return fail(NB_EINVAL);
    const bool exclusive = record.type == NB_F_WRLCK;
    if (record.type != NB_F_RDLCK && record.type != NB_F_WRLCK && record.type != NB_F_UNLCK)
        co_return fail(NB_EINVAL);
    const bool takes = command != NB_F_GETLK && record.type != NB_F_UNLCK;
    if (takes && !(exclusive ? file->mayWrite() : file->mayRead()))
        co_return fail(NB_EBADF);
    const auto range = rangeOf(*file, record);
    if (!range)
        co_return pass(range);
    const LockOwner owner{&call.process->descriptors, call.process->pid};
    const RecordLock wanted{*range, exclusive, owner};
    if (takes) {
        auto taken = co_await takeLock(call, inode, wanted, command == NB_F_SETLKW);
        if (taken && call.process->descriptors.file(call.integer(0)) != file) {
            inode->locks().clear(*range, owner.id); // closed while it waited: locks go with a descriptor
            co_return fail(kRestart);
        }
        co_return answer(taken);
    }
    if (command != NB_F_GETLK) {
        inode->locks().clear(*range, owner.id);
        co_return answer(0);
    }
    if (const RecordLock *conflict = inode->locks().conflict(wanted)) {
        const LockRange &held = conflict->range;
        record.start = held.first;
        record.length = held.last == INT64_MAX ? 0 : held.last - held.first + 1;
        record.pid = conflict->owner.pid;
        record.type = static_cast<std::int16_t>(conflict->exclusive ? NB_F_WRLCK : NB_F_RDLCK);
        record.whence = NB_SEEK_SET;
    } else {
        record.type = NB_F_UNLCK;
    }
    co_return answer(co_await call.copyOut(call.word(2), record));
}

std::span<const CallEntry> lockCalls()
{
    static constexpr std::array kCalls{slow(NB_SYS_flock, "flock", 2, sysFlock)};
    return kCalls;
}

} // namespace rumpscope::kernel
