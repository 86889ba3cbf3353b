// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/address/address_pane.h"

#include "ui/bridge/replay.h"
#include "ui/kit/scope.h"
#include "ui/panes/address/connection_bar.h"

namespace rumpscope::ui {

namespace {

using State = PracticeKernel::State;

const QString kUrls = QStringLiteral("connection/urls");
const QString kRetry = QStringLiteral("connection/retry");

/// A policy's text, or a number of rumpclient_setconnretry(3), as older versions stored it. For ever, where
/// there is no value or a spoilt one.
retry::Policy policyOf(const QVariant &value)
{
    const QString text = value.toString();
    bool isNumber = false;
    if (const long long number = text.toLongLong(&isNumber); isNumber)
        return retry::Policy::fromValue(number).value_or(retry::Policy::forEver());
    return retry::Policy::parse(text.toStdString()).value_or(retry::Policy::forEver());
}

/// The bar, and what it is there for: the connection and the practice kernel.
class Address : public ConnectionBar
{
public:
    explicit Address(Scope &scope);

private:
    void connectTo(const QString &url);
    void setPolicy(const retry::Policy &policy);
    void kernelStarted(const QString &url);
    void addConnectionCommands();
    void addPolicyCommand();
    void addKernelCommands();
    void addKernelCommand(const char *id, const QString &text, void (PracticeKernel::*act)(),
                          const std::function<QString(State)> &unless, const QString &tip = {});
    void wireBar();
    void runs(void (ConnectionBar::*wish)(), const char *command);
    [[nodiscard]] LinkState state() const { return m_scope.workbench.status().state; }

