// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/format.h"
#include "ui/kit/name_dialog.h"
#include "ui/panes/processes/load_dialog.h"
#include "ui/panes/status/status_line.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

namespace rumpscope::ui {
namespace {

bool says(const QWidget &widget, const QString &text)
{
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->text().contains(text))
            return true;
    }
    return false;
}

TEST(StatusLine, ALossIsNeverHidden)
{
    StatusLine line;
    line.setCounts({});
    EXPECT_TRUE(says(line, QStringLiteral("0 lost")));
    StatusLine::Counts counts;
    counts.calls = 1'204'331;
    counts.lostEvents = 7;
    counts.evicted = 12;
    line.setCounts(counts);
    EXPECT_TRUE(says(line, QStringLiteral("▲ 7 lost · 12 left the history")));
    EXPECT_TRUE(says(line, countText(1'204'331)));
}

TEST(StatusLine, ANoticeStaysUntilDismissed)
{
    StatusLine line;
    line.show();
    line.showNotice(QStringLiteral("the kernel went"));
    EXPECT_TRUE(line.notice().contains(QStringLiteral("the kernel went")));
    QTest::mouseClick(line.findChild<QToolButton *>(), Qt::LeftButton);
    EXPECT_TRUE(line.notice().isEmpty());
}

TEST(Format, NumbersAsPeopleReadThem)
{
    EXPECT_EQ(latencyText(43), QStringLiteral("43 µs"));
    EXPECT_EQ(latencyText(1.24), QStringLiteral("1.2 µs"));
    EXPECT_EQ(latencyText(8'700), QStringLiteral("8.7 ms"));
    EXPECT_EQ(latencyText(3'200'000), QStringLiteral("3.2 s"));
    EXPECT_EQ(secondsText(200), QStringLiteral("3 min 20 s"));
    EXPECT_EQ(secondsText(7'260), QStringLiteral("2 h 1 min"));
    EXPECT_EQ(rateText(25'100), QStringLiteral("25.1 k/s"));
    EXPECT_EQ(rateText(200), QStringLiteral("200/s"));
    EXPECT_EQ(countText(999), QStringLiteral("999"));
    EXPECT_EQ(countText(1'000), QStringLiteral("1\u2009000"));
}

TEST(LoadDialog, OnlyHarmlessCallsMakeALoad)
{
    LoadDialog dialog(QStringLiteral("shell 2"), {});
    auto *start = dialog.findChildren<QPushButton *>().last();
    for (auto *button : dialog.findChildren<QPushButton *>()) {
        if (button->isDefault())
            start = button;
    }
    EXPECT_TRUE(start->isEnabled());
    auto *expression = dialog.findChild<QLineEdit *>();
    expression->setText(QStringLiteral("getpid("));
    EXPECT_FALSE(start->isEnabled());
    expression->setText(QStringLiteral("reboot(0, NULL)"));
    EXPECT_FALSE(start->isEnabled());
    expression->setText(QStringLiteral(" getppid() "));
    EXPECT_TRUE(start->isEnabled());
    EXPECT_EQ(dialog.setting().expression, QStringLiteral("getppid()"));
    EXPECT_EQ(dialog.setting().duration, std::chrono::seconds(60));
}

TEST(NameDialog, ANameIsNeeded)
{
    NameDialog dialog(QStringLiteral("New guest"), QStringLiteral("Start"), QStringLiteral("sh"));
    EXPECT_EQ(dialog.name(), QStringLiteral("sh"));
    dialog.findChild<QLineEdit *>()->setText(QStringLiteral("   "));
    for (const auto *button : dialog.findChildren<QPushButton *>()) {
        EXPECT_TRUE(button->text() != QStringLiteral("Start") || !button->isEnabled());
    }
}

} // namespace
} // namespace rumpscope::ui
