// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in PATH under the name of the practice kernel. This program lies where there is none beside it.
#include "tests/support/bridge/surroundings.h"
#include "ui/bridge/practice_kernel.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

using State = PracticeKernel::State;

class OddKernels : public testing::Test
{
protected:
    OddKernels() { qputenv("PATH", QByteArray::fromStdString(m_directory.path())); }
    ~OddKernels() override { qputenv("PATH", m_path); }

    void provide(const QByteArray &script)
    {
        QFile file(QString::fromStdString(m_directory.file("rumpscope-kernel")));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    /// Until it has failed; with what sentence.
    [[nodiscard]] QString failure()
    {
        m_kernel.start();
        if (!eventually([this] { return m_failed.size() == 1; }))
            return {};
        EXPECT_EQ(m_kernel.state(), State::Stopped);
        return m_failed[0][0].toString();
    }

    const QByteArray m_path = qgetenv("PATH");
    rumpscope::test::TempDir m_directory;
    PracticeKernel m_kernel;
    QSignalSpy m_failed{&m_kernel, &PracticeKernel::failed};
};

TEST_F(OddKernels, NoProgramAtAll)
{
    EXPECT_TRUE(failure().contains(QStringLiteral("neither beside rumpscope nor in PATH")));
}

TEST_F(OddKernels, OneThatComplainsAndFails)
{
    provide("echo 'no memory' >&2; exit 3");
    EXPECT_EQ(failure(),
              QStringLiteral("The practice kernel ended with status 3. Its last words: no memory"));
}

TEST_F(OddKernels, OneThatFailsWithoutAWord)
{
    provide("exit 3");
    EXPECT_EQ(failure(), QStringLiteral("The practice kernel ended with status 3 and left no word."));
}

TEST_F(OddKernels, OneThatNeverStopsComplaining)
{
    provide("i=0; while [ $i -lt 3000 ]; do echo \"complaint $i\" >&2; i=$((i+1)); done; exit 1");
    const QString sentence = failure();
    EXPECT_TRUE(sentence.endsWith(QStringLiteral("complaint 2999")));
    EXPECT_LT(sentence.size(), 2200) << "the last words, not all of them";
}

TEST_F(OddKernels, OneThatIsNoProgram)
{
    QFile file(QString::fromStdString(m_directory.file("rumpscope-kernel")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("\177ELF and nothing more");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    file.close();
    EXPECT_TRUE(failure().contains(QStringLiteral("could not be started")));
}

TEST_F(OddKernels, OneThatSaysNothingCanBeStopped)
{
    provide("read -r line");
    m_kernel.start();
    EXPECT_EQ(m_kernel.state(), State::Starting);
    m_kernel.kill();
    EXPECT_TRUE(eventually([this] { return m_kernel.state() == State::Stopped; }));
    EXPECT_EQ(m_failed.size(), 0);
}

} // namespace
} // namespace rumpscope::ui::test
