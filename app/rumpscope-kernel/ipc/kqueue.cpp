// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/ipc/kqueue.h"

#include "app/rumpscope-kernel/ipc/kqueue_note.h"

#include <algorithm>
#include <array>

namespace rumpscope::kernel {

namespace {

constexpr std::array<std::uint32_t, 3> kDescriptorFilters{NB_EVFILT_READ, NB_EVFILT_WRITE, NB_EVFILT_VNODE};

bool isKnownFilter(std::uint32_t filter)
{
    return filter < NB_EVFILT_SYSCOUNT && filter != NB_EVFILT_AIO;
}

bool isDescriptorFilter(std::uint32_t filter)
{
    return std::find(kDescriptorFilters.begin(), kDescriptorFilters.end(), filter) !=
           kDescriptorFilters.end();
}

/// By their numbers.
constexpr std::array<std::string_view, NB_EVFILT_SYSCOUNT> kFilterNames{
    "EVFILT_READ", "EVFILT_WRITE",  "EVFILT_AIO",  "EVFILT_VNODE",
    "EVFILT_PROC", "EVFILT_SIGNAL", "EVFILT_TIMER"};

} // namespace

std::optional<std::string_view> filterName(std::uint32_t filter)
{
    return filter < kFilterNames.size() ? std::optional(kFilterNames[filter]) : std::nullopt;
}

std::optional<std::uint32_t> filterNamed(std::string_view name)
{
    const auto found = std::find(kFilterNames.begin(), kFilterNames.end(), name);
    if (found == kFilterNames.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - kFilterNames.begin());
}

Kqueue::Kqueue(Scheduler &scheduler)
    : m_scheduler(scheduler)
{}

Kqueue::~Kqueue() = default;

void Kqueue::activate(KqueueNote &note)
{
    if (note.active || note.disabled)
        return;
    note.active = true;
    m_active.push_back(&note);
    happened.wakeAll();
}

void Kqueue::deactivate(KqueueNote &note)
{
    note.active = false;
    m_active.remove(&note);
}

Outcome<Kqueue::Notes::iterator> Kqueue::add(const KernelEvent &wanted, const FilePtr &file)
{
    if (m_closed || m_notes.size() >= kMostNotes)
        return fail(NB_ENOMEM);
    auto note = makeNote(*this, m_scheduler, wanted, file);
    if (!note)
        return tl::unexpected(note.error());
    return m_notes.emplace(Key{wanted.filter, wanted.ident}, std::move(*note)).first;
}

Outcome<void> Kqueue::change(const KernelEvent &wanted, const FilePtr &file)
{
    if (!isKnownFilter(wanted.filter))
        return fail(NB_EINVAL);
    if (isDescriptorFilter(wanted.filter) && file == nullptr)
        return fail(NB_EBADF);
    auto found = m_notes.find({wanted.filter, wanted.ident});
    if ((wanted.flags & NB_EV_ADD) == 0 && found == m_notes.end())
        return fail(NB_ENOENT);
    if ((wanted.flags & NB_EV_DELETE) != 0 && found != m_notes.end()) {
        deactivate(*found->second);
        m_notes.erase(found);
        return {};
    }
    if (found == m_notes.end()) {
        const auto added = add(wanted, file);
        if (!added)
            return tl::unexpected(added.error());
        found = *added;
    } else if ((wanted.flags & NB_EV_ADD) != 0) {
        found->second->wantedFlags = wanted.filterFlags;
        found->second->event.userData = wanted.userData;
    }
    KqueueNote &note = *found->second;
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
        KqueueNote &note = *m_active.front();
        deactivate(note);
        if (!note.refresh())
            continue;
        events.push_back(note.event);
        const std::uint32_t flags = note.event.flags;
        if ((flags & NB_EV_CLEAR) != 0)
            note.cleared();
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
    for (const std::uint32_t filter : kDescriptorFilters) {
        const auto found = m_notes.find({filter, descriptor});
        if (found == m_notes.end())
            continue;
        deactivate(*found->second);
        m_notes.erase(found);
    }
}

void Kqueue::close()
{
    m_closed = true;
    m_active.clear();
    m_notes.clear();
    happened.wakeAll();
}

} // namespace rumpscope::kernel
