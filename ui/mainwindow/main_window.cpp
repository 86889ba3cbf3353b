// SPDX-License-Identifier: GPL-3.0-or-later
// What is where. What does what is in main_window_wiring.cpp.
#include "ui/mainwindow/main_window.h"

#include "ui/kit/elided_label.h"
#include "ui/kit/theme.h"
#include "ui/kit/time_axis.h"
#include "ui/mainwindow/panels.h"
#include "ui/mainwindow/window_settings.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/composer/composer.h"
#include "ui/panes/connection/lane_view.h"
#include "ui/panes/console/console_view.h"
#include "ui/panes/filter/filter_bar.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/latency/latency_plot.h"
#include "ui/panes/notes/notes_view.h"
#include "ui/panes/processes/process_view.h"
#include "ui/panes/recording/replay_bar.h"
#include "ui/panes/remarks/remarks_view.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/throughput/throughput_plot.h"
#include "ui/panes/trace/trace_view.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace rumpscope::ui {

namespace {

constexpr int kGap = 10; ///< pixels around the cards
constexpr QSize kFirstSize(1440, 900);
constexpr int kCentreFigures = 62; ///< a call can be typed and read in these; only then the sides give way

double secondsSinceStart(const Workbench &workbench)
{
    return std::chrono::duration<double>(workbench.now() - workbench.startTime()).count();
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_processes(m_workbench)
    , m_processDetail(m_workbench)
    , m_trace(m_workbench)
    , m_matches(m_workbench, m_trace, m_processes)
    , m_console(m_workbench)
    , m_series(m_workbench)
    , m_lanes(m_workbench)
    , m_remarks(m_workbench)
    , m_ladder(m_workbench, m_trace)
    , m_notes(m_workbench)
    , m_notesModel(m_workbench, m_notes)
    , m_saver(m_workbench)
    , m_taps(m_workbench.observer())
    , m_axis(new TimeAxis([this] { return secondsSinceStart(m_workbench); }, this))
    , m_bar(new ConnectionBar)
    , m_filterBar(new FilterBar)
    , m_processView(new ProcessView)
    , m_traceView(new TraceView)
    , m_ladderView(new LadderView)
    , m_consoleView(new ConsoleView)
    , m_remarksView(new RemarksView)
    , m_notesView(new NotesView)
    , m_composer(new Composer)
    , m_latency(new LatencyPlot(m_axis))
    , m_laneView(new LaneView(m_axis))
    , m_throughput(new ThroughputPlot(m_axis))
    , m_status(new StatusLine)
    , m_replayBar(new ReplayBar)
    , m_shownRecording(new ElidedLabel)
    , m_recorded(new QToolButton)
    , m_remarkCount(new QToolButton)
    , m_tapButton(new QPushButton)
{
    setWindowTitle(tr("rumpscope"));
    build();
    buildMenu();
    wireConnection();
    wireProcesses();
    wireCalls();
    wireFacts();
    wireFilter();
    wireLadder();
    wireRemarks();
    wireTap();
    wireRecording();
    wireNotes();
    restoreStates();
}

/// Views show the members above: they go first.
MainWindow::~MainWindow()
{
    delete takeCentralWidget();
}

void MainWindow::build()
{
    auto *all = new QWidget;
    auto *rows = new QVBoxLayout(all);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_bar);
    rows->addWidget(m_filterBar);
    m_bar->addTool(m_tapButton);

    m_panels = new Panels({buildCentre(), m_processView, m_latency, m_laneView, m_throughput});
    auto *margin = new QWidget;
    auto *inner = new QVBoxLayout(margin);
    inner->setContentsMargins(kGap, kGap, kGap, kGap);
    inner->addWidget(m_panels);
    rows->addWidget(margin, 1);

    rows->addWidget(m_replayBar);
    rows->addWidget(m_status);
    setCentralWidget(all);
}

QWidget *MainWindow::buildCentre()
{
    auto *card = new Card(tr("Calls"));
    card->setHeaderVisible(false);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_traceView, tr("Trace"));
    m_tabs->addTab(m_ladderView, tr("Ladder"));
    m_tabs->addTab(m_consoleView, tr("Console"));
    m_tabs->addTab(m_remarksView, tr("Remarks"));
    m_tabs->addTab(m_notesView, tr("Notes"));
    auto *corner = new QWidget;
    auto *tools = new QHBoxLayout(corner);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->addWidget(m_traceView->tools());
    tools->addWidget(m_ladderView->tools());
    m_tabs->setCornerWidget(corner);
    const auto showTools = [this] {
        m_traceView->tools()->setVisible(m_tabs->currentWidget() == m_traceView);
        m_ladderView->tools()->setVisible(m_tabs->currentWidget() == m_ladderView);
    };
    connect(m_tabs, &QTabWidget::currentChanged, this, showTools);
    showTools();
    card->setContent(m_tabs);
    card->addFooter(m_composer);
    card->setMinimumWidth(fontMetrics().averageCharWidth() * kCentreFigures);
    return card;
}

