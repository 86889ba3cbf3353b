// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/ladder/ladder_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/ladder/ladder_model.h"
#include "ui/panes/ladder/ladder_view.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *view = new LadderView;
    view->setModel(new LadderModel(scope.workbench, scope.calls, view));
    QObject::connect(view, &LadderView::callSelected, &scope.selection, &Selection::setCall);
    QObject::connect(view, &LadderView::notice, &scope, &Scope::say);
    QObject::connect(&scope.selection, &Selection::callChanged, view, &LadderView::selectCall);
    return {.widget = view, .tools = view->tools()};
}

} // namespace

Pane ladderPane()
{
    return {.id = QStringLiteral("ladder"),
            .title = LadderView::tr("Ladder"),
            .place = Pane::Place::Centre,
            .make = make,
            .keys = Qt::CTRL | Qt::Key_2,
            .frontIn = {Layout::Teach}};
}

} // namespace rumpscope::ui
