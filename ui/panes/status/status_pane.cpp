// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/status/status_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/status/status_line.h"

namespace rumpscope::ui {

namespace {

PaneView make(Scope &scope)
{
    auto *line = new StatusLine;
    Scope *all = &scope;
    scope.indicators.setHost([line](QWidget *widget) { line->addPermanent(widget); });
    QObject::connect(&scope, &Scope::said, line, &StatusLine::showNotice);
    const auto showCounts = [all, line] {
        const TraceModel &calls = all->calls;
        line->setCounts({.calls = calls.all() + calls.left(),
                         .lostEvents = all->workbench.lostEvents(),
                         .evicted = calls.left(),
                         .perSecond = all->workbench.latencySummary().rate,
                         .clients = all->workbench.clientCount()});
    };
    QObject::connect(&scope, &Scope::counted, line, showCounts);
    return {.widget = line};
}

} // namespace

Pane statusPane()
{
    return {.id = QStringLiteral("status"),
            .title = StatusLine::tr("Status"),
            .place = Pane::Place::Bottom,
            .make = make};
}

} // namespace rumpscope::ui
