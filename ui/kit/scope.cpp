// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/scope.h"

#include "ui/bridge/live_recorder.h"
#include "ui/bridge/replay.h"

namespace rumpscope::ui {

Scope::Scope(QObject *parent)
    : QObject(parent)
    , commands(settings)
    , notes(workbench)
    , taps(workbench.observer())
    , processes(workbench)
    , calls(workbench)
    , latencies(workbench)
    , lanes(workbench)
    , axis([this] { return std::chrono::duration<double>(workbench.now() - workbench.startTime()).count(); })
{
    calls.setNotes(&notes);
    connect(&filter, &CallFilter::changed, this, [this] {
        calls.setFilter(filter.filter());
        latencies.setFilter(filter.filter());
    });
    connect(&selection, &Selection::callChanged, this, [this](trace::CallId id) {
        const QModelIndex row = calls.indexOfCall(id);
        if (row.isValid())
            axis.setMark(row.data(TraceModel::TimeRole).toDouble());
    });
    connect(&commands, &Commands::refused, this, &Scope::said);
    connect(&workbench, &Workbench::notice, this, &Scope::said);
    connect(&workbench, &Workbench::sourceChanged, this, [this] { axis.setFollow(true); });

    // What decides whether a command can be given.
    Commands *table = &commands;
    const auto again = [table] { table->refreshSoon(); };
    connect(&workbench, &Workbench::statusChanged, table, again);
    connect(&workbench, &Workbench::processesChanged, table, again);
    connect(&workbench, &Workbench::loadChanged, table, again);
    connect(&workbench, &Workbench::sourceChanged, table, again);
    connect(&workbench.recorder(), &LiveRecorder::changed, table, again);
    connect(&workbench.replay(), &Replay::changed, table, again);
    connect(&kernel, &PracticeKernel::stateChanged, table, again);
    connect(&selection, &Selection::callChanged, table, again);
    connect(&selection, &Selection::processChanged, table, again);
    connect(&taps, &TapHost::changed, table, again);

    connect(&m_counts, &QTimer::timeout, this, &Scope::counted);
    m_counts.start(kCountsInterval);
}

std::optional<SessionId> Scope::selectedSession() const
{
    if (!selection.process())
        return std::nullopt;
    const QVariant session = processes.indexOfNode(*selection.process()).data(ProcessModel::SessionRole);
    return session.isValid() ? std::optional(static_cast<SessionId>(session.toUInt())) : std::nullopt;
}

} // namespace rumpscope::ui
