// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/sched/sleeper.h"

#include <utility>

namespace rumpscope::kernel {

Sleeper::~Sleeper()
{
    if (m_timer)
        m_scheduler.removeTimer(*m_timer);
}

bool Sleeper::Sleep::await_ready() const
{
    return m_sleeper.m_interrupted;
}

void Sleeper::Sleep::await_suspend(std::coroutine_handle<> coroutine)
{
    m_sleeper.m_coroutine = coroutine;
    if (m_until)
        m_sleeper.m_timer = m_sleeper.m_scheduler.addTimer(*m_until, m_sleeper);
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
    if (m_timer) {
        m_scheduler.removeTimer(*m_timer);
        m_timer.reset();
    }
    m_scheduler.makeReady(std::exchange(m_coroutine, {}));
}

void Sleeper::interrupt()
{
    m_interrupted = true;
    wake(Reason::Interrupted);
}

} // namespace rumpscope::kernel
