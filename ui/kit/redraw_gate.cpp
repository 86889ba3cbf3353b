// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/redraw_gate.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace rumpscope::ui {

RedrawGate::RedrawGate(QWidget *watched, std::function<void()> redraw)
    : QObject(watched)
    , m_watched(watched)
    , m_redraw(std::move(redraw))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RedrawGate::run);
    watched->installEventFilter(this);
}

void RedrawGate::markDirty()
{
    m_dirty = true;
    if (!m_watched->isVisible() || m_timer.isActive())
        return;
    const qint64 passed = m_last.isValid() ? m_last.elapsed() : kInterval;
    m_timer.start(static_cast<int>(std::clamp<qint64>(kInterval - passed, 0, kInterval)));
}

bool RedrawGate::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_watched && event->type() == QEvent::Show && m_dirty)
        markDirty();
    return QObject::eventFilter(object, event);
}

void RedrawGate::run()
{
    if (!m_dirty || !m_watched->isVisible())
        return;
    m_dirty = false;
    m_last.start();
    m_redraw();
}

} // namespace rumpscope::ui
