// SPDX-License-Identifier: GPL-3.0-or-later
// Faults asked for in the dialog, and what they do to the calls that are typed.
#include "tests/mainwindow/opened_window.h"
#include "ui/panes/console/console_model.h"
#include "ui/panes/console/console_view.h"
#include "ui/panes/faults/fault_dialog.h"

#include <QAbstractItemModel>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include <algorithm>

namespace rumpscope::ui::test {
namespace {

class TheFaultDialog : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
        ASSERT_TRUE(m_opened.chooseOfKernelMenu(QStringLiteral("Faults")));
        ASSERT_TRUE(eventually([this] { return dialog() != nullptr && dialog()->isVisible(); }));
    }
    [[nodiscard]] FaultDialog *dialog() const { return m_opened.window->findChild<FaultDialog *>(); }
    void press(const QString &text)
    {
        for (QPushButton *button : dialog()->findChildren<QPushButton *>()) {
            if (button->text().remove(QLatin1Char('&')) == text)
                return QTest::mouseClick(button, Qt::LeftButton);
        }
        ADD_FAILURE() << "no button " << text.toStdString();
    }
    /// The boxes of one row, in their order: which calls, which error.
    void failing(const QString &calls, const QString &error)
    {
        const auto boxes = dialog()->findChildren<QComboBox *>();
        ASSERT_EQ(boxes.size(), 3);
        boxes[1]->setCurrentText(calls);
        boxes[2]->setCurrentText(error);
        press(QStringLiteral("Let fail"));
    }
    [[nodiscard]] bool says(const QString &text) const
    {
        const auto labels = dialog()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }
    [[nodiscard]] bool willSay(const QString &text) const
    {
        return eventually([&] { return says(text); });
    }
    /// The result of a call that is typed now.
    [[nodiscard]] QString result(const QString &expression)
    {
        const QAbstractItemModel *console = m_opened.view<ConsoleView>().list()->model();
        const int before = console->rowCount();
        m_opened.window->activateWindow();
        m_opened.type(expression);
        const auto last = [console] { return console->index(console->rowCount() - 1, 0); };
        const bool answered = eventually(
            [&] { return console->rowCount() > before && !last().data(ConsoleModel::RunningRole).toBool(); });
        return answered ? last().data(ConsoleModel::ResultRole).toString() : QStringLiteral("no answer");
    }

    OpenedWindow m_opened;
};

TEST_F(TheFaultDialog, LetsCallsFailUntilEverythingIsAsUsual)
{
    ASSERT_EQ(result(QStringLiteral("getppid()")), QStringLiteral("= 1"));
    ASSERT_TRUE(willSay(QStringLiteral("banner")));
    failing(QStringLiteral("umask"), QStringLiteral("ENOSPC"));
    ASSERT_TRUE(willSay(QStringLiteral("fail umask ENOSPC 10%")));
    // One of ten fails, evenly spread.
    int failures = 0;
    for (int i = 0; i < 10; ++i)
        failures += result(QStringLiteral("umask(0)")).startsWith(QStringLiteral("-1 ENOSPC")) ? 1 : 0;
    EXPECT_EQ(failures, 1);
    press(QStringLiteral("Everything as usual"));
    ASSERT_TRUE(eventually([this] { return !says(QStringLiteral("ENOSPC")); }));
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(result(QStringLiteral("umask(0)")), QStringLiteral("= 0"));
}

TEST_F(TheFaultDialog, SaysWhatIsWrongWithAWish)
{
    failing(QStringLiteral("nonsense"), QStringLiteral("EIO"));
    EXPECT_TRUE(willSay(QStringLiteral("nonsense")));
    failing(QStringLiteral("read"), QStringLiteral("EWHATEVER"));
    EXPECT_TRUE(willSay(QStringLiteral("EWHATEVER")));
}

TEST_F(TheFaultDialog, CanDoNothingWhileTheKernelDoesNotRun)
{
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(QStringLiteral("Kill")));
    EXPECT_TRUE(willSay(QStringLiteral("The practice kernel does not run.")));
    for (const QComboBox *box : dialog()->findChildren<QComboBox *>())
        EXPECT_FALSE(box->isEnabled());
}

} // namespace
} // namespace rumpscope::ui::test
