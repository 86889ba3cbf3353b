// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/ipc/kqueue.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::int64_t kShortestPeriod = 10; ///< milliseconds: a tick

bool isDescriptorFilter(std::uint32_t filter)
{
    return filter == NB_EVFILT_READ || filter == NB_EVFILT_WRITE;
}

/// Null for files whose readiness never changes: these cannot be watched here.
WaitQueue *queueOf(File &file, std::uint32_t filter)
{
    return filter == NB_EVFILT_READ ? file.readQueue() : file.writeQueue();
}

} // namespace

/// Told by the queue of its file, or by the clock. The file is held by the descriptor that is watched: when
/// that is closed, the note goes before the file.
class Kqueue::Note final : public Watcher, private Alarm
{
public:
    Note(Kqueue &owner, Scheduler &scheduler, const KernelEvent &wanted, const FilePtr &watched)
        : Alarm(scheduler)
        , event(wanted)
        , m_owner(owner)
        , m_file(watched.get())
    {
        if (m_file != nullptr) {
            m_link.emplace(*queueOf(*m_file, wanted.filter), *this);
            return;
        }
        event.flags |= NB_EV_CLEAR;
        m_period = std::chrono::milliseconds(std::max(wanted.data, kShortestPeriod));
        set(SteadyClock::now() + m_period);
    }

    void notified() override
    {
        if (refresh())
            m_owner.activate(*this);
    }
    /// Fills in what there is to tell; whether there is anything.
    bool refresh()
    {
        if (m_file == nullptr) {
            event.data = m_expired;
            return m_expired > 0;
        }
        const bool reads = event.filter == NB_EVFILT_READ;
        const bool ended = reads ? m_file->isAtEnd() : m_file->isBroken();
        event.data = reads ? m_file->readableCount() : m_file->writableCount();
        event.flags &= ~static_cast<std::uint32_t>(NB_EV_EOF);
        event.flags |= ended ? NB_EV_EOF : 0U;
        return ended || (m_file->pollEvents() & (reads ? NB_POLLIN : NB_POLLOUT)) != 0;
    }
    /// It was told: a timer counts anew.
    void told() { m_expired = 0; }

    KernelEvent event;
    bool active = false;
    bool disabled = false;

private:
    void rang() override
    {
        ++m_expired;
        if ((event.flags & NB_EV_ONESHOT) == 0)
            set(SteadyClock::now() + m_period);
        m_owner.activate(*this);
    }

    Kqueue &m_owner;
    File *m_file; ///< null for timers
    std::optional<WaitQueue::Link> m_link;
    std::chrono::milliseconds m_period{0};
    std::int64_t m_expired = 0; ///< how often, since it was told
};

Kqueue::Kqueue(Scheduler &scheduler)
    : m_scheduler(scheduler)
{}

Kqueue::~Kqueue() = default;

void Kqueue::activate(Note &note)
{
    if (note.active || note.disabled)
        return;
    note.active = true;
    m_active.push_back(&note);
    happened.wakeAll();
}

void Kqueue::deactivate(Note &note)
{
    note.active = false;
    m_active.remove(&note);
}

Outcome<void> Kqueue::change(const KernelEvent &wanted, const FilePtr &file)
{
    const bool isDescriptor = isDescriptorFilter(wanted.filter);
    if (!isDescriptor && wanted.filter != NB_EVFILT_TIMER)
        return fail(wanted.filter > NB_EVFILT_SYSCOUNT ? NB_EINVAL : NB_EOPNOTSUPP);
    if (isDescriptor && file == nullptr)
        return fail(NB_EBADF);
    const Key key{wanted.filter, wanted.ident};
    auto found = m_notes.find(key);
    if ((wanted.flags & NB_EV_ADD) == 0 && found == m_notes.end())
        return fail(NB_ENOENT);
    if ((wanted.flags & NB_EV_DELETE) != 0) {
        deactivate(*found->second);
        m_notes.erase(found);
        return {};
    }
    if (found == m_notes.end()) {
        if (isDescriptor && queueOf(*file, wanted.filter) == nullptr)
            return fail(NB_EOPNOTSUPP);
        if (m_notes.size() >= kMostNotes)
            return fail(NB_ENOMEM);
        KernelEvent kept = wanted;
        kept.flags &= ~static_cast<std::uint32_t>(NB_EV_ENABLE | NB_EV_DISABLE | NB_EV_RECEIPT);
        found =
            m_notes
                .emplace(key, std::make_shared<Note>(*this, m_scheduler, kept, isDescriptor ? file : nullptr))
                .first;
    } else if ((wanted.flags & NB_EV_ADD) != 0) {
        found->second->event.filterFlags = wanted.filterFlags;
        found->second->event.userData = wanted.userData;
    }
    Note &note = *found->second;
    if ((wanted.flags & NB_EV_DISABLE) != 0) {
        note.disabled = true;
        deactivate(note);
    }
    if ((wanted.flags & NB_EV_ENABLE) != 0)
        note.disabled = false;
    if ((wanted.flags & NB_EV_ADD) != 0)
        note.notified();
    return {};
}

std::vector<KernelEvent> Kqueue::collect(std::size_t most)
{
    std::vector<KernelEvent> events;
    // Once around: what stays active is told again the next time.
    for (std::size_t left = m_active.size(); left > 0 && events.size() < most; --left) {
        Note &note = *m_active.front();
        deactivate(note);
        if (!note.refresh())
            continue;
        events.push_back(note.event);
        note.told();
        const std::uint32_t flags = note.event.flags;
        if ((flags & NB_EV_ONESHOT) != 0)
            m_notes.erase({note.event.filter, note.event.ident});
        else if ((flags & NB_EV_DISPATCH) != 0)
            note.disabled = true;
        else if ((flags & NB_EV_CLEAR) == 0)
            activate(note);
    }
    return events;
}

void Kqueue::forget(std::uint64_t descriptor)
{
    for (const std::uint32_t filter : {std::uint32_t{NB_EVFILT_READ}, std::uint32_t{NB_EVFILT_WRITE}}) {
        const auto found = m_notes.find({filter, descriptor});
        if (found == m_notes.end())
            continue;
        deactivate(*found->second);
        m_notes.erase(found);
    }
}

} // namespace rumpscope::kernel
