// SPDX-License-Identifier: GPL-3.0-or-later
// Taps, and the program that runs through one.
#include "ui/mainwindow/main_window.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/tap/program_pane.h"
#include "ui/panes/tap/tap_dialog.h"

#include <QPushButton>

namespace rumpscope::ui {

namespace {

constexpr int kTapCountsInterval = 500; ///< milliseconds: counts are for reading

} // namespace

void MainWindow::wireTap()
{
    m_tapButton->setToolTip(tr("See inside any program: let it connect here instead of to its kernel"));
    connect(m_tapButton, &QPushButton::clicked, this, &MainWindow::showTap);
    connect(&m_taps, &TapHost::changed, this, &MainWindow::showTapped);
    connect(&m_tapCounts, &QTimer::timeout, this, [this] { m_tapped.setClients(m_taps.clients()); });
    showTapped();
}

void MainWindow::showTap()
{
    if (!m_tapDialog)
        m_tapDialog = buildTapDialog();
    const QString current = m_workbench.status().url;
    m_tapDialog->setListen(TapHost::freeAddress());
    m_tapDialog->setServer(current.isEmpty() ? m_kernel.url() : current);
    m_tapDialog->show();
    m_tapDialog->raise();
}

TapDialog *MainWindow::buildTapDialog()
{
    auto *dialog = new TapDialog(this);
    dialog->setClients(&m_tapped);
    dialog->setTaps(m_taps.taps());
    connect(dialog, &TapDialog::openRequested, &m_taps, &TapHost::open);
    connect(dialog, &TapDialog::closeRequested, &m_taps, &TapHost::close);
    connect(dialog, &TapDialog::cutRequested, &m_taps, &TapHost::cut);
    connect(&m_taps, &TapHost::failed, dialog, &TapDialog::showMistake);
    connect(&m_taps, &TapHost::opened, dialog, [dialog] { dialog->setListen(TapHost::freeAddress()); });
    connect(&m_taps, &TapHost::changed, dialog, [this, dialog] { dialog->setTaps(m_taps.taps()); });

    ProgramPane *pane = dialog->program();
    connect(dialog, &TapDialog::runRequested, &m_program, &HostProgram::start);
    connect(pane, &ProgramPane::stopRequested, &m_program, &HostProgram::stop);
    connect(&m_program, &HostProgram::started, pane, [pane] { pane->setRunning(true); });
    connect(&m_program, &HostProgram::output, pane, &ProgramPane::addOutput);
    connect(&m_program, &HostProgram::finished, pane, [pane](const QString &sentence) {
        pane->setRunning(false);
        pane->say(sentence);
    });
    connect(&m_program, &HostProgram::failed, pane,
            [pane](const QString &sentence) { pane->say(QStringLiteral("✕ ") + sentence); });
    return dialog;
}

void MainWindow::showTapped()
{
    const auto taps = m_taps.taps().size();
    m_tapButton->setText(taps == 0   ? tr("Tap…")
                         : taps == 1 ? tr("Tap: open")
                                     : tr("Taps: %1 open").arg(taps));
    m_tapped.setClients(m_taps.clients());
    if (taps == 0)
        m_tapCounts.stop();
    else
        m_tapCounts.start(kTapCountsInterval);
}

} // namespace rumpscope::ui
