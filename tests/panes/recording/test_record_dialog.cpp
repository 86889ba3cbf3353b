// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files/temp_dir.h"
#include "ui/panes/recording/record_dialog.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

namespace rumpscope::ui {
namespace {

class ARecordDialog : public testing::Test
{
protected:
    void SetUp() override
    {
        m_dialog.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_dialog));
    }
    [[nodiscard]] QPushButton &record()
    {
        for (auto *button : m_dialog.findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("&Record"))
                return *button;
        }
        throw std::runtime_error("no button");
    }
    [[nodiscard]] bool says(const QString &text) const
    {
        for (const auto *label : m_dialog.findChildren<QLabel *>()) {
            if (label->text().contains(text))
                return true;
        }
        return false;
    }
    void name(const QString &path)
    {
        auto *edit = m_dialog.findChild<QLineEdit *>();
        edit->selectAll();
        QTest::keyClicks(edit, path);
    }
    [[nodiscard]] QSpinBox &box(int index) { return *m_dialog.findChildren<QSpinBox *>().at(index); }
    [[nodiscard]] QString inside(const char *name) const { return QString::fromStdString(m_dir.file(name)); }

    rumpscope::test::TempDir m_dir;
    RecordDialog m_dialog{inside("first.pcapng")};
};

TEST_F(ARecordDialog, RecordsIntoOneFileUnlessAsked)
{
    QSignalSpy accepted(&m_dialog, &QDialog::accepted);
    EXPECT_FALSE(box(1).isEnabled()) << "one file is kept";
    QTest::mouseClick(&record(), Qt::LeftButton);
    EXPECT_EQ(accepted.count(), 1);
    EXPECT_EQ(m_dialog.setting().path, inside("first.pcapng"));
    EXPECT_EQ(m_dialog.setting().segmentBytes, 0U);
    EXPECT_EQ(m_dialog.setting().keep, 0U);
}

TEST_F(ARecordDialog, LimitsSizeAndNumber)
{
    box(0).setValue(100);
    ASSERT_TRUE(box(1).isEnabled());
    EXPECT_EQ(m_dialog.setting().segmentBytes, 100'000'000U);
    EXPECT_EQ(m_dialog.setting().keep, 0U);
    box(1).setValue(5);
    EXPECT_EQ(m_dialog.setting().keep, 5U);
}

TEST_F(ARecordDialog, SaysWhyAFileCannotBe)
{
    QFile there(inside("there.pcapng"));
    ASSERT_TRUE(there.open(QIODevice::WriteOnly));
    name(there.fileName());
    EXPECT_FALSE(record().isEnabled());
    EXPECT_TRUE(says(QStringLiteral("there.pcapng is there already")));
    name(inside("no/where.pcapng"));
    EXPECT_FALSE(record().isEnabled());
    EXPECT_TRUE(says(QStringLiteral("There is no folder")));
    name(inside("new.pcapng"));
    EXPECT_TRUE(record().isEnabled());
}

} // namespace
} // namespace rumpscope::ui
