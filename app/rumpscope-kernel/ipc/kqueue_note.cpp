// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/ipc/kqueue_note.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::int64_t kShortestPeriod = 10; ///< milliseconds: a tick
constexpr std::int64_t kLongestPeriod = std::int64_t{1} << 40;

/// EVFILT_READ and EVFILT_WRITE.
class ReadinessNote final : public KqueueNote
{
public:
    ReadinessNote(Kqueue &owner, const KernelEvent &wanted, File &file, WaitQueue &queue)
        : KqueueNote(owner, wanted)
        , m_file(file)
        , m_link(queue, *this)
    {}
    void happened(std::uint32_t what) override
    {
        if ((what & NB_NOTE_REVOKE) != 0)
            event.flags |= NB_EV_ONESHOT;
        notified();
    }
    bool refresh() override
    {
        const bool reads = event.filter == NB_EVFILT_READ;
        const bool ended = reads ? m_file.isAtEnd() : m_file.isBroken();
        event.data = reads ? m_file.readableCount() : m_file.writableCount();
        event.flags &= ~static_cast<std::uint32_t>(NB_EV_EOF);
        event.flags |= ended ? NB_EV_EOF : 0U;
        return ended || (reads ? m_file.isReadable() : m_file.isWritable());
    }

private:
    File &m_file;
    WaitQueue::Link m_link;
};

/// EVFILT_VNODE: gathers what happened to a file.
class VnodeNote final : public KqueueNote
{
public:
    VnodeNote(Kqueue &owner, const KernelEvent &wanted, WaitQueue &queue)
        : KqueueNote(owner, wanted)
        , m_link(queue, *this)
    {}
    void happened(std::uint32_t what) override
    {
        event.filterFlags |= what & wantedFlags;
        if ((what & NB_NOTE_REVOKE) != 0)
            event.flags |= NB_EV_EOF;
        notified();
    }
    bool refresh() override { return event.filterFlags != 0 || (event.flags & NB_EV_EOF) != 0; }
    void cleared() override { event.filterFlags = 0; }

private:
    WaitQueue::Link m_link;
};

class TimerNote final : public KqueueNote, private Alarm
{
public:
    TimerNote(Kqueue &owner, Scheduler &scheduler, const KernelEvent &wanted)
        : KqueueNote(owner, wanted)
        , Alarm(scheduler)
        , m_period(std::clamp(wanted.data, kShortestPeriod, kLongestPeriod))
    {
        event.flags |= NB_EV_CLEAR;
        if (wanted.data > 0) // as in the real kernel, a negative time never comes
            set(SteadyClock::now() + m_period);
    }
    bool refresh() override
    {
        event.data = m_expired;
        return m_expired > 0;
    }
    void cleared() override { m_expired = 0; }

private:
    void rang() override
    {
        ++m_expired;
        if ((event.flags & NB_EV_ONESHOT) == 0)
            setAgain(m_period);
        notified();
    }

    std::chrono::milliseconds m_period;
    std::int64_t m_expired = 0; ///< how often, since it was told
};

/// EVFILT_PROC: can be asked for, but a rump kernel tells nothing of its processes.
class ProcessNote final : public KqueueNote
{
public:
    using KqueueNote::KqueueNote;
    bool refresh() override { return false; }
};

} // namespace

KqueueNote::KqueueNote(Kqueue &owner, const KernelEvent &wanted)
    : event(wanted)
    , wantedFlags(wanted.filterFlags)
    , m_owner(owner)
{
    event.flags &= ~static_cast<std::uint32_t>(NB_EV_ENABLE | NB_EV_DISABLE | NB_EV_RECEIPT);
    event.filterFlags = 0;
    event.data = 0;
}

Outcome<std::unique_ptr<KqueueNote>> makeNote(Kqueue &owner, Scheduler &scheduler, const KernelEvent &wanted,
                                              const FilePtr &file)
{
    if (wanted.filter == NB_EVFILT_TIMER) {
        if (wanted.data == 0)
            return fail(NB_EINVAL);
        return std::make_unique<TimerNote>(owner, scheduler, wanted);
    }
    if (wanted.filter == NB_EVFILT_PROC)
        return std::make_unique<ProcessNote>(owner, wanted);
    if (wanted.filter == NB_EVFILT_SIGNAL)
        return fail(NB_EOPNOTSUPP); // so says a rump kernel
    const auto queue = file->watchedQueue(wanted.filter);
    if (!queue)
        return tl::unexpected(queue.error());
    if (wanted.filter == NB_EVFILT_VNODE)
        return std::make_unique<VnodeNote>(owner, wanted, **queue);
    return std::make_unique<ReadinessNote>(owner, wanted, *file, **queue);
}

} // namespace rumpscope::kernel
