// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from worker threads: tasks for the thread it lives on.
#pragma once

#include "clientcore/transport/wakeup.h"

#include <QSocketNotifier>

#include <deque>
#include <functional>
#include <mutex>

namespace rumpscope::ui {

/// Made, delivered and destroyed on one thread, by its event loop. Instead of Qt's posted events because
/// every hand-over is then by a mutex that thread checkers understand, and because what was not delivered is
/// dropped when this object goes, not later.
class Mailbox
{
public:
    Mailbox();
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    /// Any thread. Tasks run in the order they came.
    void post(std::function<void()> task);

private:
    void deliver();

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_tasks;
    transport::Wakeup m_wakeup;
    QSocketNotifier m_notifier;
};

} // namespace rumpscope::ui
