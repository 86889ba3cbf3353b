// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope/startup_timer.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <cstdio>

namespace rumpscope {

StartupTimer::StartupTimer(QObject *window, const QElapsedTimer &since)
    : QObject(window)
    , m_since(since)
{
    window->installEventFilter(this);
}

bool StartupTimer::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_done) {
        m_done = true;
        // Runs once the whole window, with all its children, has been painted.
        QTimer::singleShot(0, this, [this] {
            std::printf("first painted window after %lld ms\n", static_cast<long long>(m_since.elapsed()));
            std::fflush(stdout);
            QCoreApplication::quit();
        });
    }
    return QObject::eventFilter(object, event);
}

} // namespace rumpscope
