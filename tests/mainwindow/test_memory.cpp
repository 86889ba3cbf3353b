// SPDX-License-Identifier: GPL-3.0-or-later
// What one window leaves for the next.
#include "tests/mainwindow/opened_window.h"
#include "ui/kit/call_edit.h"
#include "ui/mainwindow/panels.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/composer/composer.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QSettings>
#include <QTest>

namespace rumpscope::ui::test {
namespace {

class WindowMemory : public testing::Test
{
protected:
    WindowMemory() { QSettings().clear(); }

    /// Where the cards are, and which are hidden.
    [[nodiscard]] static QStringList panels(const OpenedWindow &opened)
    {
        QStringList places;
        for (const QDockWidget *panel : opened.window->findChildren<QDockWidget *>()) {
            const QRect at = panel->geometry();
            places.push_back(panel->isVisible() ? QStringLiteral("%1 %2,%3 %4x%5")
                                                      .arg(panel->objectName())
                                                      .arg(at.x())
                                                      .arg(at.y())
                                                      .arg(at.width())
                                                      .arg(at.height())
                                                : panel->objectName() + QStringLiteral(" hidden"));
        }
        return places;
    }
    [[nodiscard]] static QDockWidget *panel(const OpenedWindow &opened, const char *name)
    {
        return opened.window->findChild<QDockWidget *>(QString::fromLatin1(name));
    }
    static void enterUrl(const OpenedWindow &opened, const QString &url)
    {
        for (auto *box : opened.view<ConnectionBar>().findChildren<QComboBox *>()) {
            if (!box->isEditable())
                continue;
            box->lineEdit()->setText(url);
            QTest::keyClick(box->lineEdit(), Qt::Key_Return);
        }
    }
};

TEST_F(WindowMemory, KeepsSizeAndLayout)
{
    QStringList left;
    {
        OpenedWindow first;
        ASSERT_TRUE(first.show(QSize(1200, 800)));
        const QStringList fresh = panels(first);
        auto &area = first.view<Panels>();
        area.addDockWidget(Qt::BottomDockWidgetArea, panel(first, "connection"));
        panel(first, "throughput")->hide();
        area.resizeDocks({panel(first, "processes")}, {350}, Qt::Horizontal);
        ASSERT_TRUE(eventually([&] { return panel(first, "processes")->width() == 350; }));
        left = panels(first);
        ASSERT_NE(left, fresh);
        first.window->close();
    }
    OpenedWindow second;
    second.window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(second.window.get(), kPatience));
    EXPECT_EQ(second.window->size(), QSize(1200, 800));
    EXPECT_TRUE(eventually([&] { return panels(second) == left; }))
        << panels(second).join(QStringLiteral("; ")).toStdString() << "\n but was left as "
        << left.join(QStringLiteral("; ")).toStdString();
}

TEST_F(WindowMemory, KeepsAddressesPolicyAndCalls)
{
    const QStringList urls{QStringLiteral("unix:///nowhere/second"), QStringLiteral("unix:///nowhere/first")};
    {
        OpenedWindow first;
        ASSERT_TRUE(first.show());
        enterUrl(first, urls[1]);
        enterUrl(first, urls[0]);
        first.choosePolicy(retry::Policy::once());
        first.window->scope().line.make(SessionId{0}, QStringLiteral("getpid()"));
        first.window->close();
    }
    OpenedWindow second;
    ASSERT_TRUE(second.show());
    EXPECT_EQ(second.view<ConnectionBar>().history(), urls);
    EXPECT_EQ(second.view<ConnectionBar>().retry(), retry::Policy::once());
    EXPECT_EQ(second.window->scope().workbench.retry(), retry::Policy::once());
    CallEdit *edit = second.view<Composer>().edit();
    QTest::keyClick(edit, Qt::Key_Up);
    EXPECT_EQ(edit->text(), QStringLiteral("getpid()"));
}

TEST_F(WindowMemory, DoesNotKeepTheAddressOfItsOwnKernel)
{
    {
        OpenedWindow first;
        ASSERT_TRUE(first.show());
        ASSERT_TRUE(first.openKernel());
        first.window->close();
    }
    EXPECT_TRUE(QSettings().value(QStringLiteral("connection/urls")).toStringList().isEmpty())
        << "it is another one in the next run";
}

TEST_F(WindowMemory, KeepsNothingForAPicture)
{
    {
        OpenedWindow first;
        first.window->scope().settings.setRemembers(false);
        ASSERT_TRUE(first.show(QSize(1000, 700)));
        enterUrl(first, QStringLiteral("unix:///nowhere"));
        first.choosePolicy(retry::Policy::once());
        first.window->close();
    }
    EXPECT_TRUE(QSettings().allKeys().isEmpty()) << QSettings().allKeys().join(' ').toStdString();
}

TEST_F(WindowMemory, SurvivesSpoiltSettings)
{
    for (const char *state : {"geometry", "panels"})
        QSettings().setValue(QStringLiteral("window/") + QString::fromLatin1(state), QByteArray("nonsense"));
    QSettings().setValue(QStringLiteral("connection/retry"), QStringLiteral("sometimes"));
    QSettings().setValue(QStringLiteral("connection/urls"), 7);
    OpenedWindow opened;
    ASSERT_TRUE(opened.show());
    EXPECT_EQ(opened.window->scope().workbench.retry(), retry::Policy::forEver());
    for (const char *name : {"processes", "latency", "connection", "throughput"})
        EXPECT_TRUE(panel(opened, name)->isVisible()) << name;
}

} // namespace
} // namespace rumpscope::ui::test
