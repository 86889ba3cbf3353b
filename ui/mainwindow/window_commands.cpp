// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_commands.h"

#include "ui/kit/theme.h"
#include "ui/mainwindow/command_palette.h"
#include "ui/mainwindow/keys_dialog.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QMessageBox>

namespace rumpscope::ui {

namespace {

QString tr(const char *text)
{
    return MainWindow::tr(text);
}

void addColours(MainWindow &window)
{
    struct Choice
    {
        const char *id;
        QString text;
        Theme::Scheme scheme;
    };
    for (const Choice &choice : {Choice{"view.colours.system", tr("As the &desktop"), Theme::Scheme::System},
                                 Choice{"view.colours.light", tr("&Light"), Theme::Scheme::Light},
                                 Choice{"view.colours.dark", tr("D&ark"), Theme::Scheme::Dark}})
        window.scope().commands.add(
            {.id = QString::fromLatin1(choice.id),
             .text = choice.text,
             .menu = CommandMenu::View,
             .run = [scheme = choice.scheme](const QVariant &) { Theme::apply(*qApp, scheme); },
             .submenu = tr("Colo&urs"),
             .isOn = [scheme = choice.scheme] { return Theme::scheme() == scheme; }});
}

void addHelp(MainWindow &window)
{
    MainWindow *all = &window;
    Commands &commands = window.scope().commands;
    commands.add(
        {.id = QStringLiteral("help.commands"),
         .text = tr("&Find a command…"),
         .menu = CommandMenu::Help,
         .keys = Qt::CTRL | Qt::SHIFT | Qt::Key_P,
         .run = [all](const QVariant &) { (new CommandPalette(all->scope().commands, all))->open(); }});
    commands.add({.id = QStringLiteral("help.keys"),
                  .text = tr("&Keys…"),
                  .menu = CommandMenu::Help,
                  .run = [all](const QVariant &) { (new KeysDialog(all->scope().commands, all))->open(); },
                  .tip = tr("All commands with their keys, which can be changed there")});
    commands.add({.id = QStringLiteral("help.about"),
                  .text = tr("&About rumpscope"),
                  .menu = CommandMenu::Help,
                  .run =
                      [all](const QVariant &) {
                          QMessageBox::about(
                              all, tr("About rumpscope"),
                              tr("<b>rumpscope %1</b><br>An oscilloscope for rump kernels.<br><br>"
                                 "GPL-3.0-or-later; the client core is BSD-2-Clause.")
                                  .arg(QCoreApplication::applicationVersion()));
                      },
                  .separated = true});
}

} // namespace

void addLayoutCommands(MainWindow &window)
{
    struct Choice
    {
        const char *id;
        QString text;
        Qt::Key key;
        Layout layout;
    };
    MainWindow *all = &window;
    for (const Choice &choice : {Choice{"view.layout.explore", tr("&Explore"), Qt::Key_E, Layout::Explore},
                                 Choice{"view.layout.debug", tr("&Debug"), Qt::Key_D, Layout::Debug},
                                 Choice{"view.layout.teach", tr("&Teach"), Qt::Key_T, Layout::Teach}})
        window.scope().commands.add(
            {.id = QString::fromLatin1(choice.id),
             .text = choice.text,
             .menu = CommandMenu::View,
             .keys = Qt::CTRL | Qt::SHIFT | choice.key,
             .run = [all, layout = choice.layout](const QVariant &) { all->arrange(layout); },
             .submenu = tr("La&yout")});
}

void addWindowCommands(MainWindow &window)
{
    MainWindow *all = &window;
    addColours(window);
    window.scope().commands.add({.id = QStringLiteral("view.menu-bar"),
                                 .text = tr("&Menu bar"),
                                 .menu = CommandMenu::View,
                                 .run = [all](const QVariant &) { all->showMenuBar(!all->showsMenuBar()); },
                                 .tip = tr("Without it, the menus are behind a button in the first bar"),
                                 .separated = true,
                                 .isOn = [all] { return all->showsMenuBar(); }});
    addHelp(window);
    window.scope().commands.add({.id = QStringLiteral("file.quit"),
                                 .text = tr("&Quit"),
                                 .menu = CommandMenu::File,
                                 .keys = Qt::CTRL | Qt::Key_Q,
                                 .run = [all](const QVariant &) { all->close(); },
                                 .separated = true});
}

} // namespace rumpscope::ui
