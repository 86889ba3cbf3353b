// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/mailbox.h"

namespace rumpscope::ui {

Mailbox::Mailbox()
    : m_notifier(m_wakeup.fd(), QSocketNotifier::Read)
{
    QObject::connect(&m_notifier, &QSocketNotifier::activated, [this] { deliver(); });
}

void Mailbox::post(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    m_wakeup.signal();
}

/// The wake-up stays until nothing is left, so that a task may run an event loop of its own.
void Mailbox::deliver()
{
    for (;;) {
        std::function<void()> task;
        {
            const std::lock_guard lock(m_mutex);
            if (m_tasks.empty()) {
                m_wakeup.clear();
                return;
            }
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        task();
    }
}

} // namespace rumpscope::ui
