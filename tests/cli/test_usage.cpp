// SPDX-License-Identifier: GPL-3.0-or-later
// Help, versions and mistakes on the command line.
#include "tests/cli/program.h"

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

TEST(CliUsage, EverySubcommandHasHelp)
{
    const Ran all = runCli({"--help"});
    EXPECT_EQ(all.code, 0);
    for (const char *name :
         {"info", "call", "ps", "files", "sysctl", "ping", "tap", "show", "convert", "halt"}) {
        EXPECT_THAT(all.out, HasSubstr(std::string("  ") + name + " "));
        const Ran one = runCli({name, "--help"});
        EXPECT_EQ(one.code, 0);
        EXPECT_THAT(one.out, HasSubstr("Usage: "));
    }
    EXPECT_EQ(runCli({"--version"}).out, "rumpscope-cli 0.1.0\n");
}

TEST(CliUsage, MistakesAreExitCodeTwo)
{
    for (const Words &words :
         {Words{}, Words{"nonsense"}, Words{"info"}, Words{"ping", "unix:///x", "-i", "-1"},
          Words{"show", "x", "--format", "nonsense"}, Words{"call", "unix:///x"},
          Words{"tap", "nonsense", "unix:///x"}})
        EXPECT_EQ(runCli(words).code, 2);
}

TEST(CliUsage, WhereNobodyListensIsExitCodeOne)
{
    const TempDir dir;
    for (const char *name : {"info", "ps", "sysctl", "ping"}) {
        const Ran ran = runCli({name, dir.url("nobody")});
        EXPECT_EQ(ran.code, 1) << name;
        EXPECT_THAT(ran.err, HasSubstr("Could not connect to unix://"));
    }
    const Ran unset = runCli({"info", "-"}, {"RUMP_SERVER="});
    EXPECT_EQ(unset.code, 1);
    EXPECT_THAT(unset.err, HasSubstr("RUMP_SERVER"));
}

} // namespace
} // namespace rumpscope::test
