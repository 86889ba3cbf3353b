// SPDX-License-Identifier: GPL-3.0-or-later
// The window's own commands: layouts, colours, menu bar, palette, keys, about, quit.
#pragma once

namespace rumpscope::ui {

class MainWindow;

/// Those of menus that panes fill too stand before and after theirs.
void addLayoutCommands(MainWindow &window);
void addWindowCommands(MainWindow &window);

} // namespace rumpscope::ui
