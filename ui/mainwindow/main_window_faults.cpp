// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of faults and the practice kernel that carries them out.
#include "ui/mainwindow/main_window.h"
#include "ui/panes/faults/fault_dialog.h"

namespace rumpscope::ui {

namespace {

const QString kStatus = QStringLiteral("status");

} // namespace

void MainWindow::makeFaultDialog()
{
    m_faults = new FaultDialog(this);
    const auto look = [this] {
        const bool runs = m_kernel.state() == PracticeKernel::State::Running;
        m_faults->setRunning(runs);
        if (runs)
            m_kernel.control().say(kStatus);
    };
    connect(&m_kernel, &PracticeKernel::stateChanged, m_faults, look);
    connect(&m_kernel, &PracticeKernel::restarted, m_faults, look);
    connect(m_faults, &FaultDialog::commandWanted, this, [this](const QString &command) {
        m_faults->showMistake({});
        m_kernel.control().say(command);
        m_kernel.control().say(kStatus);
    });
    const KernelControl *control = &m_kernel.control();
    connect(control, &KernelControl::answered, m_faults,
            [this](const QString &command, const QStringList &lines) {
                if (command == kStatus)
                    m_faults->showStatus(lines);
            });
    connect(control, &KernelControl::refused, m_faults,
            [this](const QString &command, const QString &sentence) {
                if (command != kStatus) // nobody asked for that: after a crash nobody answers it
                    m_faults->showMistake(sentence);
            });
    look();
}

void MainWindow::showFaults()
{
    if (m_faults == nullptr)
        makeFaultDialog();
    else if (m_kernel.state() == PracticeKernel::State::Running)
        m_kernel.control().say(kStatus);
    m_faults->show();
    m_faults->raise();
    m_faults->activateWindow();
}

} // namespace rumpscope::ui
