// SPDX-License-Identifier: GPL-3.0-or-later
// Wheel, drag and keys on a view, as moves of the shared time axis.
#pragma once

#include "ui/kit/time_axis.h"

#include <QPoint>
#include <QRect>

class QWidget;

namespace rumpscope::ui {

/// Installs itself on `view`. Wheel zooms around the pointer, horizontal wheel and drag pan, a double click
/// follows again; keys: Left, Right, +, -, Page Up and Page Down (a whole window) and End (follow).
class TimeNavigator : public QObject
{
    Q_OBJECT
public:
    /// `area`: the rectangle of `view` whose left and right edges are the axis's begin and end.
    TimeNavigator(QWidget *view, TimeAxis *axis, std::function<QRect()> area);

    [[nodiscard]] double timeAt(double x) const;
    [[nodiscard]] double xAt(double time) const;

signals:
    void clicked(const QPoint &position); ///< pressed and released without a drag

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    bool key(int key);
    QWidget *m_view;
    TimeAxis *m_axis;
    std::function<QRect()> m_area;
    QPoint m_pressed;
    QPoint m_last;
    bool m_down = false;
    bool m_dragging = false;
};

} // namespace rumpscope::ui
