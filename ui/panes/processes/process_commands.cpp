// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/processes/process_commands.h"

#include "ui/kit/name_dialog.h"
#include "ui/kit/scope.h"
#include "ui/panes/processes/load_dialog.h"
#include "ui/panes/processes/process_view.h"

#include <algorithm>
#include <memory>

namespace rumpscope::ui {

namespace {

QString tr(const char *text)
{
    return ProcessView::tr(text);
}

QModelIndex selected(const Scope &scope)
{
    return scope.selection.process() ? scope.processes.indexOfNode(*scope.selection.process())
                                     : QModelIndex();
}

std::optional<wire::Cookie> selectedCookie(const Scope &scope)
{
    const QByteArray bytes = selected(scope).data(ProcessModel::CookieRole).toByteArray();
    wire::Cookie cookie{};
    if (bytes.size() != static_cast<qsizetype>(cookie.size()))
        return std::nullopt;
    std::transform(bytes.begin(), bytes.end(), cookie.begin(), [](char c) { return std::byte(c); });
    return cookie;
}

void askName(const Scope &scope, const QString &title, const QString &action, const QString &initial,
             const std::function<void(const QString &)> &use)
{
    auto *dialog = new NameDialog(title, action, initial, scope.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &scope, [dialog, use] { use(dialog->name()); });
    dialog->open();
}

/// `load`: as last asked for.
void askLoad(Scope &scope, SessionId session, const std::shared_ptr<LoadSetting> &load)
{
    const QModelIndex process = scope.processes.indexOfSession(session);
    const QString name = process.data().toString() + QLatin1Char(' ') +
                         process.siblingAtColumn(ProcessModel::PidColumn).data().toString();
    auto *dialog = new LoadDialog(name, *load, scope.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &scope, [all = &scope, dialog, session, load] {
        *load = dialog->setting();
        all->workbench.startLoad(session, *load);
    });
    dialog->open();
}

class Adder
{
public:
    explicit Adder(Scope &scope)
        : m_scope(&scope)
    {}
    /// A command on the selected process of ours.
    void add(const char *id, const QString &text, const std::function<void(SessionId, const QVariant &)> &act,
             bool separated = false, const std::function<QString(SessionId)> &unless = {})
    {
        Scope *all = m_scope;
        all->commands.add(
            {.id = QString::fromLatin1(id),
             .text = text,
             .menu = CommandMenu::Process,
             .run = [all, act](const QVariant &argument) { act(*all->selectedSession(), argument); },
             .whyNot =
                 [all, unless] {
                     const auto session = all->selectedSession();
                     if (!session)
                         return tr("Select a living process of rumpscope's own first.");
                     return unless ? unless(*session) : QString();
                 },
             .separated = separated});
    }
    /// A command on the selected prepared child.
    void addPrepared(const char *id, const QString &text, void (Workbench::*act)(const wire::Cookie &),
                     bool separated)
    {
        Scope *all = m_scope;
        all->commands.add(
            {.id = QString::fromLatin1(id),
             .text = text,
             .menu = CommandMenu::Process,
             .run = [all, act](const QVariant &) { (all->workbench.*act)(*selectedCookie(*all)); },
             .whyNot =
                 [all] { return selectedCookie(*all) ? QString() : tr("Select a prepared child first."); },
             .separated = separated});
    }

private:
    Scope *m_scope;
};

void addNew(Scope &scope)
{
    Scope *all = &scope;
    scope.commands.add({.id = QStringLiteral("process.new"),
                        .text = tr("&New guest…"),
                        .menu = CommandMenu::Process,
                        .run =
                            [all](const QVariant &name) {
                                if (name.isValid())
                                    return all->workbench.newGuest(name.toString());
                                askName(*all, tr("New guest"), tr("Connect"), tr("guest"),
                                        [all](const QString &typed) { all->workbench.newGuest(typed); });
                            },
                        .whyNot =
                            [all] {
                                const LinkState state = all->workbench.status().state;
                                return state == LinkState::Idle || state == LinkState::Recording
                                           ? tr("Connect to a kernel first.")
                                           : QString();
                            },
                        .tip = tr("Another process that connects to the kernel")});
}

void addLoads(Scope &scope, Adder &adder)
{
    Scope *all = &scope;
    const auto load = std::make_shared<LoadSetting>();
    adder.add(
        "process.load.start", tr("Start a &load…"),
        [all, load](SessionId session, const QVariant &) { askLoad(*all, session, load); }, true,
        [all](SessionId session) {
            return all->workbench.loadRuns(session) ? tr("Its load runs already.") : QString();
        });
    adder.add(
        "process.load.stop", tr("Stop the loa&d"),
        [all](SessionId session, const QVariant &) { all->workbench.stopLoad(session); }, false,
        [all](SessionId session) {
            return all->workbench.loadRuns(session) ? QString() : tr("No load runs in it.");
        });
}

} // namespace

void addProcessCommands(Scope &scope)
{
    Scope *all = &scope;
    Adder adder(scope);
    addNew(scope);
    adder.addPrepared("process.claim", tr("&Claim the prepared child"), &Workbench::claim, true);
    adder.addPrepared("process.cancel", tr("C&ancel the prepared child"), &Workbench::cancelPrepared, false);
    adder.add(
        "process.fork", tr("&Fork"),
        [all](SessionId session, const QVariant &) { all->workbench.fork(session); }, true);
    adder.add("process.prepare", tr("&Prepare a child"),
              [all](SessionId session, const QVariant &) { all->workbench.prepare(session); });
    adder.add("process.exec", tr("&Exec…"), [all](SessionId session, const QVariant &name) {
        if (name.isValid())
            return all->workbench.exec(session, name.toString());
        askName(*all, tr("Exec"), tr("Exec"), {},
                [all, session](const QString &typed) { all->workbench.exec(session, typed); });
    });
    addLoads(scope, adder);
    adder.add(
        "process.cut", tr("C&ut the connection"),
        [all](SessionId session, const QVariant &) { all->workbench.dropConnection(session); }, true);
    adder.add("process.close", tr("Cl&ose"),
              [all](SessionId session, const QVariant &) { all->workbench.close(session); });
    scope.commands.add(
        {.id = QStringLiteral("process.ended"),
         .text = tr("Show en&ded processes"),
         .menu = CommandMenu::Process,
         .run = [all](const QVariant &) { all->processes.setShowEnded(!all->processes.showEnded()); },
         .separated = true,
         .isOn = [all] { return all->processes.showEnded(); }});
}

} // namespace rumpscope::ui
