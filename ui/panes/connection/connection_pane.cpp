// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/connection/connection_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/connection/lane_view.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *view = new LaneView(&scope.axis);
    view->setLanes(&scope.lanes.lanes());
    QObject::connect(&scope.lanes, &LaneModel::changed, view, &LaneView::refresh);
    QObject::connect(&scope, &Scope::counted, view,
                     [all = &scope, view] { view->setSummary(all->lanes.summary()); });
    return {.widget = view};
}

} // namespace

Pane connectionPane()
{
    return {.id = QStringLiteral("connection"),
            .title = LaneView::tr("Connection"),
            .place = Pane::Place::Dock,
            .make = make,
            .docks = {DockPlace{.area = Qt::RightDockWidgetArea, .order = 1, .width = 420, .height = 220},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .order = 0, .width = 1, .height = 260},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .order = 0, .width = 1, .height = 170}},
            .showsTime = true};
}

} // namespace rumpscope::ui
