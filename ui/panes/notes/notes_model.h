// SPDX-License-Identifier: GPL-3.0-or-later
// Notes, bookmarks and the marks of a recording, by time.
#pragma once

#include "ui/bridge/note_book.h"

#include <QAbstractTableModel>

#include <vector>

namespace rumpscope::ui {

class NotesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TimeColumn, NoteColumn, CallColumn, ColumnCount };
    enum Role {
        CallIdRole = Qt::UserRole, ///< quint64 of trace::CallId; nothing where the call is not in the history
        MarkRole,                  ///< bool: said while recording, of no call; cannot be removed
    };
    NotesModel(Workbench &workbench, NoteBook &book, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void remove(int row);

signals:
    void countChanged(int count);

private:
    struct Row
    {
        trace::Note note;
        bool mark = false;
    };
    void reload();
    [[nodiscard]] QString callText(const Row &row) const;

    Workbench &m_workbench;
    NoteBook &m_book;
    std::vector<Row> m_rows;
};

} // namespace rumpscope::ui
