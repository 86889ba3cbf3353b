// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/files/file_lock.h"

namespace rumpscope::kernel {

Task<Outcome<void>> takeLock(Call &call, std::shared_ptr<Inode> inode, RecordLock wanted, bool wait)
{
    RecordLocks &locks = inode->locks();
    while (const RecordLock *conflict = locks.conflict(wanted)) {
        if (!wait)
            co_return fail(NB_EAGAIN);
        const LockOwner holder = conflict->owner;
        const bool both = wanted.owner.isProcess() && holder.isProcess();
        // The real kernel lets both wait for ever.
        if (both && call.kernel.lockWaits.wouldCircle(wanted.owner.id, holder.id))
            co_return fail(NB_EDEADLK);
        const LockWaits::Wait registered(call.kernel.lockWaits, wanted.owner.id, holder.id);
        auto waited = co_await call.waitOn(locks.changed);
        if (!waited)
            co_return waited;
    }
    co_return locks.set(wanted);
}

Task<Outcome<void>> lockWhole(Call &call, FilePtr file, bool exclusive, bool wait)
{
    const LockOwner owner{file.get(), -1};
    const RecordLock wanted{{}, exclusive, owner};
    // Who waits to write gives up its right to read: two such would wait for each other.
    if (exclusive && wait && file->inode()->locks().conflict(wanted) != nullptr)
        file->inode()->releaseLocks(file.get());
    co_return co_await takeLock(call, file->inode(), wanted, wait);
}

} // namespace rumpscope::kernel
