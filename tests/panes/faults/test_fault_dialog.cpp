// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog of faults: what is pressed becomes a command; answers are shown.
#include "ui/panes/faults/fault_dialog.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

namespace rumpscope::ui {
namespace {

class AFaultDialog : public testing::Test
{
protected:
    AFaultDialog() { m_dialog.setRunning(true); }

    template<class Widget>
    [[nodiscard]] Widget *named(const QString &name, int which = 0) const
    {
        for (auto *widget : m_dialog.findChildren<Widget *>()) {
            if (widget->accessibleName() == name && which-- == 0)
                return widget;
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (auto *one : m_dialog.findChildren<QPushButton *>()) {
            if (one->text().remove(QLatin1Char('&')) == text)
                return one;
        }
        return nullptr;
    }
    /// The command that pressing this makes.
    QString press(const QString &text)
    {
        button(text)->click();
        return m_commands.isEmpty() ? QString() : m_commands.takeFirst()[0].toString();
    }

    FaultDialog m_dialog;
    QSignalSpy m_commands{&m_dialog, &FaultDialog::commandWanted};
};

TEST_F(AFaultDialog, SaysWhichCallsAreSlow)
{
    named<QComboBox>(QStringLiteral("Which calls"))->setEditText(QStringLiteral(" read,close "));
    named<QSpinBox>(QStringLiteral("Delay"))->setValue(250);
    EXPECT_EQ(press(QStringLiteral("Slow down")), QStringLiteral("slow read,close 250"));
}

TEST_F(AFaultDialog, SaysWhichCallsFailAndHowOften)
{
    named<QComboBox>(QStringLiteral("Which calls"), 1)->setEditText(QStringLiteral("write"));
    named<QComboBox>(QStringLiteral("Error of NetBSD"))->setEditText(QStringLiteral("ENOSPC"));
    named<QSpinBox>(QStringLiteral("How many of a hundred"))->setValue(5);
    EXPECT_EQ(press(QStringLiteral("Let fail")), QStringLiteral("fail write ENOSPC 5"));
}

TEST_F(AFaultDialog, EndsAtOnceOrAfterSomeAnswers)
{
    EXPECT_EQ(press(QStringLiteral("Crash")), QStringLiteral("die"));
    EXPECT_EQ(press(QStringLiteral("Fall silent")), QStringLiteral("silent"));
    EXPECT_EQ(press(QStringLiteral("Go on")), QStringLiteral("answer"));
    named<QSpinBox>(QStringLiteral("After how many answers"))->setValue(7);
    EXPECT_EQ(press(QStringLiteral("Restart")), QStringLiteral("restart after 7"));
}

TEST_F(AFaultDialog, ChangesTheServer)
{
    EXPECT_EQ(press(QStringLiteral("Limit")), QStringLiteral("workers 128"));
    EXPECT_EQ(press(QStringLiteral("Change")), QStringLiteral("protocol 0.5"));
    EXPECT_EQ(press(QStringLiteral("Usual version")), QStringLiteral("banner default"));
    EXPECT_EQ(press(QStringLiteral("Everything as usual")), QStringLiteral("clear"));
}

TEST_F(AFaultDialog, ShowsWhatIsInForceAndWhatWasRefused)
{
    m_dialog.showStatus({QStringLiteral("calls under way: 3"), QStringLiteral("slow read 20")});
    EXPECT_EQ(named<QLabel>(QStringLiteral("Faults in force"))->text(), QStringLiteral("slow read 20"));
    m_dialog.showMistake(QStringLiteral("write milliseconds."));
    bool shown = false;
    for (const auto *label : m_dialog.findChildren<QLabel *>())
        shown = shown || (label->text() == QStringLiteral("✕ write milliseconds.") && !label->isHidden());
    EXPECT_TRUE(shown);
}

TEST_F(AFaultDialog, DoesNothingWhileTheKernelDoesNotRun)
{
    m_dialog.setRunning(false);
    EXPECT_EQ(press(QStringLiteral("Crash")), QString());
    m_dialog.setRunning(true);
    EXPECT_EQ(press(QStringLiteral("Crash")), QStringLiteral("die"));
}

TEST_F(AFaultDialog, IsUsedByKeys)
{
    QSet<QChar> keys;
    QStringList texts;
    for (const auto *one : m_dialog.findChildren<QPushButton *>()) {
        if (one->text() != QStringLiteral("Close")) // Escape does it
            texts.append(one->text());
    }
    for (const auto *one : m_dialog.findChildren<QLabel *>()) {
        if (one->buddy() != nullptr)
            texts.append(one->text());
    }
    for (const QString &text : texts) {
        const QChar key = text[text.indexOf(QLatin1Char('&')) + 1].toLower();
        EXPECT_TRUE(text.contains(QLatin1Char('&'))) << text.toStdString();
        EXPECT_FALSE(keys.contains(key)) << text.toStdString();
        keys.insert(key);
    }
    QTest::keyClick(button(QStringLiteral("Crash")), Qt::Key_Space);
    ASSERT_EQ(m_commands.size(), 1);
    EXPECT_EQ(m_commands[0][0].toString(), QStringLiteral("die"));
}

} // namespace
} // namespace rumpscope::ui
