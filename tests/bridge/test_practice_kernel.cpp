// SPDX-License-Identifier: GPL-3.0-or-later
// The child process against the real program.
#include "clientcore/abi/netbsd.h"
#include "clientcore/session/session.h"
#include "tests/support/bridge/surroundings.h"
#include "ui/bridge/practice_kernel.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>

#include <csignal>
#include <sys/stat.h>

namespace rumpscope::ui::test {
namespace {

using State = PracticeKernel::State;

QString socketOf(const PracticeKernel &kernel)
{
    return kernel.url().mid(static_cast<qsizetype>(sizeof "unix://" - 1));
}

std::unique_ptr<session::Session> guestOf(const PracticeKernel &kernel)
{
    auto guest = session::Session::guest(transport::ServerUrl::parse(kernel.url().toStdString()).value(), {});
    return guest ? std::move(*guest) : nullptr;
}

class APracticeKernel : public testing::Test
{
protected:
    [[nodiscard]] bool become(State state)
    {
        return eventually([&] { return m_kernel.state() == state; });
    }
    [[nodiscard]] bool start()
    {
        m_kernel.start();
        return become(State::Running);
    }

    PracticeKernel m_kernel;
    QSignalSpy m_started{&m_kernel, &PracticeKernel::started};
    QSignalSpy m_stopped{&m_kernel, &PracticeKernel::stopped};
    QSignalSpy m_failed{&m_kernel, &PracticeKernel::failed};
};

TEST_F(APracticeKernel, ListensOnceItHasStarted)
{
    EXPECT_EQ(m_kernel.state(), State::Stopped);
    m_kernel.start();
    EXPECT_EQ(m_kernel.state(), State::Starting);
    ASSERT_TRUE(become(State::Running));
    ASSERT_EQ(m_started.size(), 1);
    EXPECT_EQ(m_started[0][0].toString(), m_kernel.url());
    EXPECT_NE(guestOf(m_kernel), nullptr);
    EXPECT_EQ(childProcesses().size(), 1U);
}

TEST_F(APracticeKernel, IsStartedOnlyOnce)
{
    m_kernel.start();
    m_kernel.start();
    ASSERT_TRUE(become(State::Running));
    m_kernel.start();
    EXPECT_EQ(childProcesses().size(), 1U);
    EXPECT_EQ(m_started.size(), 1);
}

TEST_F(APracticeKernel, KeepsItsSocketWhereNobodyElseMayGo)
{
    ASSERT_TRUE(start());
    const QFileInfo socket(socketOf(m_kernel));
    EXPECT_TRUE(socket.absolutePath().startsWith(Surroundings::runtimeDirectory()));
    struct stat facts = {};
    ASSERT_EQ(::stat(socket.absolutePath().toUtf8().constData(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 077U, 0U);
    ASSERT_EQ(::stat(socket.filePath().toUtf8().constData(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 077U, 0U);
}

TEST_F(APracticeKernel, StopsWithoutAWord)
{
    ASSERT_TRUE(start());
    m_kernel.stop();
    EXPECT_EQ(m_kernel.state(), State::Stopping);
    ASSERT_TRUE(become(State::Stopped));
    ASSERT_EQ(m_stopped.size(), 1);
    EXPECT_TRUE(m_stopped[0][0].toString().isEmpty());
    EXPECT_EQ(m_failed.size(), 0);
    EXPECT_FALSE(QFileInfo::exists(socketOf(m_kernel)));
    EXPECT_TRUE(childProcesses().empty());
}

TEST_F(APracticeKernel, TakesItsSocketAwayWhenItIsKilled)
{
    ASSERT_TRUE(start());
    const auto guest = guestOf(m_kernel);
    ASSERT_NE(guest, nullptr);
    m_kernel.kill();
    ASSERT_TRUE(become(State::Stopped));
    EXPECT_FALSE(QFileInfo::exists(socketOf(m_kernel)));
    EXPECT_EQ(m_failed.size(), 0) << "we asked for it";
    EXPECT_TRUE(eventually([&] { return guest->state() == session::Session::State::Lost; }));
}

TEST_F(APracticeKernel, RestartsAtTheSameAddress)
{
    ASSERT_TRUE(start());
    const QString url = m_kernel.url();
    const auto before = childProcesses();
    m_kernel.restart();
    ASSERT_TRUE(eventually([&] { return m_started.size() == 2; }));
    EXPECT_EQ(m_started[1][0].toString(), url);
    EXPECT_NE(childProcesses(), before);
    EXPECT_NE(guestOf(m_kernel), nullptr);
}

TEST_F(APracticeKernel, RestartsFromAStandstill)
{
    m_kernel.restart();
    EXPECT_TRUE(become(State::Running));
}

TEST_F(APracticeKernel, StaysStoppedWhenItIsStoppedInTheMiddleOfARestart)
{
    ASSERT_TRUE(start());
    m_kernel.restart();
    m_kernel.stop();
    ASSERT_TRUE(become(State::Stopped));
    EXPECT_EQ(m_stopped.size(), 1);
    EXPECT_EQ(m_kernel.state(), State::Stopped);
    EXPECT_EQ(m_started.size(), 1);
}

TEST_F(APracticeKernel, MayBeStoppedWhileItStarts)
{
    m_kernel.start();
    m_kernel.stop();
    ASSERT_TRUE(become(State::Stopped));
    EXPECT_EQ(m_failed.size(), 0);
    EXPECT_TRUE(start()) << "and started again";
}

TEST_F(APracticeKernel, TellsAHaltFromACrash)
{
    ASSERT_TRUE(start());
    const auto guest = guestOf(m_kernel);
    ASSERT_NE(guest, nullptr);
    const std::array<std::uint64_t, 2> arguments{0, 0};
    static_cast<void>(guest->syscall({.number = abi::NB_SYS_reboot, .arguments = arguments}));
    ASSERT_TRUE(become(State::Stopped));
    ASSERT_EQ(m_stopped.size(), 1);
    EXPECT_TRUE(m_stopped[0][0].toString().contains(QStringLiteral("halted")));
    EXPECT_EQ(m_failed.size(), 0);
}

TEST_F(APracticeKernel, SaysWhenSomethingElseKilledIt)
{
    ASSERT_TRUE(start());
    const auto children = childProcesses();
    ASSERT_EQ(children.size(), 1U);
    ::kill(children.front(), SIGKILL);
    ASSERT_TRUE(become(State::Stopped));
    ASSERT_EQ(m_failed.size(), 1);
    EXPECT_TRUE(m_failed[0][0].toString().contains(QStringLiteral("ended by a signal")));
    EXPECT_FALSE(QFileInfo::exists(socketOf(m_kernel)));
}

TEST_F(APracticeKernel, PassesOnItsLastWordsWhenItCannotListen)
{
    QDir(QFileInfo(socketOf(m_kernel)).absolutePath()).removeRecursively();
    m_kernel.start();
    ASSERT_TRUE(become(State::Stopped));
    ASSERT_EQ(m_failed.size(), 1);
    const QString sentence = m_failed[0][0].toString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("ended with status 1"))) << sentence.toStdString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("Its last words: rumpscope-kernel:")))
        << sentence.toStdString();
    EXPECT_EQ(m_started.size(), 0);
}

TEST(PracticeKernel, LeavesNeitherProcessNorDirectoryBehind)
{
    QString directory;
    {
        PracticeKernel kernel;
        directory = QFileInfo(socketOf(kernel)).absolutePath();
        kernel.start();
        ASSERT_TRUE(eventually([&] { return kernel.state() == State::Running; }));
    }
    EXPECT_TRUE(childProcesses().empty());
    EXPECT_FALSE(QFileInfo::exists(directory));
}

TEST_F(APracticeKernel, TakesCommandsWhileItRuns)
{
    QSignalSpy answered(&m_kernel.control(), &KernelControl::answered);
    QSignalSpy refused(&m_kernel.control(), &KernelControl::refused);
    m_kernel.control().say(QStringLiteral("clear"));
    ASSERT_TRUE(eventually([&] { return refused.size() == 1; })) << "nobody is there";
    ASSERT_TRUE(start());
    m_kernel.control().say(QStringLiteral("fail getppid EPERM"));
    m_kernel.control().say(QStringLiteral("dance"));
    m_kernel.control().say(QStringLiteral("status"));
    ASSERT_TRUE(eventually([&] { return answered.size() == 2; }));
    EXPECT_TRUE(answered[1][1].toStringList().contains(QStringLiteral("fail getppid EPERM 100%")));
    EXPECT_EQ(refused[1][1].toString(), QStringLiteral("\"dance\" is no command: write help."));
    const auto guest = guestOf(m_kernel);
    EXPECT_EQ(guest->syscall({.number = abi::NB_SYS_getppid})->error, abi::NB_EPERM);
}

TEST_F(APracticeKernel, RestartsOnCommand)
{
    ASSERT_TRUE(start());
    QSignalSpy restarted(&m_kernel, &PracticeKernel::restarted);
    m_kernel.control().say(QStringLiteral("restart"));
    ASSERT_TRUE(eventually([&] { return restarted.size() == 1; }));
    EXPECT_EQ(m_kernel.state(), State::Running);
    EXPECT_NE(guestOf(m_kernel), nullptr);
}

TEST_F(APracticeKernel, SaysThatItDiedOnCommand)
{
    ASSERT_TRUE(start());
    m_kernel.control().say(QStringLiteral("die"));
    ASSERT_TRUE(become(State::Stopped));
    ASSERT_EQ(m_failed.size(), 1);
}

} // namespace
} // namespace rumpscope::ui::test
