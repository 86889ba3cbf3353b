// SPDX-License-Identifier: GPL-3.0-or-later
// What a row of the process tree shows where there is little room.
#include "ui/panes/processes/process_delegate.h"

#include <gtest/gtest.h>

#include <QFont>
#include <QGuiApplication>

namespace rumpscope::ui {
namespace {

struct ProcessWordsTest : testing::Test
{
    ProcessWordsTest() { m_boldFont.setWeight(QFont::DemiBold); }
    [[nodiscard]] ProcessWords fit(int width) const
    {
        return ProcessWords::fit(kAll, width, QFontMetrics(m_boldFont), QFontMetrics(m_font));
    }
    /// Of the words side by side, with the gaps between them.
    [[nodiscard]] int taken(const ProcessWords &words) const
    {
        const QFontMetrics plain(m_font);
        const int doing = words.doing.isEmpty() ? 0 : plain.horizontalAdvance(words.doing) + 8;
        return QFontMetrics(m_boldFont).horizontalAdvance(words.name) + plain.horizontalAdvance(words.pid) +
               8 + doing;
    }

    const ProcessWords kAll{.name = QStringLiteral("shell"),
                            .pid = QStringLiteral("12"),
                            .doing = QStringLiteral("in read for 3.2 s")};
    QFont m_font = QGuiApplication::font();
    QFont m_boldFont = m_font;
};

TEST_F(ProcessWordsTest, NothingIsElidedWhereThereIsRoom)
{
    const ProcessWords shown = fit(taken(kAll));
    EXPECT_EQ(shown.name, kAll.name);
    EXPECT_EQ(shown.pid, kAll.pid);
    EXPECT_EQ(shown.doing, kAll.doing);
}

TEST_F(ProcessWordsTest, WhatItDoesGivesWayBeforeTheName)
{
    bool elided = false;
    bool gone = false;
    for (int width = taken(kAll); width >= taken({kAll.name, kAll.pid, {}}); --width) {
        const ProcessWords shown = fit(width);
        EXPECT_EQ(shown.name, kAll.name) << width;
        EXPECT_LE(taken(shown), width);
        elided = elided || (!shown.doing.isEmpty() && shown.doing != kAll.doing);
        gone = gone || shown.doing.isEmpty();
    }
    EXPECT_TRUE(elided);
    EXPECT_TRUE(gone);
}

TEST_F(ProcessWordsTest, ANameWithoutRoomStandsAlone)
{
    const int most = taken({kAll.name, kAll.pid, {}}) - 1;
    for (int width = most; width > 0; --width) {
        const ProcessWords shown = fit(width);
        EXPECT_NE(shown.name, kAll.name) << width;
        EXPECT_TRUE(shown.doing.isEmpty()) << width;
    }
}

} // namespace
} // namespace rumpscope::ui
