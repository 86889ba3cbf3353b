// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/address/connection_bar.h"

#include "ui/kit/elided_label.h"
#include "ui/kit/format.h"
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"
#include "ui/panes/address/state_chip.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>

namespace rumpscope::ui {

namespace {

double seconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

QString system(const wire::Banner &banner)
{
    return QStringLiteral("%1 %2/%3")
        .arg(QString::fromStdString(banner.osType), QString::fromStdString(banner.osRelease),
             QString::fromStdString(banner.machine));
}

} // namespace

ConnectionBar::ConnectionBar(QWidget *parent)
    : QWidget(parent)
    , m_url(new QComboBox(this))
    , m_main(new QPushButton(this))
    , m_second(new QPushButton(this))
    , m_chip(new StateChip(this))
    , m_facts(new ElidedLabel(this))
    , m_retry(new RetryBox(this))
    , m_tools(new QHBoxLayout)
{
    setAccessibleName(tr("Connection"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(8);
    buildAddress(row);
    m_facts->setHue(Hue::Text);
    row->addWidget(m_chip);
    row->addWidget(m_facts, 1);
    row->addWidget(m_retry);
    buildKernelMenu(row);
    m_tools->setSpacing(6);
    row->addLayout(m_tools);
    connect(m_retry, &RetryBox::changed, this, &ConnectionBar::retryChanged);
    setStatus({});
    setKernelState(PracticeKernel::State::Stopped);
}

void ConnectionBar::buildAddress(QHBoxLayout *row)
{
    m_url->setEditable(true);
    m_url->setInsertPolicy(QComboBox::NoInsert);
    m_url->setFont(Theme::monospaced(font()));
    m_url->setMinimumContentsLength(10);
    m_url->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_url->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_url->setMaximumWidth(fontMetrics().averageCharWidth() * 48);
    m_url->setAccessibleName(tr("Address of the kernel"));
    m_url->setToolTip(tr("unix:///path/of/socket or tcp://1.2.3.4:port/"));
    m_url->lineEdit()->setPlaceholderText(tr("unix:///path or tcp://address:port/"));
    m_url->completer()->setFilterMode(Qt::MatchContains);
    m_url->completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(m_url->lineEdit(), &QLineEdit::returnPressed, this, &ConnectionBar::go);
    connect(m_url->lineEdit(), &QLineEdit::textChanged, this,
            [this] { m_main->setEnabled(!isIdle() || !url().isEmpty()); });
    connect(m_main, &QPushButton::clicked, this, [this] {
        if (isIdle())
            go();
        else
            emit disconnectRequested();
    });
    connect(m_second, &QPushButton::clicked, this, [this] {
        if (m_state == LinkState::Retrying)
            emit stopRetryingRequested();
        else
            emit reconnectRequested();
    });
    row->addWidget(m_url, 1);
    row->addWidget(m_main);
    row->addWidget(m_second);
}

void ConnectionBar::buildKernelMenu(QHBoxLayout *row)
{
    m_kernel = new QPushButton(symbolIcon(QStringLiteral("kernel")), tr("Practice kernel"), this);
    auto *menu = new QMenu(m_kernel);
    menu->setToolTipsVisible(true);
    m_start = menu->addAction(tr("&Start and connect"), this, &ConnectionBar::kernelStartRequested);
    m_kill = menu->addAction(tr("&Kill, as a crash would"), this, &ConnectionBar::kernelKillRequested);
    m_restart = menu->addAction(tr("&Restart"), this, &ConnectionBar::kernelRestartRequested);
    m_stop = menu->addAction(tr("S&top"), this, &ConnectionBar::kernelStopRequested);
    menu->addSeparator();
    menu->addAction(tr("&Faults…"), this, &ConnectionBar::kernelFaultsRequested);
    m_kill->setToolTip(tr("Every client sees its connection break"));
    m_restart->setToolTip(tr("The same address: retrying clients find it again"));
    m_kernel->setMenu(menu);
    row->addWidget(m_kernel);
}

QString ConnectionBar::url() const
{
    return m_url->currentText().trimmed();
}

void ConnectionBar::setUrl(const QString &url)
{
    m_url->setEditText(url);
}

void ConnectionBar::setHistory(const QStringList &urls)
{
    const QString typed = m_url->currentText();
    m_url->clear();
    m_url->addItems(urls.mid(0, kHistory));
    m_url->setEditText(typed);
}

QStringList ConnectionBar::history() const
{
    QStringList urls;
    for (int i = 0; i < m_url->count(); ++i)
        urls << m_url->itemText(i);
    return urls;
}

retry::Policy ConnectionBar::retry() const
{
    return m_retry->policy();
}

void ConnectionBar::setRetry(const retry::Policy &setting)
{
    m_retry->setPolicy(setting);
}

void ConnectionBar::addTool(QWidget *tool)
{
    m_tools->addWidget(tool);
}

void ConnectionBar::focusUrl()
{
    m_url->setFocus(Qt::ShortcutFocusReason);
    m_url->lineEdit()->selectAll();
}

void ConnectionBar::go()
{
    const QString target = url();
    if (target.isEmpty())
        return;
    QStringList urls = history();
    urls.removeAll(target);
    urls.prepend(target);
    setHistory(urls);
    emit connectRequested(target);
}

void ConnectionBar::setStatus(const LinkStatus &status)
{
    m_state = status.state;
    QStringList facts;
    QString word;
    switch (status.state) {
    case LinkState::Idle:
        word = tr("not connected");
        break;
    case LinkState::Connecting:
        word = tr("connecting");
        break;
    case LinkState::Connected:
        word = tr("connected");
        break;
    case LinkState::Silent:
        word = tr("not answering for %1").arg(secondsText(seconds(status.silentFor)));
        break;
    case LinkState::Retrying:
        word = tr("lost, retrying");
        facts << tr("%n failed attempt(s)", nullptr, static_cast<int>(status.attempts));
        if (status.nextAttempt)
            facts << tr("next in %1").arg(secondsText(std::max(0.0, seconds(*status.nextAttempt))));
        break;
    case LinkState::Lost:
        word = tr("lost");
        break;
    case LinkState::Recording:
        word = tr("recording");
        break;
    }
    m_chip->setState(status.state, word);
    if (!status.sentence.isEmpty())
        facts << status.sentence;
    QString name;
    if (status.banner && status.state != LinkState::Lost && status.state != LinkState::Idle) {
        name = system(*status.banner);
        facts << name << tr("rump_sp %1.%2").arg(status.banner->major).arg(status.banner->minor);
    }
    if (status.state == LinkState::Connected && status.roundTrip)
        facts << tr("rtt %1").arg(latencyText(seconds(*status.roundTrip) * 1e6));
    if (status.generation > 0 && status.state != LinkState::Idle)
        facts << tr("generation %1").arg(status.generation);
    const QString separator = QStringLiteral(" · ");
    m_facts->setText(facts.isEmpty() ? QString() : facts.join(separator));
    m_facts->setStrong(name);
    showButtons(status);
}

void ConnectionBar::showButtons(const LinkStatus &status)
{
    const bool idle = isIdle();
    m_main->setText(idle ? tr("Connect") : tr("Disconnect"));
    m_main->setDefault(idle);
    m_main->setEnabled(!idle || !url().isEmpty());
    m_second->setVisible(status.state == LinkState::Lost || status.state == LinkState::Retrying);
    m_second->setText(status.state == LinkState::Retrying ? tr("Stop retrying") : tr("Reconnect"));
}

void ConnectionBar::setKernelState(PracticeKernel::State state)
{
    using State = PracticeKernel::State;
    m_start->setEnabled(state == State::Stopped);
    m_kill->setEnabled(state == State::Running || state == State::Starting);
    m_restart->setEnabled(state == State::Running);
    m_stop->setEnabled(state == State::Running || state == State::Starting);
    switch (state) {
    case State::Stopped:
        m_kernel->setText(tr("Practice kernel"));
        break;
    case State::Starting:
        m_kernel->setText(tr("Practice kernel: starting"));
        break;
    case State::Running:
        m_kernel->setText(tr("Practice kernel: runs"));
        break;
    case State::Stopping:
        m_kernel->setText(tr("Practice kernel: stopping"));
        break;
    }
}

void ConnectionBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Hue::Bar));
    painter.fillRect(0, height() - 1, width(), 1, theme.colour(Hue::Border));
}

} // namespace rumpscope::ui
