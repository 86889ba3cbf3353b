// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/notes/notes_view.h"

#include "ui/kit/empty_state.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTableView>
#include <QVBoxLayout>

namespace rumpscope::ui {

NotesView::NotesView(QWidget *parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    m_table->setAccessibleName(tr("Notes"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->installEventFilter(this);
    m_empty = new EmptyState(m_table, tr("A right click on a call of the trace adds a note or a bookmark."));
    connect(m_table, &QTableView::doubleClicked, this, &NotesView::go);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QTableView::customContextMenuRequested, this, [this](const QPoint &at) {
        const QModelIndex row = m_table->indexAt(at);
        if (!row.isValid())
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Show the call"), this, [this, row] { go(row); });
        menu->addAction(tr("Remove"), this, [this, number = row.row()] { m_model->remove(number); })
            ->setEnabled(!row.data(NotesModel::MarkRole).toBool());
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

void NotesView::setModel(NotesModel *model)
{
    constexpr int kTimeLetters = 14;
    constexpr int kNoteLetters = 40;
    m_model = model;
    m_table->setModel(model);
    m_empty->watch();
    const int letter = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(NotesModel::TimeColumn, kTimeLetters * letter);
    m_table->setColumnWidth(NotesModel::NoteColumn, kNoteLetters * letter);
}

void NotesView::go(const QModelIndex &row)
{
    const QVariant call = row.data(NotesModel::CallIdRole);
    if (call.isValid())
        emit callRequested(trace::CallId{call.toULongLong()});
    else
        emit notice(tr("There is no call of that note in the history."));
}

bool NotesView::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_table || event->type() != QEvent::KeyPress || !m_table->currentIndex().isValid())
        return QWidget::eventFilter(object, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        go(m_table->currentIndex());
        return true;
    case Qt::Key_Delete:
        m_model->remove(m_table->currentIndex().row());
        return true;
    default:
        return QWidget::eventFilter(object, event);
    }
}

} // namespace rumpscope::ui
