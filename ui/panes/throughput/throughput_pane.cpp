// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/throughput/throughput_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/throughput/throughput_plot.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *plot = new ThroughputPlot(&scope.axis);
    plot->setData(&scope.latencies.seconds());
    for (const auto signal : {&LatencySeries::changed, &LatencySeries::cleared})
        QObject::connect(&scope.latencies, signal, plot, &PlotCard::refresh);
    QObject::connect(&scope, &Scope::counted, plot,
                     [all = &scope, plot] { plot->setSummary(all->workbench.latencySummary()); });
    return {.widget = plot};
}

} // namespace

Pane throughputPane()
{
    return {.id = QStringLiteral("throughput"),
            .title = ThroughputPlot::tr("Throughput"),
            .place = Pane::Place::Dock,
            .make = make,
            .docks = {DockPlace{.area = Qt::RightDockWidgetArea, .order = 2, .width = 420, .height = 180},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .shown = false, .order = 2},
                      DockPlace{.area = Qt::BottomDockWidgetArea, .shown = false, .order = 2}},
            .showsTime = true};
}

} // namespace rumpscope::ui
