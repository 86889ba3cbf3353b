// SPDX-License-Identifier: GPL-3.0-or-later
// Calls as they are typed: between who types them, who makes them and who repeats them.
#pragma once

#include "ui/bridge/workbench.h"

#include <QObject>
#include <QStringList>

namespace rumpscope::ui {

class CallLine : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void make(SessionId session, const QString &expression) { emit madeBy(session, expression); }
    /// Into the composer, to be changed and made.
    void compose(const QString &expression) { emit composed(expression); }
    [[nodiscard]] QStringList history() const { return m_history; } ///< oldest first
    void setHistory(const QStringList &history)
    {
        m_history = history;
        emit historyChanged();
    }

signals:
    void madeBy(rumpscope::event::SessionId session, const QString &expression);
    void composed(const QString &expression);
    void historyChanged();

private:
    QStringList m_history;
};

} // namespace rumpscope::ui
