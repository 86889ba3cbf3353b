// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the selected process.
#pragma once

namespace rumpscope::ui {

class Scope;

/// Adds the menu "Process" to the window's commands. The scope outlives them.
void addProcessCommands(Scope &scope);

} // namespace rumpscope::ui
