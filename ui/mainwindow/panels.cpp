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

Panels::Panels(QWidget *parent)
    : QMainWindow(parent, Qt::Widget)
{
    m_moved.setSingleShot(true);
    connect(&m_moved, &QTimer::timeout, this, &Panels::showTimes);
    setDockNestingEnabled(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
}

void Panels::addPanel(const Pane &pane, Card *card)
{
    auto *dock = new Dock(pane.id, card, this);
    // Several move at a time, and are in their places only afterwards.
    const auto moved = [this] { m_moved.start(); };
    connect(dock, &QDockWidget::visibilityChanged, this, moved);
    connect(dock, &QDockWidget::dockLocationChanged, this, moved);
    connect(dock, &QDockWidget::topLevelChanged, this, moved);
    connect(dock->toggleViewAction(), &QAction::toggled, this, &Panels::shownChanged);
    m_panels.push_back({pane, dock});
}

void Panels::showTimes()
{
    for (const Panel &panel : m_panels) {
        const QDockWidget *dock = panel.dock;
        const bool covered = std::any_of(m_panels.begin(), m_panels.end(), [dock](const Panel &one) {
            const QRect here = dock->geometry();
            const QRect there = one.dock->geometry();
            return one.pane.showsTime && !dock->isFloating() && one.dock->isVisible() &&
                   !one.dock->isFloating() && there.top() > here.bottom() && there.left() <= here.right() &&
                   there.right() >= here.left();
        });
        if (panel.pane.showsTime)
            static_cast<Card *>(dock->widget())->setTimeShown(!covered);
    }
}

QDockWidget *Panels::find(const QString &pane) const
{
    const auto panel =
        std::find_if(m_panels.begin(), m_panels.end(), [&](const Panel &one) { return one.pane.id == pane; });
    return panel == m_panels.end() ? nullptr : panel->dock;
}

bool Panels::shows(const QString &pane) const
{
    const QDockWidget *dock = find(pane);
    return dock && dock->toggleViewAction()->isChecked();
}

void Panels::show(const QString &pane, bool shown)
{
    QDockWidget *dock = find(pane);
    if (!dock)
        return;
    dock->setVisible(shown);
    if (shown)
        dock->raise();
}

void Panels::arrange(Layout layout)
{
    m_wanted.clear();
    for (const Panel &panel : m_panels) {
        panel.dock->setFloating(false);
        removeDockWidget(panel.dock);
    }
    for (const Qt::DockWidgetArea area :
         {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea, Qt::TopDockWidgetArea, Qt::BottomDockWidgetArea})
        arrangeArea(area, static_cast<std::size_t>(layout));
}

void Panels::arrangeArea(Qt::DockWidgetArea area, std::size_t layout)
{
    std::vector<const Panel *> here;
    for (const Panel &panel : m_panels) {
        if (panel.pane.docks.at(layout).area == area)
            here.push_back(&panel);
    }
    const auto placeOf = [layout](const Panel *panel) { return panel->pane.docks.at(layout); };
    std::stable_sort(here.begin(), here.end(), [&](const Panel *left, const Panel *right) {
        return placeOf(left).order < placeOf(right).order;
    });
    const bool atSide = area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
    QList<QDockWidget *> shown;
    QList<int> widths;
    QList<int> heights;
    for (const Panel *panel : here) {
        const DockPlace place = placeOf(panel);
        addDockWidget(area, panel->dock, atSide ? Qt::Vertical : Qt::Horizontal);
        panel->dock->setVisible(place.shown);
        if (!place.shown)
            continue;
        shown.push_back(panel->dock);
        widths.push_back(place.width);
        heights.push_back(place.height);
    }
    if (shown.isEmpty())
        return;
    // What they have in common first, then their shares of the area's length.
    const auto &across = atSide ? widths : heights;
    const auto &along = atSide ? heights : widths;
    resizeDocks({shown.front()}, {across.front()}, atSide ? Qt::Horizontal : Qt::Vertical);
    if (shown.size() > 1)
        resizeDocks(shown, along, atSide ? Qt::Vertical : Qt::Horizontal);
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
