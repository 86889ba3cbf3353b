// SPDX-License-Identifier: GPL-3.0-or-later
// The menu bar, made from the commands.
#pragma once

#include "ui/kit/commands.h"

#include <map>

class QMenu;
class QMenuBar;
class QToolButton;

namespace rumpscope::ui {

/// Every command that is in a menu, in the order of the table; later ones are appended. What they can do now
/// is asked when a menu opens.
class Menus : public QObject
{
    Q_OBJECT
public:
    /// `bar` and the commands outlive it.
    Menus(Commands &commands, QMenuBar *bar, QObject *parent);

    /// The same menus behind one button, for a window without the bar. The caller owns it.
    [[nodiscard]] QToolButton *makeButton() const;
    /// "Kernel"; without the mark for the keyboard.
    [[nodiscard]] static QString title(CommandMenu menu);

private:
    void append(const QString &id);
    [[nodiscard]] QMenu *makeMenu(const QString &title, QMenu *in);

    Commands &m_commands;
    QMenuBar *m_bar;
    std::map<CommandMenu, QMenu *> m_menus;
    std::map<std::pair<CommandMenu, QString>, QMenu *> m_submenus;
};

} // namespace rumpscope::ui
