// SPDX-License-Identifier: GPL-3.0-or-later
// kqueue(2): what a process wants to hear of, and what has happened.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/sched/alarm.h"
#include "app/rumpscope-kernel/sched/wait_queue.h"

#include <list>
#include <map>
#include <optional>
#include <string_view>

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

/// Longest name of a filter, its NUL included.
inline constexpr std::size_t kLongestFilterName = 256;
/// "EVFILT_READ" for its number and back; none for one there is not.
[[nodiscard]] std::optional<std::string_view> filterName(std::uint32_t filter);
[[nodiscard]] std::optional<std::uint32_t> filterNamed(std::string_view name);

class KqueueNote;

class Kqueue
{
public:
    static constexpr std::size_t kMostNotes = 4096;

    explicit Kqueue(Scheduler &scheduler);
    ~Kqueue();
    Kqueue(const Kqueue &) = delete;
    Kqueue &operator=(const Kqueue &) = delete;

    /// One change; `file` is the open file of a descriptor filter, if there is one. EBADF, ENOENT, ENOMEM
    /// for too many, and what makeNote() says.
    [[nodiscard]] Outcome<void> change(const KernelEvent &wanted, const FilePtr &file);
    /// What has happened, at most `most`; what was told goes behind what was not yet.
    [[nodiscard]] std::vector<KernelEvent> collect(std::size_t most);
    [[nodiscard]] bool hasEvents() const { return !m_active.empty(); }
    [[nodiscard]] std::size_t count() const { return m_active.size(); }
    /// A descriptor was closed: whatever watched it goes.
    void forget(std::uint64_t descriptor);
    /// Its own last descriptor was closed: it watches nothing any more, and who waits for it gives up.
    void close();
    [[nodiscard]] bool isClosed() const { return m_closed; }
    /// For notes: there is something to tell.
    void activate(KqueueNote &note);

    WaitQueue happened;

private:
    using Key = std::pair<std::uint32_t, std::uint64_t>; ///< filter, identifier
    using Notes = std::map<Key, std::unique_ptr<KqueueNote>>;

    void deactivate(KqueueNote &note);
    [[nodiscard]] Outcome<Notes::iterator> add(const KernelEvent &wanted, const FilePtr &file);

    Scheduler &m_scheduler;
    Notes m_notes;
    std::list<KqueueNote *> m_active; ///< in the order they happened
    bool m_closed = false;
};

} // namespace rumpscope::kernel
