// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program/program.h"

#include <gtest/gtest.h>

namespace rumpscope::ui::test {
namespace {

class CommandLine : public testing::Test
{
protected:
    [[nodiscard]] int run(const QStringList &arguments)
    {
        m_program.start(arguments);
        return m_program.finish();
    }
    Program m_program;
};

TEST_F(CommandLine, TellsItsVersion)
{
    EXPECT_EQ(run({QStringLiteral("--version")}), 0);
    EXPECT_EQ(m_program.output(), QStringLiteral("rumpscope " RUMPSCOPE_VERSION "\n"));
}

TEST_F(CommandLine, TellsItsOptions)
{
    EXPECT_EQ(run({QStringLiteral("--help")}), 0);
    const QString help = m_program.output();
    for (const char *option : {"URL", "--snapshot", "--scheme", "--retry", "--version"})
        EXPECT_TRUE(help.contains(QLatin1String(option))) << option;
}

TEST_F(CommandLine, RefusesWhatItDoesNotKnow)
{
    const QList<QStringList> wrong{{QStringLiteral("--nonsense")},
                                   {QStringLiteral("--retry"), QStringLiteral("sometimes")},
                                   {QStringLiteral("--retry"), QStringLiteral("-1")},
                                   {QStringLiteral("--scheme"), QStringLiteral("purple")},
                                   {QStringLiteral("--snapshot")},
                                   {QStringLiteral("unix://a"), QStringLiteral("unix://b")}};
    for (const QStringList &arguments : wrong) {
        EXPECT_GT(run(arguments), 0) << arguments.join(' ').toStdString();
        EXPECT_FALSE(m_program.errors().isEmpty()) << arguments.join(' ').toStdString();
    }
}

TEST_F(CommandLine, SaysThatThereIsNoDisplay)
{
    EXPECT_EQ(run({}), 1);
    const QString sentence = m_program.errors();
    EXPECT_TRUE(sentence.startsWith(QStringLiteral("There is no display"))) << sentence.toStdString();
    EXPECT_EQ(sentence.count(QLatin1Char('\n')), 1) << "a sentence, not Qt's list of plugins";
}

TEST_F(CommandLine, MeasuresItsStart)
{
    m_program.environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    EXPECT_EQ(run({QStringLiteral("--startup-time")}), 0);
    EXPECT_TRUE(m_program.output().startsWith(QStringLiteral("first painted window after ")));
    EXPECT_TRUE(m_program.runtimeEntries().isEmpty());
}

} // namespace
} // namespace rumpscope::ui::test
