// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/faults/faults_pane.h"

#include "ui/kit/scope.h"
#include "ui/panes/faults/fault_dialog.h"

#include <QPointer>

namespace rumpscope::ui {

namespace {

const QString kStatus = QStringLiteral("status");

/// The dialog of faults and the practice kernel that carries them out.
FaultDialog *makeDialog(Scope &scope)
{
    auto *dialog = new FaultDialog(scope.window());
    PracticeKernel *kernel = &scope.kernel;
    const auto look = [kernel, dialog] {
        const bool runs = kernel->state() == PracticeKernel::State::Running;
        dialog->setRunning(runs);
        if (runs)
            kernel->control().say(kStatus);
    };
    QObject::connect(kernel, &PracticeKernel::stateChanged, dialog, look);
    QObject::connect(kernel, &PracticeKernel::restarted, dialog, look);
    QObject::connect(dialog, &FaultDialog::commandWanted, kernel, [kernel, dialog](const QString &command) {
        dialog->showMistake({});
        kernel->control().say(command);
        kernel->control().say(kStatus);
    });
    const KernelControl *control = &kernel->control();
    QObject::connect(control, &KernelControl::answered, dialog,
                     [dialog](const QString &command, const QStringList &lines) {
                         if (command == kStatus)
                             dialog->showStatus(lines);
                     });
    QObject::connect(control, &KernelControl::refused, dialog,
                     [dialog](const QString &command, const QString &sentence) {
                         if (command != kStatus) // nobody asked for that: after a crash nobody answers it
                             dialog->showMistake(sentence);
                     });
    look();
    return dialog;
}

PaneView make(Scope &scope)
{
    scope.commands.add({.id = QStringLiteral("kernel.faults"),
                        .text = FaultDialog::tr("&Faults…"),
                        .menu = CommandMenu::Kernel,
                        .run =
                            [all = &scope, dialog = QPointer<FaultDialog>()](const QVariant &) mutable {
                                if (!dialog)
                                    dialog = makeDialog(*all);
                                else if (all->kernel.state() == PracticeKernel::State::Running)
                                    all->kernel.control().say(kStatus);
                                dialog->show();
                                dialog->raise();
                                dialog->activateWindow();
                            },
                        .tip = FaultDialog::tr("What the practice kernel does wrong on purpose")});
    return {};
}

} // namespace

Pane faultsPane()
{
    return {.id = QStringLiteral("faults"), .title = FaultDialog::tr("Faults"), .make = make};
}

} // namespace rumpscope::ui
