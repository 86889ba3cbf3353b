// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/panels.h"

#include "ui/kit/card.h"

#include <QAction>
#include <QDockWidget>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace rumpscope::ui {

namespace {

// Pixels of the first layout; what is left over is the centre's.
constexpr int kProcesses = 300;
constexpr int kTime = 420;
constexpr int kLatency = 300;
constexpr int kConnection = 220;
constexpr int kThroughput = 180;
constexpr int kTimeBelow = 260;       ///< Debug: height of the plots
constexpr int kWideProcesses = 380;   ///< Teach
constexpr int kConnectionBelow = 170; ///< Teach: its height

/// The card's header is what it is moved by; both are on one sheet.
class Dock : public QDockWidget
{
public:
    Dock(const QString &name, Card *card, QWidget *parent)
        : QDockWidget(card->title(), parent)
    {
        setObjectName(name);
        setTitleBarWidget(card->takeHeader());
        setWidget(card);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        Card::paintSheet(painter, *this);
    }
};

} // namespace

Panels::Panels(const Cards &cards, QWidget *parent)
    : QMainWindow(parent, Qt::Widget)
    , m_processes(addPanel(QStringLiteral("processes"), cards.processes))
    , m_latency(addPanel(QStringLiteral("latency"), cards.latency))
    , m_connection(addPanel(QStringLiteral("connection"), cards.connection))
    , m_throughput(addPanel(QStringLiteral("throughput"), cards.throughput))
{
    m_moved.setSingleShot(true);
    connect(&m_moved, &QTimer::timeout, this, &Panels::showTimes);
    setCentralWidget(cards.centre);
    setDockNestingEnabled(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    arrange(Arrangement::Explore);
}

QDockWidget *Panels::addPanel(const QString &name, Card *card)
{
    auto *panel = new Dock(name, card, this);
    // Several move at a time, and are in their places only afterwards.
    const auto moved = [this] { m_moved.start(); };
    connect(panel, &QDockWidget::visibilityChanged, this, moved);
    connect(panel, &QDockWidget::dockLocationChanged, this, moved);
    connect(panel, &QDockWidget::topLevelChanged, this, moved);
    return panel;
}

void Panels::showTimes()
{
    const auto panels = {m_latency, m_connection, m_throughput};
    for (QDockWidget *panel : panels) {
        const bool covered = std::any_of(panels.begin(), panels.end(), [panel](const QDockWidget *other) {
            const QRect here = panel->geometry();
            const QRect there = other->geometry();
            return !panel->isFloating() && other->isVisible() && !other->isFloating() &&
                   there.top() > here.bottom() && there.left() <= here.right() &&
                   there.right() >= here.left();
        });
        static_cast<Card *>(panel->widget())->setTimeShown(!covered);
    }
}

QList<QAction *> Panels::toggles() const
{
    QList<QAction *> actions;
    for (const QDockWidget *panel : {m_processes, m_latency, m_connection, m_throughput})
        actions.push_back(panel->toggleViewAction());
    return actions;
}

void Panels::arrange(Arrangement arrangement)
{
    m_wanted.clear();
    for (QDockWidget *panel : {m_processes, m_latency, m_connection, m_throughput}) {
        panel->setFloating(false);
        removeDockWidget(panel);
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_processes);
    if (arrangement == Arrangement::Explore) {
        for (QDockWidget *panel : {m_latency, m_connection, m_throughput})
            addDockWidget(Qt::RightDockWidgetArea, panel, Qt::Vertical);
    } else {
        for (QDockWidget *panel : {m_connection, m_latency, m_throughput})
            addDockWidget(Qt::BottomDockWidgetArea, panel, Qt::Horizontal);
    }
    const bool teach = arrangement == Arrangement::Teach;
    m_processes->show();
    m_connection->show();
    m_latency->setVisible(!teach);
    m_throughput->setVisible(arrangement == Arrangement::Explore);
    resizeDocks({m_processes}, {teach ? kWideProcesses : kProcesses}, Qt::Horizontal);
    if (arrangement == Arrangement::Explore) {
        resizeDocks({m_latency}, {kTime}, Qt::Horizontal);
        resizeDocks({m_latency, m_connection, m_throughput}, {kLatency, kConnection, kThroughput},
                    Qt::Vertical);
    } else {
        resizeDocks({m_connection}, {teach ? kConnectionBelow : kTimeBelow}, Qt::Vertical);
        resizeDocks({m_connection, m_latency}, {1, 1}, Qt::Horizontal);
    }
}

void Panels::restore(const QByteArray &state)
{
    if (isVisible())
        restoreState(state);
    else
        m_wanted = state;
}

/// Sizes can be given to panels only once there is room that they share.
void Panels::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (!m_wanted.isEmpty())
        restoreState(std::exchange(m_wanted, {}));
}

} // namespace rumpscope::ui
