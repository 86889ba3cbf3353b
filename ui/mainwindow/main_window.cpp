// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/main_window.h"

#include "ui/kit/card.h"
#include "ui/mainwindow/menus.h"
#include "ui/mainwindow/panels.h"
#include "ui/mainwindow/panes.h"
#include "ui/mainwindow/window_commands.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rumpscope::ui {

namespace {

constexpr int kGap = 10; ///< pixels around the cards
constexpr QSize kFirstSize(1440, 900);
constexpr int kCentreFigures = 62; ///< a call can be typed and read in these; only then the sides give way

const QString kGeometry = QStringLiteral("window/geometry");
const QString kPanels = QStringLiteral("window/panels");
const QString kMenuBar = QStringLiteral("window/menu bar");

QVBoxLayout *makeColumn(QVBoxLayout *in)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    in->addLayout(column);
    return column;
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : MainWindow(panes(), parent)
{}

MainWindow::MainWindow(std::vector<Pane> panes, QWidget *parent)
    : QMainWindow(parent)
    , m_table(std::move(panes))
{
    setWindowTitle(tr("rumpscope"));
    m_scope.setWindow(this);
    build();
    addPaneCommands();
    addLayoutCommands(*this);
    placePanes();
    addWindowCommands(*this);

    for (const QString &id : m_scope.commands.ids())
        addAction(m_scope.commands.action(id)); // menus are closed most of the time
    connect(&m_scope.commands, &Commands::added, this,
            [this](const QString &id) { addAction(m_scope.commands.action(id)); });
    const auto *menus = new Menus(m_scope.commands, menuBar(), this);
    m_menuButton = menus->makeButton();
    m_scope.tools.add(m_menuButton);
    connect(&m_scope, &Scope::openWanted, this, &MainWindow::open);
    restoreStates();
}

/// Panes show what the scope has: they go first.
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
    m_top = makeColumn(rows);
    m_panels = new Panels;
    m_panels->setCentralWidget(buildCentre());
    auto *margin = new QWidget;
    auto *inner = new QVBoxLayout(margin);
    inner->setContentsMargins(kGap, kGap, kGap, kGap);
    inner->addWidget(m_panels);
    rows->addWidget(margin, 1);
    m_bottom = makeColumn(rows);
    setCentralWidget(all);
    setContextMenuPolicy(Qt::NoContextMenu); // the panels have one; the window itself has nothing to hide
}

QWidget *MainWindow::buildCentre()
{
    auto *card = new Card(tr("Calls"));
    card->setHeaderVisible(false);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    auto *corner = new QWidget;
    m_corner = new QHBoxLayout(corner);
    m_corner->setContentsMargins(0, 0, 0, 0);
    m_tabs->setCornerWidget(corner);
    card->setContent(m_tabs);
    auto *below = new QWidget;
    m_below = new QVBoxLayout(below);
    m_below->setContentsMargins(0, 0, 0, 0);
    m_below->setSpacing(0);
    card->addFooter(below);
    card->setMinimumWidth(fontMetrics().averageCharWidth() * kCentreFigures);
    return card;
}

/// Tabs first, then docks: the first entries of the menu "View".
void MainWindow::addPaneCommands()
{
    for (const auto kind : {Pane::Place::Centre, Pane::Place::Dock}) {
        bool first = true;
        for (const Pane &pane : m_table) {
            if (pane.place == kind)
                addPaneCommand(pane, std::exchange(first, false));
        }
    }
}

void MainWindow::addPaneCommand(const Pane &pane, bool separated)
{
    Command command{.id = QStringLiteral("view.") + pane.id,
                    .text = pane.title,
                    .menu = CommandMenu::View,
                    .keys = pane.keys,
                    .run = [this, id = pane.id](const QVariant &) { open(id); },
                    .separated = separated};
    if (pane.place == Pane::Place::Dock) {
        command.run = [this, id = pane.id](const QVariant &) { m_panels->show(id, !m_panels->shows(id)); };
        command.isOn = [this, id = pane.id] { return m_panels->shows(id); };
    }
    m_scope.commands.add(std::move(command));
}

void MainWindow::placePanes()
{
    for (const Pane &pane : m_table) {
        const PaneView view = pane.make(m_scope);
        if (view.widget)
            place(pane, view);
    }
    m_panels->arrange(Layout::Explore);
    connect(m_panels, &Panels::shownChanged, &m_scope.commands, &Commands::refreshSoon);
}

void MainWindow::place(const Pane &pane, const PaneView &view)
{
    m_widgets[pane.id] = view.widget;
    switch (pane.place) {
    case Pane::Place::Top:
        m_top->addWidget(view.widget);
        break;
    case Pane::Place::Bottom:
        m_bottom->addWidget(view.widget);
        break;
    case Pane::Place::Below:
        m_below->addWidget(view.widget);
        break;
    case Pane::Place::Centre:
        placeTab(pane, view);
        break;
    case Pane::Place::Dock:
        placeDock(pane, view.widget);
        break;
    case Pane::Place::None:
        break;
    }
}

void MainWindow::placeTab(const Pane &pane, const PaneView &view)
{
    QWidget *widget = view.widget;
    m_tabs->addTab(widget, pane.title);
    connect(widget, &QWidget::windowTitleChanged, m_tabs,
            [this, widget](const QString &title) { m_tabs->setTabText(m_tabs->indexOf(widget), title); });
    if (!view.tools)
        return;
    m_corner->addWidget(view.tools);
    const auto showTools = [this, view] { view.tools->setVisible(m_tabs->currentWidget() == view.widget); };
    connect(m_tabs, &QTabWidget::currentChanged, view.tools, showTools);
    showTools();
}

void MainWindow::placeDock(const Pane &pane, QWidget *widget)
{
    auto *card = qobject_cast<Card *>(widget);
    if (!card) {
        card = new Card(pane.title);
        card->setContent(widget);
    }
    m_panels->addPanel(pane, card);
}

void MainWindow::arrange(Layout layout)
{
    m_panels->arrange(layout);
    for (const Pane &pane : m_table) {
        if (std::find(pane.frontIn.begin(), pane.frontIn.end(), layout) != pane.frontIn.end())
            open(pane.id);
    }
}

void MainWindow::open(const QString &pane)
{
    const auto found = m_widgets.find(pane);
    if (found == m_widgets.end())
        return;
    if (m_tabs->indexOf(found->second) >= 0)
        m_tabs->setCurrentWidget(found->second);
    else
        m_panels->show(pane, true);
}

void MainWindow::showMenuBar(bool shown)
{
    menuBar()->setVisible(shown);
    m_menuButton->setVisible(!shown);
    m_scope.settings.setValue(kMenuBar, shown);
}

bool MainWindow::showsMenuBar() const
{
    return !menuBar()->isHidden();
}

void MainWindow::restoreStates()
{
    resize(kFirstSize.boundedTo(screen()->availableSize()));
    restoreGeometry(m_scope.settings.value(kGeometry).toByteArray());
    m_panels->restore(m_scope.settings.value(kPanels).toByteArray());
    const bool withBar = m_scope.settings.value(kMenuBar, true).toBool();
    menuBar()->setVisible(withBar);
    m_menuButton->setVisible(!withBar);
}

void MainWindow::saveStates()
{
    m_scope.settings.setValue(kGeometry, saveGeometry());
    m_scope.settings.setValue(kPanels, m_panels->saveState());
    emit m_scope.saving();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveStates();
    event->accept();
}

} // namespace rumpscope::ui
