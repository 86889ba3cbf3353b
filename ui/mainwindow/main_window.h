// SPDX-License-Identifier: GPL-3.0-or-later
// The window: puts panes beside each other and makes menus from the commands. It knows no pane by its type.
#pragma once

#include "ui/kit/pane.h"
#include "ui/kit/scope.h"

#include <QMainWindow>

class QHBoxLayout;
class QTabWidget;
class QToolButton;
class QVBoxLayout;

namespace rumpscope::ui {

class Panels;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// With all panes of the program.
    explicit MainWindow(QWidget *parent = nullptr);
    /// `panes`: the table; ids are unique.
    explicit MainWindow(std::vector<Pane> panes, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Scope &scope() { return m_scope; }

    void arrange(Layout layout);
    /// Brings a pane to the front; unknown ids are passed over.
    void open(const QString &pane);
    /// The same menus are behind a button where the bar is hidden.
    void showMenuBar(bool shown);
    [[nodiscard]] bool showsMenuBar() const;

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    [[nodiscard]] QWidget *buildCentre();
    void addPaneCommands();
    void addPaneCommand(const Pane &pane, bool separated);
    void placePanes();
    void place(const Pane &pane, const PaneView &view);
    void placeTab(const Pane &pane, const PaneView &view);
    void placeDock(const Pane &pane, QWidget *widget);
    void restoreStates();
    void saveStates();

    Scope m_scope;
    const std::vector<Pane> m_table;
    std::map<QString, QWidget *> m_widgets; ///< of panes that have one, by id
    Panels *m_panels = nullptr;
    QTabWidget *m_tabs = nullptr;
    QHBoxLayout *m_corner = nullptr; ///< tools of the tab in front
    QVBoxLayout *m_top = nullptr;
    QVBoxLayout *m_below = nullptr;
    QVBoxLayout *m_bottom = nullptr;
    QToolButton *m_menuButton = nullptr; ///< where there is no menu bar
};

} // namespace rumpscope::ui
