// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/menus.h"

#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

namespace rumpscope::ui {

namespace {

constexpr CommandMenu kOrder[] = {CommandMenu::File,    CommandMenu::View, CommandMenu::Kernel,
                                  CommandMenu::Process, CommandMenu::Call, CommandMenu::Tap,
                                  CommandMenu::Help};

QString markedTitle(CommandMenu menu)
{
    switch (menu) {
    case CommandMenu::File:
        return Menus::tr("&File");
    case CommandMenu::View:
        return Menus::tr("&View");
    case CommandMenu::Kernel:
        return Menus::tr("&Kernel");
    case CommandMenu::Process:
        return Menus::tr("&Process");
    case CommandMenu::Call:
        return Menus::tr("&Call");
    case CommandMenu::Tap:
        return Menus::tr("&Tap");
    case CommandMenu::Help:
        return Menus::tr("&Help");
    case CommandMenu::None:
        break;
    }
    return {};
}

} // namespace

Menus::Menus(Commands &commands, QMenuBar *bar, QObject *parent)
    : QObject(parent)
    , m_commands(commands)
    , m_bar(bar)
{
    for (const CommandMenu menu : kOrder) {
        m_menus[menu] = makeMenu(markedTitle(menu), nullptr);
        m_bar->addMenu(m_menus[menu]);
    }
    for (const QString &id : commands.ids())
        append(id);
    connect(&commands, &Commands::added, this, &Menus::append);
}

QMenu *Menus::makeMenu(const QString &title, QMenu *in)
{
    auto *menu = in ? in->addMenu(title) : new QMenu(title, m_bar);
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, &m_commands, qOverload<>(&Commands::refresh));
    return menu;
}

void Menus::append(const QString &id)
{
    const Command *command = m_commands.find(id);
    if (command->menu == CommandMenu::None)
        return;
    QMenu *menu = m_menus.at(command->menu);
    if (!command->submenu.isEmpty()) {
        QMenu *&submenu = m_submenus[{command->menu, command->submenu}];
        if (!submenu) {
            menu->addSeparator();
            submenu = makeMenu(command->submenu, menu);
        }
        menu = submenu;
    }
    if (command->separated)
        menu->addSeparator();
    menu->addAction(m_commands.action(id));
}

QToolButton *Menus::makeButton() const
{
    auto *button = new QToolButton;
    button->setText(QStringLiteral("☰"));
    button->setToolTip(tr("Menu"));
    button->setAccessibleName(tr("Menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setAutoRaise(true);
    auto *all = new QMenu(button);
    for (const CommandMenu menu : kOrder)
        all->addMenu(m_menus.at(menu));
    button->setMenu(all);
    return button;
}

QString Menus::title(CommandMenu menu)
{
    return markedTitle(menu).remove(QLatin1Char('&'));
}

} // namespace rumpscope::ui
