// SPDX-License-Identifier: GPL-3.0-or-later
// Work for a view only when it is dirty and seen, and at most 30 times a second.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

namespace rumpscope::ui {

class RedrawGate : public QObject
{
    Q_OBJECT
public:
    /// `redraw` is called from the event loop while `watched` is visible. Child of `watched`.
    RedrawGate(QWidget *watched, std::function<void()> redraw);

    void markDirty();
    [[nodiscard]] bool isDirty() const { return m_dirty; }

    static constexpr int kInterval = 34; ///< milliseconds

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void run();
    QWidget *m_watched;
    std::function<void()> m_redraw;
    QTimer m_timer;
    QElapsedTimer m_last;
    bool m_dirty = false;
};

} // namespace rumpscope::ui
