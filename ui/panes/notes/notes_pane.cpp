// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/notes/notes_pane.h"

#include "ui/kit/name_dialog.h"
#include "ui/kit/scope.h"
#include "ui/panes/notes/notes_model.h"
#include "ui/panes/notes/notes_view.h"

namespace rumpscope::ui {

namespace {

/// Where it still is in the history. A reference is good until the history goes on.
const trace::CallRecord *recordOf(const Scope &scope, trace::CallId id)
{
    const auto index = scope.workbench.store().indexOf(id);
    return index ? &scope.workbench.store().at(*index) : nullptr;
}

void askNote(Scope &scope, trace::CallId id)
{
    const trace::CallRecord *record = recordOf(scope, id);
    if (!record)
        return;
    const trace::Note *note = scope.notes.find(*record);
    auto *dialog = new NameDialog(NotesView::tr("Note"), NotesView::tr("Keep"),
                                  note ? QString::fromStdString(note->text) : QString(), scope.window(),
                                  NotesView::tr("&Note"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &scope, [all = &scope, dialog, id] {
        if (const trace::CallRecord *now = recordOf(*all, id))
            all->notes.setText(*now, dialog->name());
    });
    dialog->open();
}

void toggleBookmark(Scope &scope, trace::CallId id)
{
    const trace::CallRecord *record = recordOf(scope, id);
    if (!record)
        return;
    const trace::Note *note = scope.notes.find(*record);
    scope.notes.setBookmark(*record, !note || !note->bookmark);
}

/// The call a command is about: the one that is named, or else the one that is selected.
trace::CallId meant(const Scope &scope, const QVariant &argument)
{
    return argument.isValid() ? trace::CallId{argument.toULongLong()} : *scope.selection.call();
}

void addCommands(Scope &scope)
{
    Scope *all = &scope;
    const auto whyNot = [all] {
        return all->selection.call() && recordOf(*all, *all->selection.call())
                   ? QString()
                   : NotesView::tr("Select a call first.");
    };
    scope.commands.add({.id = QStringLiteral("call.note"),
                        .text = NotesView::tr("&Note…"),
                        .menu = CommandMenu::Call,
                        .keys = Qt::CTRL | Qt::Key_N,
                        .run = [all](const QVariant &call) { askNote(*all, meant(*all, call)); },
                        .whyNot = whyNot,
                        .separated = true});
    scope.commands.add({.id = QStringLiteral("call.bookmark"),
                        .text = NotesView::tr("&Bookmark"),
                        .menu = CommandMenu::Call,
                        .keys = Qt::CTRL | Qt::Key_B,
                        .run = [all](const QVariant &call) { toggleBookmark(*all, meant(*all, call)); },
                        .whyNot = whyNot,
                        .tip = NotesView::tr("Sets a bookmark beside the selected call, or takes it back")});
}

PaneView make(Scope &scope)
{
    auto *view = new NotesView;
    auto *model = new NotesModel(scope.workbench, scope.notes, view);
    view->setModel(model);
    QObject::connect(view, &NotesView::callRequested, &scope.selection, &Selection::reveal);
    QObject::connect(view, &NotesView::notice, &scope, &Scope::say);
    QObject::connect(&scope.notes, &NoteBook::failed, &scope, &Scope::say);
    QObject::connect(model, &NotesModel::countChanged, view, [view](int count) {
        view->setWindowTitle(count == 0 ? NotesView::tr("Notes") : NotesView::tr("Notes %1").arg(count));
    });
    addCommands(scope);
    return {.widget = view};
}

} // namespace

Pane notesPane()
{
    return {.id = QStringLiteral("notes"),
            .title = NotesView::tr("Notes"),
            .place = Pane::Place::Centre,
            .make = make,
            .keys = Qt::CTRL | Qt::Key_5};
}

} // namespace rumpscope::ui
