// SPDX-License-Identifier: GPL-3.0-or-later
// A client's memory over its connection: COPYIN, COPYINSTR, COPYOUT and RAISE.
#pragma once

#include "app/rumpscope-kernel/proc/user_memory.h"
#include "app/rumpscope-kernel/sched/scheduler.h"
#include "app/rumpscope-kernel/server/output.h"
#include "app/rumpscope-kernel/server/seen_copies.h"

#include <deque>
#include <map>

namespace rumpscope::kernel {

class ClientMemory final : public UserMemory
{
public:
    ClientMemory(Scheduler &scheduler, Output &output)
        : m_scheduler(scheduler)
        , m_output(output)
    {}

    /// The client's answer to a COPYIN or COPYINSTR; one nobody waits for is ignored, as the real server
    /// does. An answer of a wrong length fails the call with EFAULT: the real server reads past its end.
    void answered(const wire::FrameView &frame);
    /// Output has left: calls that waited for room go on when there is some again.
    void outputLeft();
    /// The client is gone: every wait ends, every later access fails, with EINTR.
    void disconnect();
    [[nodiscard]] SeenCopies &seen() { return m_seen; }

    void raise(std::int32_t signal) override;

protected:
    bool request(PendingCopy &pending) override;
    void send(std::uint64_t address, ByteView bytes) override;
    bool roomToSend() override;
    void waitForRoom(std::coroutine_handle<> waiter) override { m_waitingForRoom.push_back(waiter); }
    bool gone() const override { return m_gone; }

private:
    Scheduler &m_scheduler;
    Output &m_output;
    SeenCopies m_seen;
    std::map<std::uint64_t, PendingCopy *> m_pending; ///< by request number
    std::deque<std::coroutine_handle<>> m_waitingForRoom;
    std::uint64_t m_nextRequest = 0;
    bool m_gone = false;
};

} // namespace rumpscope::kernel
