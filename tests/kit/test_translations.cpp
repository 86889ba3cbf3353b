// SPDX-License-Identifier: GPL-3.0-or-later
// One call is a call, two are calls.
#include "ui/kit/format.h"
#include "ui/kit/translations.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/status/status_line.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTranslator>

using namespace rumpscope::ui;

TEST(Translations, KnowEnglishPlurals)
{
    installTranslations(*QCoreApplication::instance());
    EXPECT_EQ(StatusLine::tr("%n client(s)", nullptr, 1), QStringLiteral("1 client"));
    EXPECT_EQ(StatusLine::tr("%n client(s)", nullptr, 2), QStringLiteral("2 clients"));
    EXPECT_EQ(ConnectionBar::tr("%n failed attempt(s)", nullptr, 3), QStringLiteral("3 failed attempts"));
    EXPECT_EQ(callsText(1), QStringLiteral("1 call"));
    EXPECT_EQ(callsText(1'204), QStringLiteral("1\u2009204 calls"));
    auto *english = QCoreApplication::instance()->findChild<QTranslator *>();
    ASSERT_NE(english, nullptr);
    QCoreApplication::removeTranslator(english); // the other tests read the sources' texts
    delete english;
}
