// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and bookmarks as a list: Enter goes to the call, Delete takes one back.
#pragma once

#include "ui/kit/call_id.h"
#include "ui/panes/notes/notes_model.h"

#include <QWidget>

class QTableView;

namespace rumpscope::ui {

class EmptyState;

class NotesView : public QWidget
{
    Q_OBJECT
public:
    explicit NotesView(QWidget *parent = nullptr);

    void setModel(NotesModel *model); ///< not owned
    [[nodiscard]] QTableView *table() const { return m_table; }

signals:
    void callRequested(rumpscope::trace::CallId id);
    void notice(const QString &sentence);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void go(const QModelIndex &row);

    QTableView *m_table;
    EmptyState *m_empty;
    NotesModel *m_model = nullptr;
};

} // namespace rumpscope::ui