    Scope &m_scope;
    bool m_joins = false; ///< the kernel was started to be connected to
};

Address::Address(Scope &scope)
    : m_scope(scope)
{
    setHistory(scope.settings.value(kUrls).toStringList());
    setPolicy(policyOf(scope.settings.value(kRetry)));
    scope.tools.setHost([this](QWidget *tool) { addTool(tool); });
    addConnectionCommands();
    addPolicyCommand();
    addKernelCommands();
    wireBar();
    const auto showStatus = [this] { setStatus(m_scope.workbench.status()); };
    connect(&scope.workbench, &Workbench::statusChanged, this, showStatus);
    connect(&scope.workbench.replay(), &Replay::changed, this, showStatus);
    PracticeKernel *kernel = &scope.kernel;
    connect(kernel, &PracticeKernel::stateChanged, this, [this] { setKernelState(m_scope.kernel.state()); });
    connect(kernel, &PracticeKernel::started, this, &Address::kernelStarted);
    connect(kernel, &PracticeKernel::failed, &scope, &Scope::say);
    connect(kernel, &PracticeKernel::stopped, this, [this](const QString &sentence) {
        if (!sentence.isEmpty())
            m_scope.say(sentence);
    });
}

/// Buttons and menu of the bar give the same commands as the menus do.
void Address::wireBar()
{
    connect(this, &ConnectionBar::connectRequested, this, &Address::connectTo);
    connect(this, &ConnectionBar::retryChanged, this, [this](const retry::Policy &policy) {
        m_scope.workbench.setRetry(policy);
        m_scope.settings.setValue(kRetry, QString::fromStdString(policy.text()));
    });
    runs(&ConnectionBar::disconnectRequested, "kernel.disconnect");
    runs(&ConnectionBar::reconnectRequested, "kernel.reconnect");
    runs(&ConnectionBar::stopRetryingRequested, "kernel.stop-retrying");
    runs(&ConnectionBar::kernelStartRequested, "kernel.practice.start");
    runs(&ConnectionBar::kernelKillRequested, "kernel.practice.kill");
    runs(&ConnectionBar::kernelRestartRequested, "kernel.practice.restart");
    runs(&ConnectionBar::kernelStopRequested, "kernel.practice.stop");
    runs(&ConnectionBar::kernelFaultsRequested, "kernel.faults");
}

void Address::runs(void (ConnectionBar::*wish)(), const char *command)
{
    connect(this, wish, this, [this, id = QString::fromLatin1(command)] { m_scope.commands.run(id); });
}

void Address::connectTo(const QString &target)
{
    setUrl(target);
    if (m_scope.settings.remembers()) {
        QStringList urls = history();
        urls.removeAll(target);
        if (target != m_scope.kernel.url()) // another one next time
            urls.push_front(target);
        setHistory(urls.mid(0, kHistory));
        m_scope.settings.setValue(kUrls, history());
        setUrl(target);
    }
    m_scope.workbench.connectTo(target);
}

void Address::setPolicy(const retry::Policy &policy)
{
    setRetry(policy);
    m_scope.workbench.setRetry(policy);
}

/// A kernel that comes back is found by the retry policy: that is what it is for. Where the policy has ended,
/// it takes a command to connect.
void Address::kernelStarted(const QString &started)
{
    const LinkStatus status = m_scope.workbench.status();
    if (status.url != started || status.state == LinkState::Idle || status.generation == 0)
        connectTo(started);
    else if (m_joins && status.state == LinkState::Lost)
        m_scope.workbench.reconnectNow();
    m_joins = false;
}

void Address::addConnectionCommands()
{
    Commands &commands = m_scope.commands;
    commands.add({.id = QStringLiteral("kernel.address"),
                  .text = tr("Go to the &address"),
                  .menu = CommandMenu::Kernel,
                  .keys = Qt::CTRL | Qt::Key_L,
                  .run = [this](const QVariant &) { focusUrl(); }});
    commands.add({.id = QStringLiteral("kernel.connect"),
                  .text = tr("&Connect"),
                  .menu = CommandMenu::Kernel,
                  .run =
                      [this](const QVariant &target) {
                          if (target.isValid())
                              connectTo(target.toString());
                          else if (url().isEmpty())
                              focusUrl();
                          else
                              connectTo(url());
                      },
                  .tip = tr("To the kernel whose address is in the line")});
    commands.add({.id = QStringLiteral("kernel.disconnect"),
                  .text = tr("&Disconnect"),
                  .menu = CommandMenu::Kernel,
                  .run = [this](const QVariant &) { m_scope.workbench.disconnectAll(); },
                  .whyNot =
                      [this] {
                          return state() == LinkState::Idle || state() == LinkState::Recording
                                     ? tr("No kernel is connected.")
                                     : QString();
                      }});
    commands.add({.id = QStringLiteral("kernel.reconnect"),
                  .text = tr("R&econnect now"),
                  .menu = CommandMenu::Kernel,
                  .run = [this](const QVariant &) { m_scope.workbench.reconnectNow(); },
                  .whyNot =
                      [this] {
                          return state() == LinkState::Lost ? QString()
                                                            : tr("No connection is lost for good.");
                      }});
    commands.add({.id = QStringLiteral("kernel.stop-retrying"),
                  .text = tr("Stop &retrying"),
                  .menu = CommandMenu::Kernel,
                  .run = [this](const QVariant &) { m_scope.workbench.stopRetrying(); },
                  .whyNot =
                      [this] {
                          return state() == LinkState::Retrying ? QString()
                                                                : tr("No connection is being retried.");
                      }});
}

void Address::addPolicyCommand()
{
    m_scope.commands.add({.id = QStringLiteral("kernel.retry"), // by scripts: a policy as text
                          .text = tr("Retry policy"),
                          .run = [this](const QVariant &value) { setPolicy(policyOf(value)); }});
}

void Address::addKernelCommands()
{
    const auto stopped = [](State state) {
        return state == State::Stopped ? QString() : tr("The practice kernel runs already.");
    };
    const auto running = [](State state) {
        return state == State::Running ? QString() : tr("The practice kernel does not run.");
    };
    const auto alive = [](State state) {
        return state == State::Running || state == State::Starting ? QString()
                                                                   : tr("The practice kernel does not run.");
    };
    addKernelCommand("kernel.practice.start", tr("&Start and connect"), &PracticeKernel::start, stopped,
                     tr("A small kernel that comes with rumpscope, for trying things out"));
    addKernelCommand("kernel.practice.kill", tr("&Kill, as a crash would"), &PracticeKernel::kill, alive,
                     tr("Every client sees its connection break"));
    addKernelCommand("kernel.practice.restart", tr("Restar&t"), &PracticeKernel::restart, running,
                     tr("The same address: retrying clients find it again"));
    addKernelCommand("kernel.practice.stop", tr("St&op"), &PracticeKernel::stop, alive);
}

void Address::addKernelCommand(const char *id, const QString &text, void (PracticeKernel::*act)(),
                               const std::function<QString(State)> &unless, const QString &tip)
{
    m_scope.commands.add({.id = QString::fromLatin1(id),
                          .text = text,
                          .menu = CommandMenu::Kernel,
                          .run =
                              [this, act](const QVariant &) {
                                  m_joins = act == &PracticeKernel::start;
                                  (m_scope.kernel.*act)();
                              },
                          .whyNot = [this, unless] { return unless(m_scope.kernel.state()); },
                          .tip = tip,
                          .submenu = tr("&Practice kernel")});
}

PaneView make(Scope &scope)
{
    return {.widget = new Address(scope)};
}

} // namespace

Pane addressPane()
{
    return {.id = QStringLiteral("address"),
            .title = ConnectionBar::tr("Address"),
            .place = Pane::Place::Top,
            .make = make};
}

} // namespace rumpscope::ui
