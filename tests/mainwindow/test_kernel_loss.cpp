// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel killed from the menu, and what the window says and does.
#include "tests/mainwindow/opened_window.h"
#include "ui/panes/address/connection_bar.h"
#include "ui/panes/status/status_line.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

namespace rumpscope::ui::test {
namespace {

const QString kKill = QStringLiteral("Kill");
const QString kStart = QStringLiteral("Start and connect");

/// The longest time in which no event was handled, in milliseconds.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout,
                         [this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_timer.start(5);
    }
    [[nodiscard]] qint64 longest() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

class KernelLoss : public testing::Test
{
protected:
    void openWith(const retry::Policy &policy)
    {
        ASSERT_TRUE(m_opened.show());
        m_opened.choosePolicy(policy);
        EXPECT_EQ(workbench().retry(), policy);
        ASSERT_TRUE(m_opened.openKernel());
    }
    [[nodiscard]] Workbench &workbench() { return m_opened.window->scope().workbench; }
    [[nodiscard]] QPushButton *button(const QString &text)
    {
        for (QPushButton *one : m_opened.view<ConnectionBar>().findChildren<QPushButton *>()) {
            if (one->text() == text && one->isVisible())
                return one;
        }
        return nullptr;
    }

    OpenedWindow m_opened;
};

TEST_F(KernelLoss, IsRiddenOutDuringALoad)
{
    constexpr qint64 kFluid = 1000; // generous: the machine may be busy, a wait on a socket is longer
    openWith(retry::Policy::forEver());
    workbench().startLoad(*workbench().primary(),
                          {QStringLiteral("getpid()"), 200, std::chrono::seconds(60)});
    ASSERT_TRUE(eventually([&] { return workbench().latencySummary().count > 20; }));
    const Heartbeat heartbeat;
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kKill));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost, retrying")));
    ASSERT_TRUE(eventually([&] {
        return workbench().status().attempts >= 3 &&
               m_opened.facts().contains(QStringLiteral("failed attempt"));
    }));
    EXPECT_NE(button(QStringLiteral("Stop retrying")), nullptr);
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kStart));
    ASSERT_TRUE(m_opened.waitForLife(2));
    EXPECT_TRUE(m_opened.facts().contains(QStringLiteral("generation 2"))) << m_opened.facts().toStdString();
    EXPECT_EQ(button(QStringLiteral("Stop retrying")), nullptr);
    EXPECT_TRUE(workbench().loadRuns(*workbench().primary()));
    EXPECT_LT(heartbeat.longest(), kFluid);
}

TEST_F(KernelLoss, IsRiddenOutByRestart)
{
    openWith(retry::Policy::forEver());
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(QStringLiteral("Restart")));
    EXPECT_TRUE(m_opened.waitForLife(2));
}

TEST_F(KernelLoss, WithNeverStaysLostUntilToldOtherwise)
{
    openWith(retry::Policy::never());
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kKill));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost")));
    EXPECT_NE(button(QStringLiteral("Reconnect")), nullptr);
    ASSERT_TRUE(eventually(
        [&] { return m_opened.window->scope().kernel.state() == PracticeKernel::State::Stopped; }));
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kStart));
    EXPECT_TRUE(m_opened.waitForLife(2)) << "start and connect";
}

TEST_F(KernelLoss, WithNeverIsSeenToStayLostAcrossARestart)
{
    openWith(retry::Policy::never());
    const QSignalSpy started(&m_opened.window->scope().kernel, &PracticeKernel::started);
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(QStringLiteral("Restart")));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost")));
    ASSERT_TRUE(eventually([&] { return started.size() == 1; }));
    EXPECT_EQ(m_opened.word(), QStringLiteral("lost"));
    QPushButton *reconnect = button(QStringLiteral("Reconnect"));
    ASSERT_NE(reconnect, nullptr);
    QTest::mouseClick(reconnect, Qt::LeftButton);
    EXPECT_TRUE(m_opened.waitForLife(2));
}

TEST_F(KernelLoss, WithOnceSaysThatItGaveUp)
{
    openWith(retry::Policy::once());
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kKill));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost")));
    EXPECT_TRUE(eventually([&] { return m_opened.facts().contains(QStringLiteral("one attempt failed")); }))
        << m_opened.facts().toStdString();
}

TEST_F(KernelLoss, WithDieEndsTheSessionAndBeginsAnother)
{
    openWith(retry::Policy::die());
    const SessionId shell = *workbench().primary();
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kKill));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost")));
    ASSERT_TRUE(eventually(
        [&] { return m_opened.window->scope().kernel.state() == PracticeKernel::State::Stopped; }));
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(kStart));
    ASSERT_TRUE(m_opened.waitForLife(1));
    EXPECT_NE(workbench().primary(), shell);
}

TEST_F(KernelLoss, TellsWhenTheKernelHasHalted)
{
    openWith(retry::Policy::forEver());
    m_opened.type(QStringLiteral("reboot(0, NULL)"));
    EXPECT_EQ(m_opened.window->scope().kernel.state(), PracticeKernel::State::Running) << "asked first";
    m_opened.type({}); // Enter again
    ASSERT_TRUE(eventually([&] {
        return m_opened.view<StatusLine>().notice().contains(QStringLiteral("halted"));
    })) << m_opened.view<StatusLine>().notice().toStdString();
}

TEST_F(KernelLoss, OfAStoppedKernelEndsQuietly)
{
    openWith(retry::Policy::forEver());
    ASSERT_TRUE(m_opened.chooseOfKernelMenu(QStringLiteral("Stop")));
    ASSERT_TRUE(m_opened.waitForWord(QStringLiteral("lost, retrying")));
    QTest::mouseClick(button(QStringLiteral("Disconnect")), Qt::LeftButton);
    EXPECT_EQ(m_opened.word(), QStringLiteral("not connected"));
}

} // namespace
} // namespace rumpscope::ui::test
