// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/tap/program_pane.h"
#include "ui/panes/tap/tap_dialog.h"
#include "ui/panes/tap/tapped_client_model.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

namespace rumpscope::ui {
namespace {

class TapDialogTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_dialog.setListen(QStringLiteral("unix:///run/tap"));
        m_dialog.setServer(QStringLiteral("unix:///run/kernel"));
        m_dialog.setClients(&m_clients);
        m_dialog.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_dialog));
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : m_dialog.findChildren<QPushButton *>()) {
            if (button->text().remove(QLatin1Char('&')) == text && button->isVisible())
                return button;
        }
        ADD_FAILURE() << "no button " << text.toStdString();
        return nullptr;
    }
    [[nodiscard]] bool says(const QString &text) const
    {
        for (const QLabel *label : m_dialog.findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }
    [[nodiscard]] QLineEdit *command() { return m_dialog.program()->findChild<QLineEdit *>(); }
    static void click(QPushButton *button) { QTest::mouseClick(button, Qt::LeftButton); }

    QStandardItemModel m_clients{0, TappedClientModel::ColumnCount};
    TapDialog m_dialog;
    const OpenTap m_tap{TapId{3}, QStringLiteral("unix:///run/tap"), QStringLiteral("unix:///run/kernel")};
};

TEST_F(TapDialogTest, OpensATapAtTheAddressesShown)
{
    QSignalSpy open(&m_dialog, &TapDialog::openRequested);
    click(button(QStringLiteral("Open the tap")));
    ASSERT_EQ(open.size(), 1);
    EXPECT_EQ(open[0][0].toString(), QStringLiteral("unix:///run/tap"));
    EXPECT_EQ(open[0][1].toString(), QStringLiteral("unix:///run/kernel"));
    m_dialog.setServer({});
    EXPECT_FALSE(button(QStringLiteral("Open the tap"))->isEnabled());
}

TEST_F(TapDialogTest, SaysWhyATapCouldNotBeOpenedUntilItIsChanged)
{
    m_dialog.showMistake(QStringLiteral("Somebody listens there."));
    EXPECT_TRUE(says(QStringLiteral("✕ Somebody listens there.")));
    m_dialog.setListen(QStringLiteral("unix:///run/other"));
    EXPECT_FALSE(says(QStringLiteral("Somebody")));
}

TEST_F(TapDialogTest, GivesTheLineForPrograms)
{
    m_dialog.setTaps({m_tap});
    click(button(QStringLiteral("Copy")));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("RUMP_SERVER=unix:///run/tap"));
    QSignalSpy close(&m_dialog, &TapDialog::closeRequested);
    click(button(QStringLiteral("Close")));
    ASSERT_EQ(close.size(), 1);
    EXPECT_EQ(close[0][0].value<TapId>(), TapId{3});
}

TEST_F(TapDialogTest, RunsAProgramThroughTheNewestTap)
{
    QSignalSpy run(&m_dialog, &TapDialog::runRequested);
    QSignalSpy stop(m_dialog.program(), &ProgramPane::stopRequested);
    QTest::keyClicks(command(), QStringLiteral("ls /"));
    EXPECT_FALSE(button(QStringLiteral("Run"))->isEnabled());
    EXPECT_TRUE(says(QStringLiteral("Open a tap first.")));
    m_dialog.setTaps({m_tap, {TapId{4}, QStringLiteral("unix:///run/newer"), m_tap.server}});
    EXPECT_FALSE(says(QStringLiteral("Open a tap first.")));
    QTest::keyClick(command(), Qt::Key_Return);
    ASSERT_EQ(run.size(), 1);
    EXPECT_EQ(run[0][0].toString(), QStringLiteral("ls /"));
    EXPECT_EQ(run[0][1].toString(), QStringLiteral("unix:///run/newer"));
    m_dialog.program()->setRunning(true);
    m_dialog.program()->addOutput(QStringLiteral("dev\n"));
    m_dialog.program()->addOutput(QStringLiteral("etc"));
    EXPECT_EQ(m_dialog.findChild<QPlainTextEdit *>()->toPlainText(), QStringLiteral("dev\netc"));
    click(button(QStringLiteral("Stop")));
    EXPECT_EQ(stop.size(), 1);
    m_dialog.program()->setRunning(false);
    m_dialog.program()->say(QStringLiteral("ls ended with status 0."));
    EXPECT_TRUE(says(QStringLiteral("ls ended with status 0.")));
    EXPECT_EQ(m_dialog.findChild<QPlainTextEdit *>()->toPlainText(), QStringLiteral("dev\netc"))
        << "still to be read";
}

TEST_F(TapDialogTest, CutsTheChosenConnection)
{
    QSignalSpy cut(&m_dialog, &TapDialog::cutRequested);
    EXPECT_TRUE(says(QStringLiteral("Nobody passes through.")));
    EXPECT_FALSE(button(QStringLiteral("Cut the connection"))->isEnabled());
    QList<QStandardItem *> row;
    for (int column = 0; column < TappedClientModel::ColumnCount; ++column)
        row << new QStandardItem(QStringLiteral("ftpd"));
    row[0]->setData(8U, TappedClientModel::SessionRole);
    m_clients.appendRow(row);
    EXPECT_FALSE(says(QStringLiteral("Nobody passes through.")));
    m_dialog.findChild<QTableView *>()->setCurrentIndex(m_clients.index(0, 0));
    click(button(QStringLiteral("Cut the connection")));
    ASSERT_EQ(cut.size(), 1);
    EXPECT_EQ(cut[0][0].value<event::SessionId>(), event::SessionId{8});
}

} // namespace
} // namespace rumpscope::ui
