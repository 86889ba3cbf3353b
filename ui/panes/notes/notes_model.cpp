// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/notes/notes_model.h"

#include "ui/bridge/replay.h"
#include "ui/bridge/sentences.h"
#include "ui/kit/heading.h"
#include "ui/kit/record_text.h"

#include <algorithm>

namespace rumpscope::ui {

NotesModel::NotesModel(Workbench &workbench, NoteBook &book, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workbench(workbench)
    , m_book(book)
{
    connect(&book, &NoteBook::changed, this, &NotesModel::reload);
    connect(&workbench.replay(), &Replay::changed, this, &NotesModel::reload);
    reload();
}

/// They are few: made by hand, one by one.
void NotesModel::reload()
{
    const std::size_t before = m_rows.size();
    beginResetModel();
    m_rows.clear();
    for (const trace::Mark &mark : m_workbench.replay().info().marks)
        m_rows.push_back({{mark.time, 0, mark.text, false}, true});
    for (const auto &[key, note] : m_book.all())
        m_rows.push_back({note, false});
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [](const Row &a, const Row &b) { return a.note.sent < b.note.sent; });
    endResetModel();
    if (m_rows.size() != before)
        emit countChanged(static_cast<int>(m_rows.size()));
}

void NotesModel::remove(int row)
{
    if (row < 0 || row >= rowCount() || m_rows[static_cast<std::size_t>(row)].mark)
        return;
    const trace::Note note = m_rows[static_cast<std::size_t>(row)].note;
    m_book.remove(note);
}

int NotesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NotesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString NotesModel::callText(const Row &row) const
{
    const auto call = row.mark ? std::nullopt : m_book.callOf(row.note);
    const auto index = call ? m_workbench.store().indexOf(*call) : std::nullopt;
    if (row.mark)
        return tr("said while recording");
    return index ? textOf(m_workbench.store().at(*index)).call : tr("not in the history");
}

QVariant NotesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == MarkRole)
        return row.mark;
    if (role == CallIdRole) {
        const auto call = row.mark ? std::nullopt : m_book.callOf(row.note);
        return call ? QVariant::fromValue(static_cast<quint64>(*call)) : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return QString::number(secondsSince(m_workbench.startTime(), row.note.sent), 'f', 6);
    case NoteColumn:
        return (row.note.bookmark ? QStringLiteral("★ ") : QString()) + QString::fromStdString(row.note.text);
    case CallColumn:
        return callText(row);
    default:
        return {};
    }
}

QVariant NotesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return heading({tr("time s"), tr("note"), tr("call")}, section, orientation, role);
}

} // namespace rumpscope::ui
