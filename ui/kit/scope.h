// SPDX-License-Identifier: GPL-3.0-or-later
// All that a pane may use: kernels and their facts, what panes share, commands, notices, settings.
#pragma once

#include "ui/bridge/note_book.h"
#include "ui/bridge/practice_kernel.h"
#include "ui/bridge/tap_host.h"
#include "ui/bridge/workbench.h"
#include "ui/kit/call_filter.h"
#include "ui/kit/call_line.h"
#include "ui/kit/commands.h"
#include "ui/kit/lane_model.h"
#include "ui/kit/latency_series.h"
#include "ui/kit/process_model.h"
#include "ui/kit/selection.h"
#include "ui/kit/settings.h"
#include "ui/kit/shelf.h"
#include "ui/kit/time_axis.h"
#include "ui/kit/trace_model.h"

#include <QObject>

namespace rumpscope::ui {

/// One a window; panes are made with it and end before it. UI thread.
class Scope : public QObject
{
    Q_OBJECT
public:
    explicit Scope(QObject *parent = nullptr);

    Settings settings;
    Commands commands;

    // Kernels, what is seen of them, and what is told them
    Workbench workbench;
    PracticeKernel kernel;
    NoteBook notes;
    TapHost taps;

    // What more than one pane shows of them
    ProcessModel processes;
    TraceModel calls; ///< through the filter
    LatencySeries latencies;
    LaneModel lanes;

    // What panes share
    Selection selection;
    CallFilter filter;
    CallLine line;
    TimeAxis axis;
    Shelf indicators; ///< at the end of the status line
    Shelf tools;      ///< at the end of the connection's bar

    /// Something a person should read now.
    void say(const QString &sentence) { emit said(sentence); }
    /// Brings a pane to the front, by its id; unknown ones are passed over.
    void open(const QString &pane) { emit openWanted(pane); }
    /// The process of ours that is selected.
    [[nodiscard]] std::optional<SessionId> selectedSession() const;
    /// The parent of dialogs.
    [[nodiscard]] QWidget *window() const { return m_window; }
    void setWindow(QWidget *window) { m_window = window; }

    static constexpr int kCountsInterval = 250; ///< milliseconds: summaries are for reading

signals:
    void said(const QString &sentence);
    void openWanted(const QString &pane);
    void counted(); ///< time to write summaries anew, every kCountsInterval
    void saving();  ///< the window closes: what it looks like goes into the settings

private:
    QWidget *m_window = nullptr;
    QTimer m_counts;
};

} // namespace rumpscope::ui
