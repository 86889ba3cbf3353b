// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_models.h"
#include "ui/kit/call_edit.h"
#include "ui/panes/composer/composer.h"

#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QSignalSpy>
#include <QTest>

namespace rumpscope::ui {
namespace {

class ComposerTest : public testing::Test
{
protected:
    void SetUp() override
    {
        test::fillProcesses(m_processes);
        m_composer.setProcesses(&m_processes);
        m_composer.resize(700, 80);
        m_composer.show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_composer));
        m_composer.focusEdit();
    }
    void type(const QString &text) { QTest::keyClicks(m_composer.edit(), text); }
    void enter() { QTest::keyClick(m_composer.edit(), Qt::Key_Return); }
    [[nodiscard]] bool popupShown() { return m_composer.edit()->popup()->popup()->isVisible(); }

    QStandardItemModel m_processes;
    Composer m_composer;
    QSignalSpy m_submitted{&m_composer, &Composer::submitted};
};

TEST_F(ComposerTest, EnterSubmitsAsTheChosenProcess)
{
    m_composer.setProcess(SessionId{2});
    m_composer.setText(QStringLiteral("getpid()"));
    enter();
    ASSERT_EQ(m_submitted.count(), 1);
    EXPECT_EQ(m_submitted.at(0).at(0).value<SessionId>(), SessionId{2});
    EXPECT_EQ(m_submitted.at(0).at(1).toString(), QStringLiteral("getpid()"));
    EXPECT_TRUE(m_composer.edit()->text().isEmpty());
}

TEST_F(ComposerTest, OnlyLivingProcessesOfOursCanBeChosen)
{
    const auto *box = m_composer.findChild<QComboBox *>();
    ASSERT_EQ(box->count(), 2);
    EXPECT_EQ(box->itemText(0), QStringLiteral("shell 2"));
    EXPECT_EQ(box->itemText(1), QStringLiteral("ftpd 5"));
}

TEST_F(ComposerTest, TheChoiceOutlivesAChangeOfTheTree)
{
    m_composer.setProcess(SessionId{2});
    m_processes.item(1)->insertRow(0, test::makeRow({QStringLiteral("early"), QStringLiteral("8"), 8, 7}));
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_composer.findChild<QComboBox *>()->count() == 3; }));
    EXPECT_EQ(m_composer.process(), SessionId{2});
}

TEST_F(ComposerTest, CompletesTheNameWithTab)
{
    type(QStringLiteral("getpi"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return popupShown(); }));
    QTest::keyClick(m_composer.edit(), Qt::Key_Tab);
    EXPECT_TRUE(m_composer.edit()->text().startsWith(QStringLiteral("getpid(")));
    EXPECT_TRUE(m_composer.edit()->hasFocus());
}

TEST_F(ComposerTest, EnterTakesTheCandidateChosenInTheList)
{
    type(QStringLiteral("getpi"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return popupShown(); }));
    QAbstractItemView *list = m_composer.edit()->popup()->popup();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Return);
    EXPECT_TRUE(m_composer.edit()->text().startsWith(QStringLiteral("getpid(")));
    EXPECT_EQ(m_submitted.count(), 0);
}

TEST_F(ComposerTest, ShowsThePrototypeWhileTyping)
{
    type(QStringLiteral("open(\"/etc/hosts\", "));
    EXPECT_TRUE(m_composer.message().contains(QStringLiteral("open("))) << m_composer.message().toStdString();
    EXPECT_TRUE(m_composer.message().contains(QStringLiteral("«")));
}

TEST_F(ComposerTest, SaysHowRoomForTheKernelIsWritten)
{
    type(QStringLiteral("stat(\"/README\", "));
    EXPECT_TRUE(m_composer.message().contains(QStringLiteral("room for the kernel to write")))
        << m_composer.message().toStdString();
}

TEST_F(ComposerTest, SaysAMistakeOnceTypingRests)
{
    m_composer.setText(QStringLiteral("open(\"/etc\", O_RDONLYX)"));
    EXPECT_FALSE(m_composer.message().contains(QStringLiteral("O_RDONLYX")));
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return m_composer.message().contains(QStringLiteral("O_RDONLYX")); }, 5'000));
}

TEST_F(ComposerTest, UnfinishedTextIsNoMistakeUntilItIsSubmitted)
{
    Composer mistaken; // shows its mistake after the same rest, begun a moment later
    m_composer.setText(QStringLiteral("open(\"/etc\""));
    mistaken.setText(QStringLiteral("open(\"/etc\", O_RDONLYX)"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return mistaken.message().startsWith(QStringLiteral("✕")); }));
    EXPECT_FALSE(m_composer.message().startsWith(QStringLiteral("✕")));
    enter();
    EXPECT_TRUE(m_composer.message().startsWith(QStringLiteral("✕")));
    EXPECT_EQ(m_submitted.count(), 0);
    EXPECT_FALSE(m_composer.edit()->text().isEmpty());
}

TEST_F(ComposerTest, UpAndDownRecall)
{
    m_composer.setHistory({QStringLiteral("getpid()"), QStringLiteral("sync()")});
    type(QStringLiteral("x"));
    m_composer.edit()->popup()->popup()->hide();
    QTest::keyClick(m_composer.edit(), Qt::Key_Up);
    EXPECT_EQ(m_composer.edit()->text(), QStringLiteral("sync()"));
    QTest::keyClick(m_composer.edit(), Qt::Key_Up);
    QTest::keyClick(m_composer.edit(), Qt::Key_Up); // no older one
    EXPECT_EQ(m_composer.edit()->text(), QStringLiteral("getpid()"));
    QTest::keyClick(m_composer.edit(), Qt::Key_Down);
    QTest::keyClick(m_composer.edit(), Qt::Key_Down);
    EXPECT_EQ(m_composer.edit()->text(), QStringLiteral("x")) << "the draft comes back";
}

TEST_F(ComposerTest, WhatCanEndTheKernelIsSubmittedTwice)
{
    m_composer.setText(QStringLiteral("reboot(0, NULL)"));
    enter();
    EXPECT_EQ(m_submitted.count(), 0);
    EXPECT_TRUE(m_composer.message().startsWith(QStringLiteral("▲"))) << m_composer.message().toStdString();
    enter();
    EXPECT_EQ(m_submitted.count(), 1);
}

} // namespace
} // namespace rumpscope::ui
