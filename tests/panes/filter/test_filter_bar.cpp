// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/completion_edit.h"
#include "ui/kit/name_dialog.h"
#include "ui/panes/filter/filter_bar.h"

#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

namespace rumpscope::ui {
namespace {

class FilterBarTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_bar.resize(900, 40);
        m_bar.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_bar));
        QObject::connect(&m_bar, &FilterBar::filterChanged, &m_bar,
                         [this](const trace::Filter &filter) { m_filters.append(filter); });
    }
    void type(const QString &text)
    {
        QTest::mouseClick(m_bar.edit(), Qt::LeftButton);
        QTest::keyClicks(m_bar.edit(), text);
    }
    void enter() { QTest::keyClick(m_bar.edit(), Qt::Key_Return); }

    FilterBar m_bar;
    QList<trace::Filter> m_filters;
};

TEST_F(FilterBarTest, AppliesWithEnter)
{
    type(QStringLiteral("pid == 5 "));
    EXPECT_TRUE(m_filters.isEmpty()) << "not while it is typed";
    enter();
    ASSERT_EQ(m_filters.size(), 1);
    EXPECT_FALSE(m_filters.first().passesAll());
    EXPECT_EQ(m_bar.applied(), QStringLiteral("pid == 5"));
    enter();
    EXPECT_EQ(m_filters.size(), 1) << "nothing is new";
}

TEST_F(FilterBarTest, IsClearedByEscape)
{
    type(QStringLiteral("pid == 5 "));
    enter();
    QTest::keyClick(m_bar.edit(), Qt::Key_Escape);
    EXPECT_TRUE(m_bar.text().isEmpty());
    ASSERT_EQ(m_filters.size(), 2);
    EXPECT_TRUE(m_filters.last().passesAll());
}

TEST_F(FilterBarTest, SaysWhatIsWrongBelowTheLine)
{
    type(QStringLiteral("pid == five "));
    EXPECT_TRUE(m_bar.message().isEmpty());
    enter();
    EXPECT_TRUE(m_bar.message().contains(QStringLiteral("pid is compared with a number")))
        << m_bar.message().toStdString();
    EXPECT_TRUE(m_filters.isEmpty()) << "the old one stays on";
    EXPECT_EQ(m_bar.edit()->accessibleDescription(), QStringLiteral("pid is compared with a number"));
    QTest::keyClick(m_bar.edit(), Qt::Key_Backspace);
    EXPECT_TRUE(m_bar.message().isEmpty()) << "until it is mended";
}

TEST_F(FilterBarTest, Completes)
{
    m_bar.setNames([] { return std::vector<std::string>{"ftpd"}; });
    type(QStringLiteral("comm == "));
    QTest::keyClick(m_bar.edit(), Qt::Key_Space, Qt::ControlModifier);
    ASSERT_TRUE(m_bar.edit()->popup()->popup()->isVisible());
    QTest::keyClick(m_bar.edit(), Qt::Key_Tab);
    EXPECT_EQ(m_bar.text(), QStringLiteral("comm == \"ftpd\""));
}

TEST_F(FilterBarTest, NarrowsWhatIsOn)
{
    m_bar.narrow(QStringLiteral("call == open"), false);
    m_bar.narrow(QStringLiteral("pid == 5"), true);
    EXPECT_EQ(m_bar.applied(), QStringLiteral("call == open && !(pid == 5)"));
    EXPECT_EQ(m_bar.text(), m_bar.applied());
}

TEST_F(FilterBarTest, RecallsAndSaves)
{
    QSignalSpy remembered(&m_bar, &FilterBar::remembered);
    for (const char *one : {"failed ", "own "}) {
        type(QString::fromLatin1(one));
        enter();
        QTest::keyClick(m_bar.edit(), Qt::Key_Escape);
    }
    EXPECT_EQ(m_bar.history(), QStringList({QStringLiteral("failed"), QStringLiteral("own")}));
    QTest::keyClick(m_bar.edit(), Qt::Key_Up);
    QTest::keyClick(m_bar.edit(), Qt::Key_Up);
    EXPECT_EQ(m_bar.text(), QStringLiteral("failed"));
    enter();
    emit m_bar.savedMenu()->aboutToShow();
    m_bar.savedMenu()->actions().first()->trigger();
    auto *dialog = m_bar.findChild<NameDialog *>();
    ASSERT_TRUE(dialog);
    auto *name = dialog->findChild<QLineEdit *>();
    QTest::keyClicks(name, QStringLiteral("bad ones"));
    EXPECT_EQ(dialog->name(), QStringLiteral("bad ones"));
    dialog->accept();
    EXPECT_EQ(m_bar.saved().value(QStringLiteral("bad ones")), QStringLiteral("failed"));
    EXPECT_EQ(remembered.size(), 4);
    m_bar.apply({});
    emit m_bar.savedMenu()->aboutToShow();
    m_bar.savedMenu()->actions().at(2)->trigger();
    EXPECT_EQ(m_bar.applied(), QStringLiteral("failed"));
}

TEST_F(FilterBarTest, CountsOnlyWhileAFilterIsOn)
{
    m_bar.setCounts(5, 10, false);
    EXPECT_TRUE(m_bar.counts().isEmpty());
    m_bar.apply(QStringLiteral("failed"));
    m_bar.setCounts(5, 1'204'331, true);
    EXPECT_EQ(m_bar.counts(), QStringLiteral("5 of 1\u2009204\u2009331 · looking…"));
}

} // namespace
} // namespace rumpscope::ui