void MainWindow::buildMenu()
{
    auto *button = new QToolButton;
    button->setText(QStringLiteral("☰"));
    button->setToolTip(tr("Menu"));
    button->setAccessibleName(tr("Menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setAutoRaise(true);
    auto *menu = new QMenu(button);
    button->setMenu(menu);

    const auto add = [this, menu](const QString &text, const QKeySequence &key, auto act) {
        QAction *action = menu->addAction(text);
        action->setShortcut(key);
        addAction(action); // the menu is closed most of the time
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    add(tr("Open a recording…"), QKeySequence::Open, [this] { chooseRecording(); });
    add(tr("Save as a recording…"), QKeySequence::Save, [this] { chooseSavedFile(); });
    m_record = add(tr("Record to a file…"), Qt::CTRL | Qt::Key_R, [this] { toggleRecording(); });
    menu->addSeparator();
    add(tr("Go to the address"), Qt::CTRL | Qt::Key_L, [this] { m_bar->focusUrl(); });
    add(tr("Compose a call"), Qt::CTRL | Qt::Key_K, [this] { m_composer->focusEdit(); });
    add(tr("Filter"), Qt::CTRL | Qt::Key_F, [this] { m_filterBar->focusEdit(); });
    add(tr("Show the trace"), Qt::CTRL | Qt::Key_1, [this] { showTrace(); });
    add(tr("Show the ladder"), Qt::CTRL | Qt::Key_2, [this] { showLadder(); });
    add(tr("Show the console"), Qt::CTRL | Qt::Key_3, [this] { showConsole(); });
    add(tr("Show the remarks"), Qt::CTRL | Qt::Key_4, [this] { showRemarks(); });
    add(tr("Show the notes"), Qt::CTRL | Qt::Key_5, [this] { showNotes(); });
    menu->addSeparator();
    QAction *own = menu->addAction(tr("Show rumpscope's own calls"));
    own->setCheckable(true);
    connect(own, &QAction::toggled, &m_trace, &TraceModel::setShowOwn);

    QMenu *schemes = menu->addMenu(tr("Colours"));
    auto *group = new QActionGroup(schemes);
    for (const auto &[text, scheme] :
         {std::pair(tr("As the desktop"), Theme::Scheme::System),
          std::pair(tr("Light"), Theme::Scheme::Light), std::pair(tr("Dark"), Theme::Scheme::Dark)}) {
        QAction *action = group->addAction(schemes->addAction(text));
        action->setCheckable(true);
        action->setChecked(scheme == Theme::scheme());
        connect(action, &QAction::triggered, this, [scheme = scheme] { Theme::apply(*qApp, scheme); });
    }
    QMenu *layouts = menu->addMenu(tr("Layout"));
    const auto addLayout = [this, layouts](const QString &text, const QKeySequence &key, auto arrangement,
                                           QWidget *tab) {
        QAction *action = layouts->addAction(text);
        action->setShortcut(key);
        addAction(action);
        connect(action, &QAction::triggered, this, [this, arrangement, tab] {
            m_panels->arrange(arrangement);
            m_tabs->setCurrentWidget(tab);
        });
    };
    using Arrangement = Panels::Arrangement;
    addLayout(tr("Explore"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, Arrangement::Explore, m_traceView);
    addLayout(tr("Debug"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, Arrangement::Debug, m_traceView);
    addLayout(tr("Teach"), Qt::CTRL | Qt::SHIFT | Qt::Key_T, Arrangement::Teach, m_ladderView);
    layouts->addSeparator();
    layouts->addActions(m_panels->toggles());
    menu->addSeparator();
    add(tr("About rumpscope"), {}, [this] {
        QMessageBox::about(this, tr("About rumpscope"),
                           tr("<b>rumpscope %1</b><br>An oscilloscope for rump kernels.<br><br>"
                              "GPL-3.0-or-later; the client core is BSD-2-Clause.")
                               .arg(QCoreApplication::applicationVersion()));
    });
    add(tr("Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });
    m_bar->addTool(button);
}

void MainWindow::restoreStates()
{
    resize(kFirstSize.boundedTo(screen()->availableSize()));
    restoreGeometry(WindowSettings::state(QStringLiteral("geometry")));
    m_panels->restore(WindowSettings::state(QStringLiteral("panels")));
    m_bar->setHistory(WindowSettings::urls());
    setRetry(WindowSettings::retry());
    m_composer->setHistory(m_console.history());
    m_filterBar->setHistory(WindowSettings::filterHistory());
    m_filterBar->setSaved(WindowSettings::savedFilters());
    m_remarks.setSilencedRules(WindowSettings::silencedRules());
    m_traceView->table()->setColumns(WindowSettings::state(QStringLiteral("trace columns")));
}

void MainWindow::saveStates()
{
    WindowSettings::setState(QStringLiteral("geometry"), saveGeometry());
    WindowSettings::setState(QStringLiteral("panels"), m_panels->saveState());
    WindowSettings::setState(QStringLiteral("trace columns"), m_traceView->table()->columns());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_remembers)
        saveStates();
    event->accept();
}

void MainWindow::setRetry(const retry::Policy &setting)
{
    m_bar->setRetry(setting);
    m_workbench.setRetry(setting);
}

void MainWindow::setTimeWindow(double seconds)
{
    m_axis->setWindow(seconds);
}

void MainWindow::showConsole()
{
    m_tabs->setCurrentWidget(m_consoleView);
}

void MainWindow::showTrace()
{
    m_tabs->setCurrentWidget(m_traceView);
}

} // namespace rumpscope::ui
