// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/surroundings.h"
#include "ui/bridge/host_program.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class AHostProgram : public testing::Test
{
protected:
    AHostProgram()
    {
        QObject::connect(&m_program, &HostProgram::output, &m_program,
                         [this](const QString &text) { m_said += text; });
    }
    void run(const QString &commandLine)
    {
        m_program.start(commandLine, QStringLiteral("unix:///tmp/kernel"));
        EXPECT_TRUE(eventually([&] { return m_finished.size() + m_failed.size() == 1; }));
    }

    HostProgram m_program;
    QString m_said;
    QSignalSpy m_started{&m_program, &HostProgram::started};
    QSignalSpy m_finished{&m_program, &HostProgram::finished};
    QSignalSpy m_failed{&m_program, &HostProgram::failed};
};

TEST_F(AHostProgram, IsToldItsServerAndNoOther)
{
    qputenv("RUMP__PARSEDSERVER", "unix:///elsewhere");
    qputenv("RUMPCLIENT__EXECFD", "7");
    run(QStringLiteral("/usr/bin/env"));
    qunsetenv("RUMP__PARSEDSERVER");
    qunsetenv("RUMPCLIENT__EXECFD");
    EXPECT_TRUE(m_said.contains(QStringLiteral("RUMP_SERVER=unix:///tmp/kernel\n"))) << m_said.toStdString();
    EXPECT_FALSE(m_said.contains(QStringLiteral("RUMP__PARSEDSERVER")));
    EXPECT_FALSE(m_said.contains(QStringLiteral("RUMPCLIENT__EXECFD")));
    EXPECT_EQ(m_finished.at(0).at(0).toString(), QStringLiteral("/usr/bin/env ended with status 0."));
}

TEST_F(AHostProgram, TakesWordsAndQuotes)
{
    run(QStringLiteral("/bin/echo one \"two words\""));
    EXPECT_EQ(m_said, QStringLiteral("one two words\n"));
}

TEST_F(AHostProgram, SaysHowItEnded)
{
    run(QStringLiteral("/bin/sh -c \"echo wrong >&2; exit 3\""));
    EXPECT_EQ(m_said, QStringLiteral("wrong\n"));
    EXPECT_EQ(m_finished.at(0).at(0).toString(), QStringLiteral("/bin/sh ended with status 3."));
}

TEST_F(AHostProgram, SaysWhatCouldNotBeStarted)
{
    run(QStringLiteral("/nowhere/at-all"));
    EXPECT_TRUE(
        m_failed.at(0).at(0).toString().startsWith(QStringLiteral("/nowhere/at-all could not be started: ")));
    EXPECT_EQ(m_started.size(), 0);
}

TEST_F(AHostProgram, NeedsAName)
{
    run(QStringLiteral("  "));
    EXPECT_TRUE(m_failed.at(0).at(0).toString().startsWith(QStringLiteral("No program was named")));
}

TEST_F(AHostProgram, EndsWhenItIsToldTo)
{
    m_program.start(QStringLiteral("/usr/bin/sleep 600"), QStringLiteral("unix:///tmp/kernel"));
    ASSERT_TRUE(eventually([&] { return m_started.size() == 1; }));
    EXPECT_GT(m_program.pid(), 0);
    m_program.start(QStringLiteral("/bin/true"), QStringLiteral("unix:///tmp/kernel"));
    EXPECT_EQ(m_failed.at(0).at(0).toString(), QStringLiteral("/usr/bin/sleep still runs: stop it first."));
    m_program.stop();
    ASSERT_TRUE(eventually([&] { return m_finished.size() == 1; }));
    EXPECT_EQ(m_finished.at(0).at(0).toString(), QStringLiteral("/usr/bin/sleep was ended by signal 15."));
    EXPECT_FALSE(m_program.isRunning());
}

TEST_F(AHostProgram, EndsTheSecondTimeEvenIfItDoesNotListen)
{
    m_program.start(QStringLiteral("/bin/sh -c \"trap '' TERM; echo ready; exec sleep 600\""),
                    QStringLiteral("unix:///tmp/kernel"));
    ASSERT_TRUE(eventually([&] { return m_said == QStringLiteral("ready\n"); }));
    m_program.stop();
    m_program.stop();
    ASSERT_TRUE(eventually([&] { return m_finished.size() == 1; }));
    EXPECT_EQ(m_finished.at(0).at(0).toString(), QStringLiteral("/bin/sh was ended by signal 9."));
}

TEST(HostProgram, EndsWithTheApplication)
{
    const std::size_t before = childProcesses().size();
    {
        HostProgram program;
        QSignalSpy started(&program, &HostProgram::started);
        program.start(QStringLiteral("/usr/bin/sleep 600"), QStringLiteral("unix:///tmp/kernel"));
        ASSERT_TRUE(eventually([&] { return started.size() == 1; }));
    }
    EXPECT_EQ(childProcesses().size(), before);
}

} // namespace
} // namespace rumpscope::ui::test
