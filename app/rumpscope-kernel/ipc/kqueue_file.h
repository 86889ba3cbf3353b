// SPDX-License-Identifier: GPL-3.0-or-later
// A kqueue as an open file.
#pragma once

#include "app/rumpscope-kernel/ipc/kqueue.h"

namespace rumpscope::kernel {

/// Belongs to the process that made it: a fork does not inherit it, and it cannot be sent.
class KqueueFile final : public File
{
public:
    KqueueFile(Scheduler &scheduler, std::uint32_t flags)
        : File(Kind::Kqueue, NB_O_RDWR | flags)
        , m_kqueue(scheduler)
    {}
    ~KqueueFile() override { stopSignals(); }

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    [[nodiscard]] std::uint32_t pollEvents() const override
    {
        return m_kqueue.hasEvents() ? NB_POLLIN | NB_POLLRDNORM : 0;
    }
    [[nodiscard]] WaitQueue *readQueue() override { return &m_kqueue.happened; }
    [[nodiscard]] Outcome<WaitQueue *> watchedQueue(std::uint32_t filter) override
    {
        if (filter != NB_EVFILT_READ)
            return fail(NB_EPERM);
        return &m_kqueue.happened;
    }
    [[nodiscard]] std::int64_t readableCount() const override
    {
        return static_cast<std::int64_t>(m_kqueue.count());
    }
    [[nodiscard]] bool takesFlagRequests() const override { return false; }
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] Kqueue *kqueue() override { return &m_kqueue; }
    void lastDescriptorClosed() override { m_kqueue.close(); }
    void forgetDescriptor(std::int32_t fd) override { m_kqueue.forget(static_cast<std::uint64_t>(fd)); }

private:
    Kqueue m_kqueue;
};

} // namespace rumpscope::kernel
