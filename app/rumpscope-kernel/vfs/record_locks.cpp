// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/record_locks.h"

#include <algorithm>
#include <set>

namespace rumpscope::kernel {

namespace {

bool overlap(const LockRange &a, const LockRange &b)
{
    return a.first <= b.last && b.first <= a.last;
}

} // namespace

const RecordLock *RecordLocks::conflict(const RecordLock &wanted) const
{
    for (const RecordLock &lock : m_locks) {
        if (lock.owner.id != wanted.owner.id && (lock.exclusive || wanted.exclusive) &&
            overlap(lock.range, wanted.range))
            return &lock;
    }
    return nullptr;
}

Outcome<void> RecordLocks::set(const RecordLock &lock)
{
    if (m_locks.size() + 2 > kMost) // one of ours in the middle may become two
        return fail(NB_ENOLCK);
    clear(lock.range, lock.owner.id);
    RecordLock added = lock;
    // What touches it and is of the same kind becomes one with it.
    std::erase_if(m_locks, [&added](const RecordLock &other) {
        if (other.owner.id != added.owner.id || other.exclusive != added.exclusive)
            return false;
        if (other.range.last != INT64_MAX && other.range.last + 1 == added.range.first)
            added.range.first = other.range.first;
        else if (added.range.last != INT64_MAX && added.range.last + 1 == other.range.first)
            added.range.last = other.range.last;
        else
            return false;
        return true;
    });
    const auto behind = std::find_if(m_locks.begin(), m_locks.end(), [&added](const RecordLock &other) {
        return other.range.first > added.range.first;
    });
    m_locks.insert(behind, added);
    changed.wakeAll(); // a lock that became shared lets others in
    return {};
}

void RecordLocks::clear(const LockRange &range, const void *owner)
{
    std::vector<RecordLock> kept;
    bool cut = false;
    for (const RecordLock &lock : m_locks) {
        if (lock.owner.id != owner || !overlap(lock.range, range)) {
            kept.push_back(lock);
            continue;
        }
        cut = true;
        if (lock.range.first < range.first)
            kept.push_back({{lock.range.first, range.first - 1}, lock.exclusive, lock.owner});
        if (lock.range.last > range.last)
            kept.push_back({{range.last + 1, lock.range.last}, lock.exclusive, lock.owner});
    }
    if (!cut)
        return;
    m_locks = std::move(kept);
    changed.wakeAll();
}

bool RecordLocks::holds(const void *owner) const
{
    return std::any_of(m_locks.begin(), m_locks.end(),
                       [owner](const RecordLock &lock) { return lock.owner.id == owner; });
}

bool LockWaits::wouldCircle(const void *waiter, const void *holder) const
{
    std::set<const void *> seen;
    std::vector<const void *> left{holder};
    while (!left.empty()) {
        const void *at = left.back();
        left.pop_back();
        if (at == waiter)
            return true;
        if (!seen.insert(at).second)
            continue;
        for (auto [next, end] = m_holders.equal_range(at); next != end; ++next)
            left.push_back(next->second);
    }
    return false;
}

} // namespace rumpscope::kernel
