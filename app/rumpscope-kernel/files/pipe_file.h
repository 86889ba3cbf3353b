// SPDX-License-Identifier: GPL-3.0-or-later
// An open end of a pipe or FIFO.
#pragma once

#include "app/rumpscope-kernel/ipc/pipe.h"
#include "app/rumpscope-kernel/proc/file.h"
#include "app/rumpscope-kernel/sched/timestamp.h"

namespace rumpscope::kernel {

/// Reads, writes or (a FIFO opened O_RDWR) both, as its access mode says.
class PipeFile : public File
{
public:
    /// `fifo` is null for pipes without a name.
    PipeFile(std::shared_ptr<Pipe> pipe, std::uint32_t flags, std::shared_ptr<Inode> fifo = nullptr);
    ~PipeFile() override;

    Task<Outcome<void>> read(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    Task<Outcome<void>> write(Call &call, Uio &uio, std::optional<std::int64_t> offset) override;
    [[nodiscard]] std::uint32_t pollEvents() const override;
    [[nodiscard]] WaitQueue *readQueue() override { return mayRead() ? &m_pipe->readable : nullptr; }
    [[nodiscard]] WaitQueue *writeQueue() override { return mayWrite() ? &m_pipe->writable : nullptr; }
    /// Either end by either filter; the wrong one never has anything to tell.
    [[nodiscard]] Outcome<WaitQueue *> watchedQueue(std::uint32_t filter) override
    {
        if (filter == NB_EVFILT_VNODE)
            return fail(NB_EINVAL);
        return filter == NB_EVFILT_READ ? &m_pipe->readable : &m_pipe->writable;
    }
    [[nodiscard]] bool isAtEnd() const override { return m_pipe->writers() == 0; }
    [[nodiscard]] bool isBroken() const override { return m_pipe->readers() == 0; }
    [[nodiscard]] std::int64_t readableCount() const override
    {
        return static_cast<std::int64_t>(m_pipe->stored());
    }
    [[nodiscard]] std::int64_t writableCount() const override
    {
        return isBroken() ? 0 : static_cast<std::int64_t>(m_pipe->room());
    }
    [[nodiscard]] std::vector<std::byte> stat() const override;
    [[nodiscard]] std::shared_ptr<Inode> inode() const override { return m_fifo; }
    [[nodiscard]] const std::shared_ptr<Pipe> &pipe() const { return m_pipe; }

private:
    /// Until `wanted` bytes of room are there. EPIPE without readers, EAGAIN for a non-blocking end.
    Task<Outcome<void>> waitForRoom(Call &call, std::size_t wanted);

    std::shared_ptr<Pipe> m_pipe;
    std::shared_ptr<Inode> m_fifo;
    Timestamp m_made = Timestamp::now();
};

} // namespace rumpscope::kernel
