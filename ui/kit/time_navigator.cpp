// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/time_navigator.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <QWidget>

#include <cmath>

namespace rumpscope::ui {

TimeNavigator::TimeNavigator(QWidget *view, TimeAxis *axis, std::function<QRect()> area)
    : QObject(view)
    , m_view(view)
    , m_axis(axis)
    , m_area(std::move(area))
{
    view->setFocusPolicy(Qt::StrongFocus);
    view->installEventFilter(this);
}

double TimeNavigator::timeAt(double x) const
{
    const QRect area = m_area();
    return m_axis->begin() + (x - area.left()) / std::max(1, area.width()) * m_axis->window();
}

double TimeNavigator::xAt(double time) const
{
    const QRect area = m_area();
    return area.left() + (time - m_axis->begin()) / m_axis->window() * area.width();
}

bool TimeNavigator::key(int key)
{
    switch (key) {
    case Qt::Key_Left:
        m_axis->pan(-m_axis->window() / 10);
        return true;
    case Qt::Key_Right:
        m_axis->pan(m_axis->window() / 10);
        return true;
    case Qt::Key_PageUp:
        m_axis->pan(-m_axis->window());
        return true;
    case Qt::Key_PageDown:
        m_axis->pan(m_axis->window());
        return true;
    case Qt::Key_Plus:
        m_axis->zoom(0.5, m_axis->end() - m_axis->window() / 2);
        return true;
    case Qt::Key_Minus:
        m_axis->zoom(2, m_axis->end() - m_axis->window() / 2);
        return true;
    case Qt::Key_End:
        m_axis->setFollow(true);
        return true;
    default:
        return false;
    }
}

bool TimeNavigator::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_view)
        return QObject::eventFilter(object, event);
    switch (event->type()) {
    case QEvent::Wheel: {
        const auto *wheel = static_cast<QWheelEvent *>(event);
        const QPoint angle = wheel->angleDelta();
        if (std::abs(angle.x()) > std::abs(angle.y()))
            m_axis->pan(-angle.x() / 120.0 * m_axis->window() / 10);
        else
            m_axis->zoom(std::pow(0.8, angle.y() / 120.0), timeAt(wheel->position().x()));
        return true;
    }
    case QEvent::MouseButtonPress: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton) {
            m_down = true;
            m_dragging = false;
            m_pressed = m_last = mouse->position().toPoint();
        }
        return false;
    }
    case QEvent::MouseMove: {
        const QPoint position = static_cast<QMouseEvent *>(event)->position().toPoint();
        if (!m_down)
            return false;
        if (!m_dragging && (position - m_pressed).manhattanLength() >= QApplication::startDragDistance())
            m_dragging = true;
        if (m_dragging) {
            m_axis->pan((m_last.x() - position.x()) * m_axis->window() / std::max(1, m_area().width()));
            m_last = position;
        }
        return m_dragging;
    }
    case QEvent::MouseButtonRelease: {
        const bool click = m_down && !m_dragging;
        m_down = m_dragging = false;
        if (click)
            emit clicked(static_cast<QMouseEvent *>(event)->position().toPoint());
        return false;
    }
    case QEvent::MouseButtonDblClick:
        m_axis->setFollow(true);
        return true;
    case QEvent::KeyPress:
        return key(static_cast<QKeyEvent *>(event)->key());
    default:
        return QObject::eventFilter(object, event);
    }
}

} // namespace rumpscope::ui
