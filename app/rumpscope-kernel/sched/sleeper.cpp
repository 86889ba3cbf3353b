// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sched/sleeper.h"

#include <utility>

namespace rumpscope::kernel {

bool Sleeper::Sleep::await_ready() const
{
    return m_sleeper.m_interrupted;
}

void Sleeper::Sleep::await_suspend(std::coroutine_handle<> coroutine)
{
    m_sleeper.m_coroutine = coroutine;
    if (m_until)
        m_sleeper.set(*m_until);
}

Sleeper::Reason Sleeper::Sleep::await_resume() const
{
    return m_sleeper.m_interrupted ? Reason::Interrupted : m_sleeper.m_reason;
}

void Sleeper::wake(Reason reason)
{
    if (!m_coroutine)
        return;
    m_reason = reason;
    cancel();
    m_scheduler.makeReady(std::exchange(m_coroutine, {}));
}

void Sleeper::interrupt()
{
    m_interrupted = true;
    wake(Reason::Interrupted);
}

} // namespace rumpscope::kernel
