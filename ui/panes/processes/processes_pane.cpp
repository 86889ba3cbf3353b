// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/processes_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/processes/process_commands.h"
#include "ui/panes/processes/process_detail.h"
#include "ui/panes/processes/process_detail_model.h"
#include "ui/panes/processes/process_matches.h"
#include "ui/panes/processes/process_view.h"

#include <QMenu>

namespace rumpscope::ui {

namespace {

/// Only what can be done with the selected process: a menu at a process is no list of everything there is.
void fillMenu(Scope &scope, QMenu *menu)
{
    menu->clear();
    scope.commands.refresh();
    for (const QString &id : scope.commands.ids()) {
        const Command *command = scope.commands.find(id);
        if (command->menu != CommandMenu::Process)
            continue;
        if (command->separated)
            menu->addSeparator();
        if (scope.commands.action(id)->isEnabled())
            menu->addAction(scope.commands.action(id));
    }
}

PaneView make(Scope &scope)
{
    auto *view = new ProcessView;
    auto *detail = new ProcessDetailModel(scope.workbench, view);
    auto *matches = new ProcessMatches(scope.workbench, scope.calls, scope.processes, view);
    Scope *all = &scope;
    view->setModel(&scope.processes);
    view->setDetail(detail);
    QObject::connect(&scope.filter, &CallFilter::changed, matches, &ProcessMatches::filterChanged);
    QObject::connect(&scope.processes, &ProcessModel::aliveCountChanged, view, &ProcessView::setAliveCount);
    QObject::connect(&scope.processes, &ProcessModel::newest, view, &ProcessView::showNewest);
    QObject::connect(view, &ProcessView::nodeSelected, &scope.selection, &Selection::setProcess);
    QObject::connect(&scope.selection, &Selection::processChanged, view, &ProcessView::selectNode);
    QObject::connect(&scope.selection, &Selection::processChanged, detail, &ProcessDetailModel::setNode);
    QObject::connect(view, &ProcessView::activated, &scope.selection, [all](quint32 node) {
        all->selection.setProcess(node);
        if (all->selectedSession())
            all->commands.run(QStringLiteral("call.compose"));
    });
    QObject::connect(view->detail(), &ProcessDetail::callRequested, &scope.selection, &Selection::reveal);
    addProcessCommands(scope);
    QObject::connect(view->menu(), &QMenu::aboutToShow, view, [all, view] { fillMenu(*all, view->menu()); });
    return {.widget = view};
}

} // namespace

Pane processesPane()
{
    return {.id = QStringLiteral("processes"),
            .title = ProcessView::tr("Processes"),
            .place = Pane::Place::Dock,
            .make = make,
            .docks = {DockPlace{.area = Qt::LeftDockWidgetArea, .width = 300},
                      DockPlace{.area = Qt::LeftDockWidgetArea, .width = 300},
                      DockPlace{.area = Qt::LeftDockWidgetArea, .width = 380}}};
}

} // namespace rumpscope::ui
