// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/composer/composer_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/composer/composer.h"

namespace rumpscope::ui {

namespace {

void addCommands(Scope &scope, Composer *composer)
{
    Scope *all = &scope;
    scope.commands.add({.id = QStringLiteral("call.compose"),
                        .text = Composer::tr("&Compose a call"),
                        .menu = CommandMenu::Call,
                        .keys = Qt::CTRL | Qt::Key_K,
                        .run = [composer](const QVariant &expression) {
                            if (expression.isValid())
                                composer->setText(expression.toString());
                            composer->focusEdit();
                        }});
    scope.commands.add({.id = QStringLiteral("call.make"),
                        .text = Composer::tr("Make a call"), // by the selected process, or the first guest
                        .run =
                            [all](const QVariant &expression) {
                                const auto chosen = all->selectedSession();
                                const auto session = chosen ? chosen : all->workbench.primary();
                                all->line.make(*session, expression.toString());
                            },
                        .whyNot =
                            [all] {
                                return all->selectedSession() || all->workbench.primary()
                                           ? QString()
                                           : Composer::tr("No process of ours can make a call now.");
                            }});
}

PaneView make(Scope &scope)
{
    auto *composer = new Composer;
    Scope *all = &scope;
    composer->setProcesses(&scope.processes);
    composer->setHistory(scope.line.history());
    QObject::connect(composer, &Composer::submitted, &scope.line, &CallLine::make);
    QObject::connect(&scope.line, &CallLine::historyChanged, composer,
                     [all, composer] { composer->setHistory(all->line.history()); });
    QObject::connect(&scope.line, &CallLine::composed, composer, [composer](const QString &expression) {
        composer->setText(expression);
        composer->focusEdit();
    });
    QObject::connect(&scope.selection, &Selection::processChanged, composer, [all, composer] {
        if (const auto session = all->selectedSession())
            composer->setProcess(*session);
    });
    addCommands(scope, composer);
    return {.widget = composer};
}

} // namespace

Pane composerPane()
{
    return {.id = QStringLiteral("composer"),
            .title = Composer::tr("Call"),
            .place = Pane::Place::Below,
            .make = make};
}

} // namespace rumpscope::ui
