// SPDX-License-Identifier: GPL-3.0-or-later
// What a pane says of itself, so that the window can have it without knowing it.
#pragma once

#include <QKeySequence>
#include <QString>
#include <Qt>

#include <array>
#include <functional>
#include <vector>

class QWidget;

namespace rumpscope::ui {

class Scope;

enum class Layout {
    Explore, ///< processes at the left, time at the right
    Debug,   ///< time across the whole width: retries against latency
    Teach,   ///< room for processes and messages; of time the connection only
};
inline constexpr std::size_t kLayouts = 3;

/// Where a dock stands in one of the ready layouts. Sizes are pixels of a first window; what is left over is
/// the centre's. A size of 0 leaves it to the others.
struct DockPlace
{
    Qt::DockWidgetArea area = Qt::RightDockWidgetArea;
    bool shown = true;
    int order = 0; ///< among those of its area, from the top or the left
    int width = 0;
    int height = 0;
};

/// A pane as it was made.
struct PaneView
{
    /// What is shown; the window owns it then. Null: the pane has commands and dialogs only. A tab follows
    /// its window title; that of a dock is a Card.
    QWidget *widget = nullptr;
    QWidget *tools = nullptr; ///< in the corner of the tabs while this one is in front
};

/// A row of the window's table.
struct Pane
{
    enum class Place {
        Top,    ///< a bar above everything
        Centre, ///< a tab in the middle
        Below,  ///< a bar below the tabs
        Dock,   ///< a card around the centre
        Bottom, ///< a bar below everything
        None,   ///< only commands and dialogs
    };
    QString id;    ///< stable: commands ("view.ladder") and saved layouts name it
    QString title; ///< on its tab or card and in menus
    Place place = Place::None;
    /// Makes it once; the scope outlives it.
    std::function<PaneView(Scope &scope)> make;
    QString icon = {};      ///< a name of resources/icons; empty: none
    QKeySequence keys = {}; ///< brings it to the front
    /// By Layout; of a dock only.
    std::array<DockPlace, kLayouts> docks = {};
    /// Layouts that bring this tab to the front.
    std::vector<Layout> frontIn = {};
    bool showsTime = false; ///< a dock on the time axis: only the lowest of several says the times
};

} // namespace rumpscope::ui
