// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and bookmarks beside calls.
#include "ui/kit/name_dialog.h"
#include "ui/mainwindow/main_window.h"
#include "ui/panes/notes/notes_view.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/trace/trace_view.h"

#include <QTabWidget>

namespace rumpscope::ui {

void MainWindow::wireNotes()
{
    m_trace.setNotes(&m_notes);
    m_notesView->setModel(&m_notesModel);
    connect(m_traceView, &TraceView::noteRequested, this, &MainWindow::askNote);
    connect(m_traceView, &TraceView::bookmarkRequested, this, &MainWindow::toggleBookmark);
    connect(m_notesView, &NotesView::callRequested, this, &MainWindow::showEvidence);
    connect(m_notesView, &NotesView::notice, m_status, &StatusLine::showNotice);
    connect(&m_notes, &NoteBook::failed, m_status, &StatusLine::showNotice);
    const auto showCount = [this](int count) {
        m_tabs->setTabText(m_tabs->indexOf(m_notesView),
                           count == 0 ? tr("Notes") : tr("Notes %1").arg(count));
    };
    connect(&m_notesModel, &NotesModel::countChanged, this, showCount);
}

void MainWindow::showNotes()
{
    m_tabs->setCurrentWidget(m_notesView);
}

void MainWindow::askNote(trace::CallId id)
{
    const auto index = m_workbench.store().indexOf(id);
    if (!index)
        return;
    const trace::Note *note = m_notes.find(m_workbench.store().at(*index));
    auto *dialog = new NameDialog(tr("Note"), tr("Keep"),
                                  note ? QString::fromStdString(note->text) : QString(), this, tr("&Note"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id] {
        if (const auto now = m_workbench.store().indexOf(id))
            m_notes.setText(m_workbench.store().at(*now), dialog->name());
    });
    dialog->open();
}

void MainWindow::toggleBookmark(trace::CallId id)
{
    const auto index = m_workbench.store().indexOf(id);
    if (!index)
        return;
    const trace::CallRecord &record = m_workbench.store().at(*index);
    const trace::Note *note = m_notes.find(record);
    m_notes.setBookmark(record, !note || !note->bookmark);
}

} // namespace rumpscope::ui
