// SPDX-License-Identifier: GPL-3.0-or-later
// What does what: signals of views to commands of the bridge, facts of models to views.
#include "ui/kit/name_dialog.h"
#include "ui/kit/time_axis.h"
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/window_settings.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/composer/composer.h"
#include "ui/panes/connection/lane_view.h"
#include "ui/panes/console/console_view.h"
#include "ui/panes/filter/filter_bar.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/latency/latency_plot.h"
#include "ui/panes/processes/load_dialog.h"
#include "ui/panes/processes/process_detail.h"
#include "ui/panes/processes/process_view.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/throughput/throughput_plot.h"
#include "ui/panes/trace/trace_view.h"

namespace rumpscope::ui {

namespace {

constexpr int kCountsInterval = 250; ///< milliseconds: summaries are for reading

} // namespace

void MainWindow::openPracticeKernel()
{
    m_joins = true;
    m_kernel.start();
}

void MainWindow::connectTo(const QString &url)
{
    m_bar->setUrl(url);
    if (m_remembers) {
        QStringList urls = m_bar->history();
        urls.removeAll(url);
        if (url != m_kernel.url()) // another one next time
            urls.push_front(url);
        m_bar->setHistory(urls.mid(0, ConnectionBar::kHistory));
        WindowSettings::setUrls(m_bar->history());
        m_bar->setUrl(url);
    }
    m_workbench.connectTo(url);
}

void MainWindow::makeCall(SessionId session, const QString &expression)
{
    m_console.submit(session, expression);
    m_composer->setHistory(m_console.history());
}

/// A kernel that comes back is found by the retry policy: that is what it is for. Where the policy has ended,
/// it takes a command to connect.
void MainWindow::kernelStarted(const QString &url)
{
    const LinkStatus status = m_workbench.status();
    if (status.url != url || status.state == LinkState::Idle || status.generation == 0)
        connectTo(url);
    else if (m_joins && status.state == LinkState::Lost)
        m_workbench.reconnectNow();
    m_joins = false;
}

void MainWindow::wireConnection()
{
    connect(m_bar, &ConnectionBar::connectRequested, this, &MainWindow::connectTo);
    connect(m_bar, &ConnectionBar::disconnectRequested, &m_workbench, &Workbench::disconnectAll);
    connect(m_bar, &ConnectionBar::reconnectRequested, &m_workbench, &Workbench::reconnectNow);
    connect(m_bar, &ConnectionBar::stopRetryingRequested, &m_workbench, &Workbench::stopRetrying);
    connect(m_bar, &ConnectionBar::retryChanged, this, [this](const retry::Policy &setting) {
        m_workbench.setRetry(setting);
        if (m_remembers)
            WindowSettings::setRetry(setting);
    });
    connect(m_bar, &ConnectionBar::kernelStartRequested, this, &MainWindow::openPracticeKernel);
    connect(m_bar, &ConnectionBar::kernelKillRequested, &m_kernel, &PracticeKernel::kill);
    connect(m_bar, &ConnectionBar::kernelRestartRequested, &m_kernel, &PracticeKernel::restart);
    connect(m_bar, &ConnectionBar::kernelStopRequested, &m_kernel, &PracticeKernel::stop);
    connect(m_bar, &ConnectionBar::kernelFaultsRequested, this, &MainWindow::showFaults);
    connect(&m_kernel, &PracticeKernel::stateChanged, this,
            [this] { m_bar->setKernelState(m_kernel.state()); });
    connect(&m_kernel, &PracticeKernel::started, this, &MainWindow::kernelStarted);
    connect(&m_kernel, &PracticeKernel::failed, m_status, &StatusLine::showNotice);
    connect(&m_kernel, &PracticeKernel::stopped, this, [this](const QString &sentence) {
        if (!sentence.isEmpty())
            m_status->showNotice(sentence);
    });
    connect(&m_workbench, &Workbench::statusChanged, this,
            [this] { m_bar->setStatus(m_workbench.status()); });
    connect(&m_workbench, &Workbench::notice, this, [this](const QString &sentence) {
        m_status->showNotice(sentence);
        m_console.remark(sentence);
    });
}

void MainWindow::wireProcesses()
{
    m_processView->setModel(&m_processes);
    connect(&m_processes, &ProcessModel::aliveCountChanged, m_processView, &ProcessView::setAliveCount);
    connect(m_processView, &ProcessView::showEndedChanged, &m_processes, &ProcessModel::setShowEnded);
    m_processView->setDetail(&m_processDetail);
    connect(&m_processes, &ProcessModel::newest, m_processView, &ProcessView::showNewest);
    connect(m_processView, &ProcessView::nodeSelected, &m_processDetail, &ProcessDetailModel::setNode);
    connect(m_processView->detail(), &ProcessDetail::callRequested, this, &MainWindow::showEvidence);
    connect(m_processView, &ProcessView::nodeSelected, this, [this] {
        if (const auto session = m_processView->selectedSession())
            m_composer->setProcess(*session);
    });
    connect(m_processView, &ProcessView::composeRequested, this, [this](SessionId session) {
        m_composer->setProcess(session);
        m_composer->focusEdit();
    });
    connect(m_processView, &ProcessView::newGuestRequested, this, [this] {
        askName(tr("New guest"), tr("Connect"), tr("guest"),
                [this](const QString &name) { m_workbench.newGuest(name); });
    });
    connect(m_processView, &ProcessView::forkRequested, &m_workbench, &Workbench::fork);
    connect(m_processView, &ProcessView::prepareRequested, &m_workbench, &Workbench::prepare);
    connect(m_processView, &ProcessView::claimRequested, &m_workbench, &Workbench::claim);
    connect(m_processView, &ProcessView::cancelRequested, &m_workbench, &Workbench::cancelPrepared);
    connect(m_processView, &ProcessView::execRequested, this, [this](SessionId session) {
        askName(tr("Exec"), tr("Exec"), {},
                [this, session](const QString &name) { m_workbench.exec(session, name); });
    });
    connect(m_processView, &ProcessView::closeRequested, &m_workbench, &Workbench::close);
    connect(m_processView, &ProcessView::dropRequested, &m_workbench, &Workbench::dropConnection);
    connect(m_processView, &ProcessView::loadStartRequested, this, &MainWindow::askLoad);
    connect(m_processView, &ProcessView::loadStopRequested, &m_workbench, &Workbench::stopLoad);
    connect(&m_workbench, &Workbench::loadChanged, this, [this](SessionId session) {
        m_processView->setLoadRunning(session, m_workbench.loadRuns(session));
    });
}

void MainWindow::wireCalls()
{
    m_traceView->setModel(&m_trace);
    m_consoleView->setModel(&m_console);
    m_composer->setProcesses(&m_processes);
    connect(m_composer, &Composer::submitted, this, &MainWindow::makeCall);
    connect(m_consoleView, &ConsoleView::repeatRequested, this, [this](const QString &expression) {
        m_composer->setText(expression);
        m_composer->focusEdit();
    });
    connect(m_consoleView, &ConsoleView::clearRequested, &m_console, &ConsoleModel::clear);
    connect(m_consoleView, &ConsoleView::entrySelected, this,
            [this](SessionId session, quint32 generation, quint64 reqno) {
                if (const auto id = m_trace.findCall(session, generation, reqno))
                    select(*id);
            });
    connect(m_traceView, &TraceView::callSelected, this, &MainWindow::select);
    connect(m_traceView, &TraceView::clearRequested, &m_workbench, &Workbench::clearHistory);
    connect(m_traceView, &TraceView::pauseRequested, this, [this](bool paused) {
        m_workbench.setPaused(paused);
        m_axis->setPaused(paused);
        m_traceView->setPaused(paused);
    });
}

void MainWindow::wireFacts()
{
    m_latency->setData(&m_series.points(), &m_series.seconds());
    m_latency->setLanes(&m_lanes.lanes());
    m_throughput->setData(&m_series.seconds());
    m_laneView->setLanes(&m_lanes.lanes());
    for (const auto signal : {&LatencySeries::changed, &LatencySeries::cleared}) {
        connect(&m_series, signal, m_latency, &PlotCard::refresh);
        connect(&m_series, signal, m_throughput, &PlotCard::refresh);
    }
    connect(&m_lanes, &LaneModel::changed, m_laneView, &LaneView::refresh);
    connect(&m_lanes, &LaneModel::changed, m_latency, &PlotCard::refresh);
    connect(m_latency, &LatencyPlot::callSelected, this, [this](trace::CallId id) {
        showTrace();
        select(id);
    });
    connect(&m_counts, &QTimer::timeout, this, &MainWindow::showCounts);
    m_counts.start(kCountsInterval);
}

/// One selection, shown by the table and by the time axis.
void MainWindow::select(trace::CallId id)
{
    m_traceView->selectCall(id);
    m_ladderView->selectCall(id);
    const QModelIndex row = m_trace.indexOfCall(id);
    if (row.isValid())
        m_axis->setMark(row.data(TraceModel::TimeRole).toDouble());
}

void MainWindow::selectLatestCall()
{
    const QModelIndex last = m_trace.index(m_trace.rowCount() - 1, 0);
    if (last.isValid())
        select(trace::CallId{last.data(TraceModel::CallIdRole).toULongLong()});
}

void MainWindow::showCounts()
{
    const auto summary = m_workbench.latencySummary();
    m_latency->setSummary(summary);
    m_throughput->setSummary(summary);
    m_laneView->setSummary(m_lanes.summary());
    m_traceView->setCounts(m_trace.seen(), m_trace.gone());
    m_filterBar->setCounts(m_trace.shown(), m_trace.all(), m_trace.isLooking());
    m_status->setCounts({.calls = m_trace.all() + m_trace.left(),
                         .lostEvents = m_workbench.lostEvents(),
                         .evicted = m_trace.left(),
                         .perSecond = summary.rate,
                         .clients = m_workbench.clientCount()});
}

void MainWindow::askName(const QString &title, const QString &action, const QString &initial,
                         const std::function<void(const QString &)> &use)
{
    auto *dialog = new NameDialog(title, action, initial, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [dialog, use] { use(dialog->name()); });
    dialog->open();
}

void MainWindow::askLoad(SessionId session)
{
    const QModelIndex process = m_processes.indexOfSession(session);
    const QString name = process.data().toString() + QLatin1Char(' ') +
                         process.siblingAtColumn(ProcessModel::PidColumn).data().toString();
    auto *dialog = new LoadDialog(name, m_load, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, session] {
        m_load = dialog->setting();
        m_workbench.startLoad(session, m_load);
    });
    dialog->open();
}

} // namespace rumpscope::ui
