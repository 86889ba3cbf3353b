// SPDX-License-Identifier: GPL-3.0-or-later
// What one window leaves for the next.
#include "tests/mainwindow/opened_window.h"
#include "ui/mainwindow/window_settings.h"
#include "ui/views/call_edit.h"
#include "ui/views/composer.h"
#include "ui/views/connection_bar.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSettings>
#include <QSplitter>
#include <QTest>

namespace rumpscope::ui::test {
namespace {

class WindowMemory : public testing::Test
{
protected:
    WindowMemory() { QSettings().clear(); }

    [[nodiscard]] static QList<int> sizes(const OpenedWindow &opened, Qt::Orientation orientation)
    {
        for (const QSplitter *splitter : opened.window->findChildren<QSplitter *>()) {
            if (splitter->orientation() == orientation && splitter->count() == 3)
                return splitter->sizes();
        }
        return {};
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
    QList<int> columns;
    QList<int> plots;
    {
        OpenedWindow first;
        ASSERT_TRUE(first.show(QSize(1200, 800)));
        for (QSplitter *splitter : first.window->findChildren<QSplitter *>()) {
            if (splitter->count() == 3)
                splitter->setSizes(splitter->orientation() == Qt::Horizontal ? QList<int>{400, 420, 340}
                                                                             : QList<int>{150, 300, 150});
        }
        columns = sizes(first, Qt::Horizontal);
        plots = sizes(first, Qt::Vertical);
        first.window->close();
    }
    OpenedWindow second;
    second.window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(second.window.get(), kPatience));
    EXPECT_EQ(second.window->size(), QSize(1200, 800));
    EXPECT_EQ(sizes(second, Qt::Horizontal), columns);
    EXPECT_EQ(sizes(second, Qt::Vertical), plots);
}

TEST_F(WindowMemory, KeepsAddressesPolicyAndCalls)
{
    const QStringList urls{QStringLiteral("unix:///nowhere/second"), QStringLiteral("unix:///nowhere/first")};
    {
        OpenedWindow first;
        ASSERT_TRUE(first.show());
        enterUrl(first, urls[1]);
        enterUrl(first, urls[0]);
        first.choosePolicy(session::RetrySetting::Kind::Once);
        first.window->makeCall(SessionId{0}, QStringLiteral("getpid()"));
        first.window->close();
    }
    OpenedWindow second;
    ASSERT_TRUE(second.show());
    EXPECT_EQ(second.view<ConnectionBar>().history(), urls);
    EXPECT_EQ(second.view<ConnectionBar>().retry().kind, session::RetrySetting::Kind::Once);
    EXPECT_EQ(second.window->workbench().retry().kind, session::RetrySetting::Kind::Once);
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
    EXPECT_TRUE(WindowSettings::urls().isEmpty()) << "it is another one in the next run";
}

TEST_F(WindowMemory, KeepsNothingForAPicture)
{
    {
        OpenedWindow first;
        first.window->setRemembers(false);
        ASSERT_TRUE(first.show(QSize(1000, 700)));
        enterUrl(first, QStringLiteral("unix:///nowhere"));
        first.choosePolicy(session::RetrySetting::Kind::Once);
        first.window->close();
    }
    EXPECT_TRUE(QSettings().allKeys().isEmpty()) << QSettings().allKeys().join(' ').toStdString();
}

TEST_F(WindowMemory, SurvivesSpoiltSettings)
{
    for (const char *state : {"geometry", "columns", "plots"})
        WindowSettings::setState(QString::fromLatin1(state), QByteArray("nonsense"));
    QSettings().setValue(QStringLiteral("connection/retry"), QStringLiteral("sometimes"));
    QSettings().setValue(QStringLiteral("connection/urls"), 7);
    OpenedWindow opened;
    ASSERT_TRUE(opened.show());
    EXPECT_EQ(opened.window->workbench().retry().kind, session::RetrySetting::Kind::Infinite);
    const QList<int> columns = sizes(opened, Qt::Horizontal);
    for (const int width : columns)
        EXPECT_GT(width, 0);
}

} // namespace
} // namespace rumpscope::ui::test
