// SPDX-License-Identifier: GPL-3.0-or-later
// What was called by hand and what came back.
#pragma once

#include "ui/bridge/workbench.h"

#include <QWidget>

class QAbstractItemModel;
class QListView;

namespace rumpscope::ui {

class EmptyState;
class RedrawGate;

class ConsoleView : public QWidget
{
    Q_OBJECT
public:
    explicit ConsoleView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model); ///< ConsoleModel's roles; not owned
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] bool follows() const { return m_follow; }

signals:
    /// The entry's call, for the trace to show: by request number within a life of a session.
    void entrySelected(rumpscope::event::SessionId session, quint32 generation, quint64 reqno);
    void repeatRequested(const QString &expression); ///< double click, Enter: back into the composer
    void clearRequested();

private:
    void showMenu(const QPoint &at);
    void copy();
    [[nodiscard]] QString textOf(const QModelIndex &index) const;
    void toEnd();

    QListView *m_list;
    EmptyState *m_empty;
    RedrawGate *m_gate;
    bool m_follow = true;
    bool m_scrolling = false; ///< by us
};

} // namespace rumpscope::ui
