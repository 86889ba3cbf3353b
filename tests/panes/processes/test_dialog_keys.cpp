// SPDX-License-Identifier: GPL-3.0-or-later
// Return in a dialog does what its main button says, also when that was not allowed yet as it opened.
#include "ui/kit/name_dialog.h"

#include <gtest/gtest.h>

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

namespace rumpscope::ui {
namespace {

void expectReturnAccepts(QDialog &dialog, const QString &text)
{
    const QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&dialog));
    auto *edit = dialog.findChild<QLineEdit *>();
    ASSERT_NE(edit, nullptr);
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
    EXPECT_EQ(accepted.count(), 1);
}

TEST(DialogKeys, ReturnTakesAName)
{
    NameDialog dialog(QStringLiteral("New guest"), QStringLiteral("Connect"), {}, nullptr);
    expectReturnAccepts(dialog, QStringLiteral("shell"));
    EXPECT_EQ(dialog.name(), QStringLiteral("shell"));
}

TEST(DialogKeys, ReturnTakesAnotherName)
{
    NameDialog dialog(QStringLiteral("Exec"), QStringLiteral("Exec"), QStringLiteral("sh"), nullptr);
    expectReturnAccepts(dialog, QStringLiteral("cat"));
}

} // namespace
} // namespace rumpscope::ui
