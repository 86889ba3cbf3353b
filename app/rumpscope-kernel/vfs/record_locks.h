// SPDX-License-Identifier: GPL-3.0-or-later
// Advisory locks of one file: those of fcntl(2) and those of flock(2), which see each other.
#pragma once

#include "app/rumpscope-kernel/sched/outcome.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <map>
#include <optional>
#include <vector>

namespace rumpscope::kernel {

/// Who holds a lock: the descriptors of a process (fcntl), or an open file (flock).
struct LockOwner
{
    const void *id = nullptr;
    std::int32_t pid = -1; ///< -1: an open file, whoever uses it
    [[nodiscard]] bool isProcess() const { return pid != -1; }
};

struct LockRange
{
    std::int64_t first = 0;
    std::int64_t last = INT64_MAX; ///< inclusive; INT64_MAX: to wherever the file ends
};

struct RecordLock
{
    LockRange range;
    bool exclusive = false;
    LockOwner owner;
};

class RecordLocks
{
public:
    static constexpr std::size_t kMost = 1024;

    /// The first lock of another owner that stands in the way; null when none does.
    [[nodiscard]] const RecordLock *conflict(const RecordLock &wanted) const;
    /// Takes over what the owner had there. Nothing may stand in the way. ENOLCK when there are too many.
    [[nodiscard]] Outcome<void> set(const RecordLock &lock);
    void clear(const LockRange &range, const void *owner);
    [[nodiscard]] bool holds(const void *owner) const;

    WaitQueue changed;

private:
    std::vector<RecordLock> m_locks; ///< by their beginning
};

/// Which process waits for which: a circle would never end.
class LockWaits
{
public:
    /// Registered while it lives.
    class Wait
    {
    public:
        Wait(LockWaits &waits, const void *waiter, const void *holder)
            : m_waits(waits)
            , m_at(waits.m_holders.emplace(waiter, holder))
        {}
        Wait(const Wait &) = delete;
        Wait &operator=(const Wait &) = delete;
        ~Wait() { m_waits.m_holders.erase(m_at); }

    private:
        LockWaits &m_waits;
        std::multimap<const void *, const void *>::iterator m_at;
    };

    /// Whether `holder` waits, by way of others, for `waiter`.
    [[nodiscard]] bool wouldCircle(const void *waiter, const void *holder) const;

private:
    std::multimap<const void *, const void *> m_holders;
};

} // namespace rumpscope::kernel
