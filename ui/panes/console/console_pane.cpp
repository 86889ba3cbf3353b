// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/console/console_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/console/console_model.h"
#include "ui/panes/console/console_view.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *view = new ConsoleView;
    auto *model = new ConsoleModel(scope.workbench, view);
    Scope *all = &scope;
    view->setModel(model);
    scope.line.setHistory(model->history());
    QObject::connect(&scope.line, &CallLine::madeBy, model,
                     [all, model](SessionId session, const QString &expression) {
                         model->submit(session, expression);
                         all->line.setHistory(model->history());
                     });
    QObject::connect(&scope.workbench, &Workbench::notice, model, &ConsoleModel::remark);
    QObject::connect(view, &ConsoleView::repeatRequested, &scope.line, &CallLine::compose);
    QObject::connect(view, &ConsoleView::entrySelected, model,
                     [all](SessionId session, quint32 generation, quint64 reqno) {
                         if (const auto id = all->calls.findCall(session, generation, reqno))
                             all->selection.setCall(*id);
                     });
    scope.commands.add({.id = QStringLiteral("call.clear-console"),
                        .text = ConsoleView::tr("C&lear the console"),
                        .menu = CommandMenu::Call,
                        .run = [model](const QVariant &) { model->clear(); },
                        .whyNot =
                            [model] {
                                return model->rowCount() > 0 ? QString()
                                                             : ConsoleView::tr("The console is empty.");
                            }});
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        QObject::connect(model, signal, &scope.commands, &Commands::refreshSoon);
    QObject::connect(model, &QAbstractItemModel::modelReset, &scope.commands, &Commands::refreshSoon);
    QObject::connect(view, &ConsoleView::clearRequested, model,
                     [all] { all->commands.run(QStringLiteral("call.clear-console")); });
    return {.widget = view};
}

} // namespace

Pane consolePane()
{
    return {.id = QStringLiteral("console"),
            .title = ConsoleView::tr("Console"),
            .place = Pane::Place::Centre,
            .make = make,
            .keys = Qt::CTRL | Qt::Key_3};
}

} // namespace rumpscope::ui
