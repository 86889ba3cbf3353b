// SPDX-License-Identifier: GPL-3.0-or-later
// kqueue(2): what a process wants to hear of, and what has happened.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/sched/alarm.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <list>
#include <map>

namespace rumpscope::kernel {

/// struct kevent.
struct KernelEvent
{
    std::uint64_t ident = 0;
    std::uint32_t filter = 0;
    std::uint32_t flags = 0;
    std::uint32_t filterFlags = 0;
    std::uint32_t padding = 0;
    std::int64_t data = 0;
    std::uint64_t userData = 0;
};
static_assert(sizeof(KernelEvent) == layout::kevent::kSize);

class Kqueue
{
public:
    static constexpr std::size_t kMostNotes = 4096;

    explicit Kqueue(Scheduler &scheduler);
    ~Kqueue();
    Kqueue(const Kqueue &) = delete;
    Kqueue &operator=(const Kqueue &) = delete;

    /// One change; `file` is the open file of a descriptor filter, if there is one. EBADF, ENOENT, EINVAL,
    /// EOPNOTSUPP for what cannot be watched, ENOMEM for too many.
    [[nodiscard]] Outcome<void> change(const KernelEvent &wanted, const FilePtr &file);
    /// What has happened, at most `most`; what was told goes behind what was not yet.
    [[nodiscard]] std::vector<KernelEvent> collect(std::size_t most);
    [[nodiscard]] bool hasEvents() const { return !m_active.empty(); }
    /// A descriptor was closed: whatever watched it goes.
    void forget(std::uint64_t descriptor);

    WaitQueue happened;

private:
    /// One thing that is watched.
    class Note;
    using Key = std::pair<std::uint32_t, std::uint64_t>; ///< filter, identifier

    void activate(Note &note);
    void deactivate(Note &note);

    Scheduler &m_scheduler;
    std::map<Key, std::shared_ptr<Note>> m_notes;
    std::list<Note *> m_active; ///< in the order they happened
};

} // namespace rumpscope::kernel
