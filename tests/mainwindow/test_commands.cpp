// SPDX-License-Identifier: GPL-3.0-or-later
// A pane of the test's own, found wherever panes are; commands by menu, palette and keys that the user chose.
#include "tests/mainwindow/opened_window.h"
#include "ui/kit/card.h"
#include "ui/mainwindow/command_palette.h"
#include "ui/mainwindow/keys_dialog.h"
#include "ui/mainwindow/panes.h"

#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

#include <set>

namespace rumpscope::ui::test {
namespace {

const QString kWeather = QStringLiteral("weather");

/// Asked of it so far.
int forecasts = 0;

Pane weatherPane()
{
    return {.id = kWeather,
            .title = QStringLiteral("Weather"),
            .place = Pane::Place::Dock,
            .make =
                [](Scope &scope) {
                    scope.commands.add({.id = QStringLiteral("call.forecast"),
                                        .text = QStringLiteral("&Forecast"),
                                        .menu = CommandMenu::Call,
                                        .keys = Qt::CTRL | Qt::Key_7,
                                        .run = [](const QVariant &) { ++forecasts; }});
                    return PaneView{.widget = new Card(QStringLiteral("Weather"))};
                },
            .keys = Qt::CTRL | Qt::Key_8,
            .docks = {DockPlace{.area = Qt::LeftDockWidgetArea, .order = 1}, DockPlace{.shown = false},
                      DockPlace{.shown = false}}};
}

std::vector<Pane> panesWithWeather()
{
    std::vector<Pane> all = panes();
    all.push_back(weatherPane());
    return all;
}

class Window : public testing::Test
{
protected:
    Window()
    {
        QSettings().clear();
        forecasts = 0;
        open();
    }
    void open()
    {
        m_opened.window = std::make_unique<MainWindow>(panesWithWeather());
        EXPECT_TRUE(m_opened.show());
    }
    [[nodiscard]] Commands &commands() const { return m_opened.window->scope().commands; }
    [[nodiscard]] QDockWidget *weather() const { return m_opened.window->findChild<QDockWidget *>(kWeather); }
    [[nodiscard]] QMenu *menu(const QString &title) const
    {
        for (QAction *action : m_opened.window->menuBar()->actions()) {
            if (action->text().remove(QLatin1Char('&')) == title)
                return action->menu();
        }
        return nullptr;
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier)
    {
        QTest::keyClick(m_opened.window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    [[nodiscard]] CommandPalette *openPalette()
    {
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        return m_opened.window->findChild<CommandPalette *>();
    }

    OpenedWindow m_opened;
};

TEST_F(Window, HasAPaneThatIsOnlyInItsTable)
{
    ASSERT_NE(weather(), nullptr);
    EXPECT_TRUE(weather()->isVisible());
    EXPECT_TRUE(
        menu(QStringLiteral("View"))->actions().contains(commands().action(QStringLiteral("view.weather"))));
    press(Qt::Key_8);
    EXPECT_FALSE(weather()->isVisible()) << "its key hides it";
    m_opened.window->close();
    open();
    EXPECT_TRUE(eventually([&] { return !weather()->isVisible(); })) << "as it was left";
    EXPECT_FALSE(commands().action(QStringLiteral("view.weather"))->isChecked());
    press(Qt::Key_8);
    EXPECT_TRUE(weather()->isVisible());
    m_opened.window->arrange(Layout::Debug);
    EXPECT_FALSE(weather()->isVisible());
    m_opened.window->arrange(Layout::Explore);
    EXPECT_TRUE(weather()->isVisible());
}

TEST_F(Window, FindsAndRunsACommandByAFewLetters)
{
    CommandPalette *palette = openPalette();
    ASSERT_NE(palette, nullptr);
    EXPECT_GT(palette->list()->model()->rowCount(), 30);
    QTest::keyClicks(palette->edit(), QStringLiteral("fore call"));
    ASSERT_EQ(palette->list()->model()->rowCount(), 1);
    EXPECT_EQ(palette->list()->model()->index(0, 0).data().toString(), QStringLiteral("Call › Forecast"));
    EXPECT_EQ(palette->list()->model()->index(0, 1).data().toString(), QStringLiteral("Ctrl+7"));
    QTest::keyClick(palette->edit(), Qt::Key_Return);
    EXPECT_EQ(forecasts, 1);
    EXPECT_TRUE(eventually([&] { return !m_opened.window->findChild<CommandPalette *>(); }));
}

TEST_F(Window, SaysInThePaletteWhyACommandCannotBeGiven)
{
    CommandPalette *palette = openPalette();
    ASSERT_NE(palette, nullptr);
    QTest::keyClicks(palette->edit(), QStringLiteral("process.fork"));
    ASSERT_EQ(palette->list()->model()->rowCount(), 1);
    QTest::keyClick(palette->edit(), Qt::Key_Return);
    EXPECT_TRUE(palette->isVisible());
    EXPECT_EQ(palette->reason(), QStringLiteral("Select a living process of rumpscope's own first."));
    EXPECT_EQ(commands().action(QStringLiteral("process.fork"))->toolTip(), palette->reason());
    EXPECT_FALSE(commands().action(QStringLiteral("process.fork"))->isEnabled());
    QTest::keyClicks(palette->edit(), QStringLiteral(" nonsense"));
    EXPECT_EQ(palette->list()->model()->rowCount(), 0);
    EXPECT_EQ(palette->reason(), QStringLiteral("No command has these words."));
    QTest::keyClick(palette->edit(), Qt::Key_Escape);
    EXPECT_TRUE(eventually([&] { return !m_opened.window->findChild<CommandPalette *>(); }));
}

TEST_F(Window, LetsKeysBeChangedAndRemembersThem)
{
    m_opened.run("help.keys");
    auto *dialog = m_opened.window->findChild<KeysDialog *>();
    ASSERT_NE(dialog, nullptr);
    const auto items =
        dialog->list()->findItems(QStringLiteral("Forecast"), Qt::MatchExactly | Qt::MatchRecursive);
    ASSERT_EQ(items.size(), 1);
    dialog->list()->setCurrentItem(items.front());
    dialog->edit()->setFocus();
    QTest::keyClick(dialog->edit(), Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] { return !dialog->message().isEmpty(); }));
    EXPECT_TRUE(dialog->message().contains(QStringLiteral("Compose a call")));
    EXPECT_EQ(commands().keys(QStringLiteral("call.forecast")), QKeySequence(Qt::CTRL | Qt::Key_7))
        << "nothing is taken away";
    QTest::keyClick(dialog->edit(), Qt::Key_J, Qt::ControlModifier);
    ASSERT_TRUE(eventually([&] {
        return commands().keys(QStringLiteral("call.forecast")) == QKeySequence(Qt::CTRL | Qt::Key_J);
    }));
    EXPECT_EQ(items.front()->text(1), QStringLiteral("Ctrl+J"));
    dialog->close();
    m_opened.window->close();
    open();
    m_opened.window->activateWindow();
    press(Qt::Key_7);
    EXPECT_EQ(forecasts, 0);
    press(Qt::Key_J);
    EXPECT_EQ(forecasts, 1);
    commands().resetKeys(QStringLiteral("call.forecast"));
    press(Qt::Key_7);
    EXPECT_EQ(forecasts, 2);
}

TEST_F(Window, KeepsItsMenusWithoutTheBar)
{
    const auto button = [&]() -> QToolButton * {
        for (QToolButton *one : m_opened.window->findChildren<QToolButton *>()) {
            if (one->accessibleName() == QStringLiteral("Menu"))
                return one;
        }
        return nullptr;
    };
    ASSERT_NE(button(), nullptr);
    EXPECT_FALSE(button()->isVisible());
    m_opened.run("view.menu-bar");
    EXPECT_FALSE(m_opened.window->menuBar()->isVisible());
    EXPECT_TRUE(button()->isVisible());
    EXPECT_EQ(button()->menu()->actions().size(), 7);
    press(Qt::Key_7);
    EXPECT_EQ(forecasts, 1) << "keys need no bar";
    m_opened.window->close();
    open();
    EXPECT_FALSE(m_opened.window->menuBar()->isVisible());
}

TEST_F(Window, HasNoTwoCommandsWithTheSameKeysAndNoneWithoutWords)
{
    std::set<QString> seen;
    for (const QString &id : commands().ids()) {
        EXPECT_FALSE(commands().text(id).isEmpty()) << id.toStdString();
        const QString keys = commands().keys(id).toString();
        EXPECT_TRUE(keys.isEmpty() || seen.insert(keys).second)
            << id.toStdString() << " " << keys.toStdString();
    }
}

TEST_F(Window, RefusesACommandThatThereIsNot)
{
    const auto refused = commands().run(QStringLiteral("view.nowhere"));
    ASSERT_TRUE(refused);
    EXPECT_TRUE(refused->contains(QStringLiteral("view.nowhere")));
}

} // namespace
} // namespace rumpscope::ui::test
