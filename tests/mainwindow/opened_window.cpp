// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/mainwindow/opened_window.h"

#include "ui/kit/call_edit.h"
#include "ui/kit/elided_label.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/address/retry_box.h"
#include "ui/panes/address/state_chip.h"
#include "ui/panes/composer/composer.h"

#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QTest>

namespace rumpscope::ui::test {

OpenedWindow::OpenedWindow() = default;

bool OpenedWindow::show(const QSize &size)
{
    window->resize(size);
    window->show();
    window->activateWindow();
    return QTest::qWaitForWindowExposed(window.get(), kPatience);
}

bool OpenedWindow::openKernel()
{
    run("kernel.practice.start");
    return waitForLife(1) && eventually([this] { return view<Composer>().process().has_value(); });
}

bool OpenedWindow::waitForLife(unsigned generation)
{
    return eventually([&] {
        const LinkStatus status = window->scope().workbench.status();
        return status.state == LinkState::Connected && status.generation == generation &&
               window->scope().workbench.primary() && word() == QStringLiteral("connected");
    });
}

bool OpenedWindow::waitForWord(const QString &expected)
{
    return eventually([&] { return word() == expected; });
}

QString OpenedWindow::word() const
{
    return view<StateChip>().word();
}

QString OpenedWindow::facts() const
{
    return view<ConnectionBar>().findChild<ElidedLabel *>()->text();
}

void OpenedWindow::run(const char *command, const QVariant &argument)
{
    const auto refused = window->scope().commands.run(QString::fromLatin1(command), argument);
    EXPECT_FALSE(refused) << command << ": " << refused.value_or(QString()).toStdString();
}

void OpenedWindow::type(const QString &expression)
{
    CallEdit *edit = view<Composer>().edit();
    QTest::mouseClick(edit, Qt::LeftButton);
    QTest::keyClicks(edit, expression);
    QTest::keyClick(edit, Qt::Key_Return);
}

bool OpenedWindow::chooseOfKernelMenu(const QString &entry)
{
    for (const QPushButton *button : view<ConnectionBar>().findChildren<QPushButton *>()) {
        QMenu *menu = button->menu();
        if (!menu)
            continue;
        menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
        for (QAction *action : menu->actions()) {
            if (!action->text().remove(QLatin1Char('&')).startsWith(entry) || !action->isEnabled())
                continue;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            return true;
        }
        menu->hide();
    }
    return false;
}

void OpenedWindow::choosePolicy(const retry::Policy &policy)
{
    auto &retryBox = view<RetryBox>();
    auto *box = retryBox.findChild<QComboBox *>();
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    for (int i = 0; i < box->count() && retryBox.policy() != policy; ++i)
        QTest::keyClick(box, Qt::Key_Down);
}

} // namespace rumpscope::ui::test
