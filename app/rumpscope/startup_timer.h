// SPDX-License-Identifier: GPL-3.0-or-later
// How long until a person sees the window.
#pragma once

#include <QElapsedTimer>
#include <QObject>

namespace rumpscope {

/// Prints the time from its making to the first finished paint of `window`, then quits the application.
class StartupTimer : public QObject
{
    Q_OBJECT
public:
    StartupTimer(QObject *window, const QElapsedTimer &since);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QElapsedTimer m_since;
    bool m_done = false;
};

} // namespace rumpscope
