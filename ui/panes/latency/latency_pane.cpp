// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/latency/latency_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/latency/latency_plot.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *plot = new LatencyPlot(&scope.axis);
    Scope *all = &scope;
    plot->setData(&scope.latencies.points(), &scope.latencies.seconds());
    plot->setLanes(&scope.lanes.lanes());
    for (const auto signal : {&LatencySeries::changed, &LatencySeries::cleared})
        QObject::connect(&scope.latencies, signal, plot, &PlotCard::refresh);
    QObject::connect(&scope.lanes, &LaneModel::changed, plot, &PlotCard::refresh);
    QObject::connect(&scope, &Scope::counted, plot,
                     [all, plot] { plot->setSummary(all->workbench.latencySummary()); });
    QObject::connect(plot, &LatencyPlot::callSelected, &scope.selection, &Selection::reveal);
    return {.widget = plot};
}

} // namespace

Pane latencyPane()
{
    return {.id = QStringLiteral("latency"),
            .title = LatencyPlot::tr("Latency"),
            .place = Pane::Place::Dock,
            .make = make,
            .docks = {DockPlace{.area = Qt::RightDockWidgetArea, .order = 0, .width = 420, .height = 300},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .order = 1, .width = 1, .height = 260},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .shown = false, .order = 1}},
            .showsTime = true};
}

} // namespace rumpscope::ui
