// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/proc/file.h"

#include "app/rumpscope-kernel/vfs/inode.h"

namespace rumpscope::kernel {

/// Sits on the queues of its file. The file takes it down before it goes.
class File::AsyncSignal : public Watcher
{
public:
    explicit AsyncSignal(File &file)
        : m_file(file)
    {
        for (WaitQueue *queue : {file.readQueue(), file.writeQueue()}) {
            if (queue != nullptr)
                m_links.push_back(std::make_unique<WaitQueue::Link>(*queue, *this));
        }
    }
    void notified() override { m_file.m_raise(); }

private:
    File &m_file;
    std::vector<std::unique_ptr<WaitQueue::Link>> m_links;
};

File::File(Kind kind, std::uint32_t flags)
    : m_kind(kind)
    , m_flags(flags)
{}

File::~File() = default;

void File::setStatusFlags(std::uint32_t flags)
{
    constexpr std::uint32_t kSettable = NB_O_APPEND | NB_O_NONBLOCK | NB_O_ASYNC | NB_O_SYNC | NB_O_DSYNC |
                                        NB_O_RSYNC | NB_O_DIRECT | NB_O_ALT_IO | NB_O_NOSIGPIPE;
    m_flags = (m_flags & ~kSettable) | (flags & kSettable);
    watchForOwner();
}

void File::setOwner(std::int32_t owner, std::function<void()> raise)
{
    m_owner = owner;
    m_raise = std::move(raise);
    watchForOwner();
}

Outcome<WaitQueue *> File::watchedQueue(std::uint32_t filter)
{
    if (filter == NB_EVFILT_VNODE)
        return fail(NB_EINVAL);
    WaitQueue *queue = filter == NB_EVFILT_READ ? readQueue() : writeQueue();
    if (queue == nullptr)
        return fail(NB_EOPNOTSUPP);
    return queue;
}

void File::watchForOwner()
{
    m_async.reset();
    if ((m_flags & NB_O_ASYNC) != 0 && m_owner != 0)
        m_async = std::make_unique<AsyncSignal>(*this);
}

void File::stopSignals()
{
    m_async.reset();
}

void File::descriptorClosed(const void *table) const
{
    if (const auto node = inode())
        node->releaseLocks(table);
}

void File::releaseFlock() const
{
    if (const auto node = inode())
        node->releaseLocks(this);
}

} // namespace rumpscope::kernel
