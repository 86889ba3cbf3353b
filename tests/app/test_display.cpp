// SPDX-License-Identifier: GPL-3.0-or-later
// The program on a real X display: opened and ended as a person or a session manager would.
#include "tests/app/x_display.h"
#include "tests/support/program/program.h"

#include <gtest/gtest.h>

#include <QFile>

namespace rumpscope::ui::test {
namespace {

const QByteArray kTitle("rumpscope");

class OnADisplay : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!XDisplay::isInstalled())
            GTEST_SKIP() << "Xvfb is not installed.";
        ASSERT_TRUE(m_display.start());
        m_program.environment.insert(QStringLiteral("DISPLAY"), m_display.name());
        m_program.start({});
        // The window is on the screen and its kernel listens.
        ASSERT_TRUE(eventually([&] {
            m_kernels = childProcesses(static_cast<int>(m_program.process.processId()));
            return (m_display.shows(kTitle) && !m_kernels.empty() && kernelListens()) ||
                   m_program.process.state() == QProcess::NotRunning;
        }));
        ASSERT_EQ(m_program.process.state(), QProcess::Running) << m_program.errors().toStdString();
    }
    [[nodiscard]] bool kernelListens() const
    {
        const QStringList entries = m_program.runtimeEntries();
        return !entries.isEmpty() &&
               QFile::exists(m_program.directory() + QStringLiteral("/run/%1/kernel").arg(entries[0]));
    }
    void expectNothingLeft()
    {
        EXPECT_TRUE(m_program.runtimeEntries().isEmpty())
            << m_program.runtimeEntries().join(' ').toStdString();
        for (const int kernel : m_kernels)
            EXPECT_TRUE(eventually([&] { return !QFile::exists(QStringLiteral("/proc/%1").arg(kernel)); }));
    }

    XDisplay m_display; // outlives the program
    Program m_program;
    std::vector<int> m_kernels;
};

TEST_F(OnADisplay, EndsWhenItsWindowIsClosed)
{
    ASSERT_TRUE(m_display.close(kTitle));
    EXPECT_EQ(m_program.finish(), 0) << m_program.errors().toStdString();
    expectNothingLeft();
    EXPECT_TRUE(QFile::exists(m_program.directory() + QStringLiteral("/config/rumpscope/rumpscope.conf")))
        << "the layout is remembered";
}

TEST_F(OnADisplay, EndsWhenItIsTerminated)
{
    m_program.process.terminate();
    EXPECT_EQ(m_program.finish(), 0) << m_program.errors().toStdString();
    expectNothingLeft();
    EXPECT_TRUE(QFile::exists(m_program.directory() + QStringLiteral("/config/rumpscope/rumpscope.conf")))
        << "the layout is remembered";
}

TEST_F(OnADisplay, LeavesNoKernelBehindWhenItIsKilled)
{
    m_program.process.kill();
    EXPECT_EQ(m_program.finish(), -1);
    for (const int kernel : m_kernels)
        EXPECT_TRUE(eventually([&] {
            QFile status(QStringLiteral("/proc/%1/stat").arg(kernel));
            return !status.open(QIODevice::ReadOnly) || status.readAll().contains(") Z ");
        }));
}

} // namespace
} // namespace rumpscope::ui::test
