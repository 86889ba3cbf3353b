// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/elided_label.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/address/state_chip.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

namespace rumpscope::ui {
namespace {

class ConnectionBarTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_bar.resize(1200, 40);
        m_bar.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_bar));
    }
    [[nodiscard]] QPushButton *button(const QString &text)
    {
        for (auto *button : m_bar.findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    void show(LinkState state)
    {
        LinkStatus status;
        status.state = state;
        m_bar.setStatus(status);
    }
    /// The keyboard's focus is the box; it hands its keys on to its line edit.
    [[nodiscard]] QComboBox *address() { return m_bar.findChild<QComboBox *>(); }

    ConnectionBar m_bar;
};

TEST_F(ConnectionBarTest, EnterConnectsAndRemembers)
{
    QSignalSpy wanted(&m_bar, &ConnectionBar::connectRequested);
    QTest::keyClicks(address(), QStringLiteral("  unix://a  "));
    QTest::keyClick(address(), Qt::Key_Return);
    m_bar.setUrl(QStringLiteral("unix://b"));
    QTest::mouseClick(button(QStringLiteral("Connect")), Qt::LeftButton);
    m_bar.setUrl(QStringLiteral("unix://a"));
    QTest::keyClick(address(), Qt::Key_Return);
    ASSERT_EQ(wanted.count(), 3);
    EXPECT_EQ(wanted.at(0).at(0).toString(), QStringLiteral("unix://a"));
    EXPECT_EQ(m_bar.history(), QStringList({QStringLiteral("unix://a"), QStringLiteral("unix://b")}));
}

TEST_F(ConnectionBarTest, NothingToConnectToWithoutAnAddress)
{
    EXPECT_FALSE(button(QStringLiteral("Connect"))->isEnabled());
    m_bar.setUrl(QStringLiteral("unix://a"));
    EXPECT_TRUE(button(QStringLiteral("Connect"))->isEnabled());
}

TEST_F(ConnectionBarTest, SaysWhereYouAre)
{
    LinkStatus status;
    status.state = LinkState::Connected;
    status.banner = wire::Banner{0, 4, "NetBSD", "7.99.34", "amd64"};
    status.roundTrip = std::chrono::microseconds(24);
    status.generation = 2;
    m_bar.setStatus(status);
    const QString facts = m_bar.findChild<ElidedLabel *>()->text();
    EXPECT_EQ(facts, QStringLiteral("NetBSD 7.99.34/amd64 · rump_sp 0.4 · rtt 24 µs · generation 2"));
    EXPECT_EQ(m_bar.findChild<StateChip *>()->word(), QStringLiteral("connected"));
}

TEST_F(ConnectionBarTest, ASilentKernelIsNotCalledLost)
{
    LinkStatus status;
    status.state = LinkState::Silent;
    status.silentFor = std::chrono::seconds(180);
    m_bar.setStatus(status);
    EXPECT_EQ(m_bar.findChild<StateChip *>()->word(), QStringLiteral("not answering for 3 min"));
}

TEST_F(ConnectionBarTest, ButtonsFollowTheState)
{
    QSignalSpy disconnect(&m_bar, &ConnectionBar::disconnectRequested);
    QSignalSpy reconnect(&m_bar, &ConnectionBar::reconnectRequested);
    QSignalSpy stop(&m_bar, &ConnectionBar::stopRetryingRequested);
    show(LinkState::Connected);
    EXPECT_EQ(button(QStringLiteral("Reconnect")), nullptr);
    QTest::mouseClick(button(QStringLiteral("Disconnect")), Qt::LeftButton);
    show(LinkState::Retrying);
    QTest::mouseClick(button(QStringLiteral("Stop retrying")), Qt::LeftButton);
    show(LinkState::Lost);
    QTest::mouseClick(button(QStringLiteral("Reconnect")), Qt::LeftButton);
    EXPECT_EQ(disconnect.count(), 1);
    EXPECT_EQ(stop.count(), 1);
    EXPECT_EQ(reconnect.count(), 1);
}

TEST_F(ConnectionBarTest, EveryRetryPolicyCanBeChosen)
{
    auto *box = m_bar.findChild<RetryBox *>();
    auto *kinds = box->findChild<QComboBox *>();
    ASSERT_EQ(kinds->count(), 7);
    QSignalSpy changed(&m_bar, &ConnectionBar::retryChanged);
    kinds->setFocus();
    QTest::keyClick(kinds, Qt::Key_Down);
    ASSERT_EQ(changed.count(), 1);
    EXPECT_EQ(m_bar.retry(), retry::Policy::forSeconds(std::chrono::seconds(10)));
    EXPECT_TRUE(box->findChild<QSpinBox *>()->isVisible());
    for (const auto &policy : {retry::Policy::never(), retry::Policy::forEver(), retry::Policy::once(),
                               retry::Policy::die(), *retry::Policy::parse("for ever, every 1 s")}) {
        m_bar.setRetry(policy);
        EXPECT_EQ(m_bar.retry(), policy);
        EXPECT_FALSE(kinds->toolTip().isEmpty());
    }
    EXPECT_EQ(kinds->count(), 7);
    const auto own = retry::Policy::parse("5 times, every 300 ms");
    m_bar.setRetry(*own);
    EXPECT_EQ(m_bar.retry(), *own) << "a policy from the command line is kept and shown";
    EXPECT_EQ(kinds->currentText(), QStringLiteral("Retry: 5 times, every 300 ms"));
    EXPECT_EQ(changed.count(), 1) << "only a person's choice is told";
}

TEST_F(ConnectionBarTest, ThePracticeKernelsMenuFollowsItsState)
{
    QSignalSpy kill(&m_bar, &ConnectionBar::kernelKillRequested);
    m_bar.setKernelState(PracticeKernel::State::Running);
    const QMenu *menu = button(QStringLiteral("Practice kernel: runs"))->menu();
    EXPECT_FALSE(menu->actions().at(0)->isEnabled());
    menu->actions().at(1)->trigger();
    EXPECT_EQ(kill.count(), 1);
    m_bar.setKernelState(PracticeKernel::State::Stopped);
    EXPECT_TRUE(menu->actions().at(0)->isEnabled());
    EXPECT_FALSE(menu->actions().at(1)->isEnabled());
}

} // namespace
} // namespace rumpscope::ui
