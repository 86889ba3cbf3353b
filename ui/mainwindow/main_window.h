// SPDX-License-Identifier: GPL-3.0-or-later
// The window: puts views beside each other and joins them to models and bridge. No rules of its own.
#pragma once

#include "ui/bridge/host_program.h"
#include "ui/bridge/note_book.h"
#include "ui/bridge/practice_kernel.h"
#include "ui/bridge/recording_saver.h"
#include "ui/bridge/tap_host.h"
#include "ui/bridge/workbench.h"
#include "ui/kit/lane_model.h"
#include "ui/kit/latency_series.h"
#include "ui/kit/process_model.h"
#include "ui/kit/trace_model.h"
#include "ui/panes/console/console_model.h"
#include "ui/panes/ladder/ladder_model.h"
#include "ui/panes/notes/notes_model.h"
#include "ui/panes/processes/process_detail_model.h"
#include "ui/panes/processes/process_matches.h"
#include "ui/panes/remarks/remarks_model.h"
#include "ui/panes/tap/tapped_client_model.h"

#include <QMainWindow>
#include <QTimer>

class QPushButton;
class QTabWidget;
class QToolButton;

namespace rumpscope::ui {

class Composer;
class ConnectionBar;
class ConsoleView;
class ElidedLabel;
class FaultDialog;
class FilterBar;
class LadderView;
class LaneView;
class LatencyPlot;
class NotesView;
class Panels;
class ProcessView;
class RemarksView;
class ReplayBar;
class StatusLine;
class TapDialog;
class ThroughputPlot;
class TimeAxis;
class TraceView;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Starts the practice kernel and connects to it once it listens.
    void openPracticeKernel();
    void connectTo(const QString &url);
    [[nodiscard]] Workbench &workbench() { return m_workbench; }
    [[nodiscard]] PracticeKernel &kernel() { return m_kernel; }
    /// As if typed into the composer.
    void makeCall(SessionId session, const QString &expression);
    void setRetry(const retry::Policy &setting);
    void setTimeWindow(double seconds); ///< shown by the plots
    void selectLatestCall();
    void showConsole();
    void showTrace();
    void showLadder();
    void showRemarks();
    void showNotes();
    [[nodiscard]] NoteBook &notes() { return m_notes; }
    /// What is in the history, as a recording; a file of that name is replaced once it is whole.
    void saveRecording(const QString &path);
    [[nodiscard]] RecordingSaver &saver() { return m_saver; }
    /// Shown in place of what is live, which is asked about where there is anything to lose.
    void openRecording(const QString &path);
    /// As if typed into the filter's line.
    void setFilter(const QString &text);
    [[nodiscard]] bool isLooking() const { return m_trace.isLooking(); } ///< the filter is at work
    /// Chosen by hand, or for a picture: geometry is not remembered then.
    void setRemembers(bool remembers) { m_remembers = remembers; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // main_window.cpp: what is where
    void build();
    [[nodiscard]] QWidget *buildCentre();
    void buildMenu();
    void restoreStates();
    void saveStates();

    // main_window_wiring.cpp: what does what
    void wireConnection();
    void wireProcesses();
    void wireCalls();
    void wireFacts();

    // main_window_analysis.cpp: filter, ladder, remarks
    void wireFilter();
    void wireLadder();
    void wireRemarks();
    void showEvidence(trace::CallId id);
    void selectWanted();
    void rememberFilters();
    void kernelStarted(const QString &url);
    void showCounts();
    void select(trace::CallId id);
    void askName(const QString &title, const QString &action, const QString &initial,
                 const std::function<void(const QString &)> &use);
    void askLoad(SessionId session);
    void showFaults();
    void makeFaultDialog();

    // main_window_tap.cpp
    void wireTap();
    void showTap();
    [[nodiscard]] TapDialog *buildTapDialog();
    void showTapped();

    // main_window_recording.cpp
    void wireRecording();
    void chooseRecording();
    void beginRecording(const QString &path);
    void showReplay();
    [[nodiscard]] bool hasSomethingToLose() const;
    void chooseSavedFile();
    void toggleRecording();
    void showRecorded();

    // main_window_notes.cpp
    void wireNotes();
    void askNote(trace::CallId id);
    void toggleBookmark(trace::CallId id);

    Workbench m_workbench;
    PracticeKernel m_kernel;
    ProcessModel m_processes;
    ProcessDetailModel m_processDetail;
    TraceModel m_trace;
    ProcessMatches m_matches;
    ConsoleModel m_console;
    LatencySeries m_series;
    LaneModel m_lanes;
    RemarksModel m_remarks;
    LadderModel m_ladder;
    NoteBook m_notes;
    NotesModel m_notesModel;
    RecordingSaver m_saver;
    TapHost m_taps;
    TappedClientModel m_tapped;
    HostProgram m_program;
    TimeAxis *m_axis;

    ConnectionBar *m_bar;
    FilterBar *m_filterBar;
    ProcessView *m_processView;
    TraceView *m_traceView;
    LadderView *m_ladderView;
    ConsoleView *m_consoleView;
    RemarksView *m_remarksView;
    NotesView *m_notesView;
    Composer *m_composer;
    LatencyPlot *m_latency;
    LaneView *m_laneView;
    ThroughputPlot *m_throughput;
    StatusLine *m_status;
    ReplayBar *m_replayBar;
    ElidedLabel *m_shownRecording;
    QToolButton *m_recorded; ///< what is recorded now; ends it
    QAction *m_record = nullptr;
    QToolButton *m_remarkCount;
    FaultDialog *m_faults = nullptr; ///< made when it is first wanted
    QTabWidget *m_tabs = nullptr;
    Panels *m_panels = nullptr;
    QPushButton *m_tapButton;
    TapDialog *m_tapDialog = nullptr; ///< once it was asked for
    QTimer m_counts;
    QTimer m_tapCounts;
    LoadSetting m_load;   ///< as last asked for
    bool m_joins = false; ///< the kernel was started to be connected to
    bool m_remembers = true;
    bool m_opens = false;                  ///< a recording is being read for the first time
    std::optional<trace::CallId> m_wanted; ///< to be selected once the filter lets it in
};

} // namespace rumpscope::ui
