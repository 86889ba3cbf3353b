// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/tap_pane.h"

#include "ui/bridge/host_program.h"
#include "ui/kit/scope.h"
#include "ui/panes/tap/program_pane.h"
#include "ui/panes/tap/tap_dialog.h"
#include "ui/panes/tap/tapped_client_model.h"

#include <QPushButton>

namespace rumpscope::ui {

namespace {

constexpr int kTapCountsInterval = 500; ///< milliseconds: counts are for reading

/// The button, and the dialog once it was asked for.
class Taps : public QPushButton
{
public:
    explicit Taps(Scope &scope)
        : m_scope(scope)
    {
        setToolTip(TapDialog::tr("See inside any program: let it connect here instead of to its kernel"));
        connect(this, &QPushButton::clicked, this,
                [this] { m_scope.commands.run(QStringLiteral("tap.open")); });
        connect(&scope.taps, &TapHost::changed, this, &Taps::showTaps);
        connect(&m_counts, &QTimer::timeout, this, [this] { m_clients.setClients(m_scope.taps.clients()); });
        showTaps();
    }

    void showDialog()
    {
        if (!m_dialog)
            m_dialog = makeDialog();
        const QString current = m_scope.workbench.status().url;
        m_dialog->setListen(TapHost::freeAddress());
        m_dialog->setServer(current.isEmpty() ? m_scope.kernel.url() : current);
        m_dialog->show();
        m_dialog->raise();
    }

private:
    [[nodiscard]] TapDialog *makeDialog();
    void joinProgram(TapDialog *dialog);
    void showTaps();

    Scope &m_scope;
    TappedClientModel m_clients;
    HostProgram m_program;
    TapDialog *m_dialog = nullptr; ///< the window's
    QTimer m_counts;
};

TapDialog *Taps::makeDialog()
{
    auto *dialog = new TapDialog(m_scope.window());
    TapHost *taps = &m_scope.taps;
    dialog->setClients(&m_clients);
    dialog->setTaps(taps->taps());
    connect(dialog, &TapDialog::openRequested, taps, &TapHost::open);
    connect(dialog, &TapDialog::closeRequested, taps, &TapHost::close);
    connect(dialog, &TapDialog::cutRequested, taps, &TapHost::cut);
    connect(taps, &TapHost::failed, dialog, &TapDialog::showMistake);
    connect(taps, &TapHost::opened, dialog, [dialog] { dialog->setListen(TapHost::freeAddress()); });
    connect(taps, &TapHost::changed, dialog, [taps, dialog] { dialog->setTaps(taps->taps()); });
    joinProgram(dialog);
    return dialog;
}

void Taps::joinProgram(TapDialog *dialog)
{
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
}

void Taps::showTaps()
{
    const auto taps = m_scope.taps.taps().size();
    setText(taps == 0   ? TapDialog::tr("Tap…")
            : taps == 1 ? TapDialog::tr("Tap: open")
                        : TapDialog::tr("Taps: %1 open").arg(taps));
    m_clients.setClients(m_scope.taps.clients());
    if (taps == 0)
        m_counts.stop();
    else
        m_counts.start(kTapCountsInterval);
}

PaneView make(Scope &scope)
{
    auto *taps = new Taps(scope);
    scope.tools.add(taps);
    scope.commands.add({.id = QStringLiteral("tap.open"),
                        .text = TapDialog::tr("&Taps…"),
                        .menu = CommandMenu::Tap,
                        .run = [taps](const QVariant &) { taps->showDialog(); },
                        .tip = taps->toolTip()});
    return {};
}

} // namespace

Pane tapPane()
{
    return {.id = QStringLiteral("tap"), .title = TapDialog::tr("Tap"), .make = make};
}

} // namespace rumpscope::ui
