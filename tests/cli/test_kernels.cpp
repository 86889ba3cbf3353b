// SPDX-License-Identifier: GPL-3.0-or-later
// What rumpscope-cli asks of kernels, and how it ends.
#include "tests/cli/a_kernel.h"
#include "tests/live/typed_guest.h"

#include <csignal>
#include <cstdlib>
#include <regex>
#include <sys/wait.h>

namespace rumpscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using CliKernel = WithKernel;

TEST_F(CliKernel, InfoSaysWhoAnswers)
{
    const Ran ran = runCli({"info", url()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("system         NetBSD\n"));
    EXPECT_THAT(ran.out, HasSubstr("hw.pagesize    4096\n"));
    const auto json = jsonIn(runCli({"--json", "info", url()}).out);
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0]["system"], "NetBSD");
    EXPECT_EQ(json[0]["protocol"], "0.4");
    EXPECT_EQ(json[0]["processes"], 3);
    EXPECT_GT(json[0]["round_trip_us"].get<double>(), 0);
}

TEST_F(CliKernel, CallsAreOneProcess)
{
    const Ran ran =
        runCli({"call", url(), "pipe()", "write(4, \"hello\")", "read(3, 64)", "getppid()", "--bytes"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(linesIn(ran.out),
                ElementsAre("pipe() = [3, 4]", "write(4, \"hello\", 5) = 5", "  buf: \"hello\"",
                            StartsWith("read(3, \"hello\", 64) = 5"), "  buf: \"hello\"", "getppid() = 1"));
}

TEST_F(CliKernel, AnErrorOfTheKernelIsShownAndIsTheExitCode)
{
    const Ran ran = runCli({"call", url(), "close(99)", "getppid()"});
    EXPECT_EQ(ran.code, 3);
    EXPECT_THAT(linesIn(ran.out), ElementsAre("close(99) = -1 EBADF (Bad file descriptor)", "getppid() = 1"));
    const auto json = jsonIn(runCli({"--json", "call", url(), "close(99)"}).out);
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0]["error"], 9);
    EXPECT_EQ(json[0]["name"], "close");
    EXPECT_EQ(json[0]["arguments"][0]["text"], "99");
    EXPECT_EQ(json[0]["round_trips"], 1);
}

TEST_F(CliKernel, AMistakeIsFoundBeforeAnythingIsMade)
{
    const Ran ran = runCli({"call", url(), "mkdir(\"/made\", 0755)", "open(\"/x\", O_NONSENSE)"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("  open(\"/x\", O_NONSENSE)\n"));
    EXPECT_THAT(ran.err, HasSubstr("             ^^^^^^^^^^\n"));
    EXPECT_EQ(runCli({"call", url(), "rmdir(\"/made\")"}).code, 3) << "it was not made";
}

TEST_F(CliKernel, WhatEndsAKernelHasToBeMeant)
{
    const Ran ran = runCli({"call", url(), "reboot(RB_HALT, NULL)"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr("--force"));
    EXPECT_EQ(runCli({"call", url(), "getppid()"}).code, 0);
}

TEST_F(CliKernel, ReadOnlyModeRefusesWhatWouldChangeTheKernel)
{
    const Ran refused = runCli({"call", "--read-only", url(), "getpid()", "mkdir(\"/made\", 0755)"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.out, "") << "all calls are looked at before the first is made";
    EXPECT_THAT(refused.err, HasSubstr("Read-only mode is on, and mkdir may change the kernel"));
    EXPECT_EQ(runCli({"call", "--read-only", url(), "stat(\"/\")"}).code, 0);
}

TEST_F(CliKernel, TheProcessesOfTheKernel)
{
    const Ran ran = runCli({"ps", url()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(linesIn(ran.out), ElementsAre("   PID   PPID    UID  COMMAND", "     0      0      0  system",
                                              "     1      0      0  rumplocal",
                                              "     2      1      0  rumpscope-cli  (this program)"));
    const auto json = jsonIn(runCli({"ps", url(), "--json"}).out);
    ASSERT_EQ(json.size(), 3U);
    EXPECT_EQ(json[1]["command"], "rumplocal");
    EXPECT_THAT(runCli({"ps", "--tree", url()}).out, StartsWith("○ system 0\n  ○ rumplocal 1\n"));
}

TEST_F(CliKernel, TheDescriptorsOfAProcess)
{
    const auto other = startCli({"ping", url(), "-i", "1000"});
    EXPECT_THAT(other->readLine(), StartsWith("answer from "));
    const Ran none = runCli({"files", url(), "2"});
    EXPECT_EQ(none.code, 0) << none.err;
    EXPECT_EQ(linesIn(none.out).size(), 1U + 3U) << "a fresh process has the standard ones";
    const Ran stranger = runCli({"files", url(), "4711"});
    EXPECT_EQ(stranger.code, 3);
    EXPECT_THAT(stranger.err, HasSubstr("has no process 4711"));
}

TEST_F(CliKernel, DescriptorsByKind)
{
    TypedGuest guest(url(), "guest");
    ASSERT_EQ(guest("open(\"/dev/null\", O_RDWR|O_CLOEXEC)"), "= 3");
    ASSERT_EQ(guest("pipe()"), "= [4, 5]");
    const auto json =
        jsonIn(runCli({"--json", "files", url(), std::to_string(guest.session().pid().value())}).out);
    ASSERT_EQ(json.size(), 3U + 3U);
    EXPECT_EQ(json[3]["fd"], 3);
    EXPECT_EQ(json[3]["kind"], "character device");
    EXPECT_EQ(json[3]["close_on_exec"], true);
    EXPECT_EQ(json[4]["kind"], "pipe");
    EXPECT_EQ(json[5]["fd"], 5);
}

TEST_F(CliKernel, ValuesByName)
{
    EXPECT_EQ(runCli({"sysctl", url(), "kern.ostype", "hw.pagesize"}).out,
              "kern.ostype = NetBSD\nhw.pagesize = 4096\n");
    const Ran set = runCli({"sysctl", url(), "kern.hostname=teachbox"});
    EXPECT_EQ(set.out, "kern.hostname = teachbox\n") << set.err;
    EXPECT_EQ(runCli({"sysctl", url(), "kern.hostname"}).out, "kern.hostname = teachbox\n");
    const Ran unknown = runCli({"sysctl", url(), "kern.nonsense"});
    EXPECT_EQ(unknown.code, 3);
    EXPECT_THAT(unknown.err, HasSubstr("sysctl kern.nonsense: No such file or directory (ENOENT)"));
    EXPECT_EQ(runCli({"sysctl", url(), "hw.pagesize=many"}).code, 2);
    EXPECT_EQ(runCli({"sysctl", url(), "kern.ostype=Minix"}).code, 3) << "nobody may write it";
}

TEST_F(CliKernel, TheWholeTree)
{
    const Ran ran = runCli({"sysctl", url()});
    const Lines lines = linesIn(ran.out);
    EXPECT_THAT(lines, Contains("kern.ostype = NetBSD"));
    EXPECT_THAT(lines, Contains("hw.pagesize = 4096"));
    EXPECT_GT(lines.size(), kReal ? 100U : 20U);
    const Ran branch = runCli({"sysctl", url(), "hw"});
    EXPECT_THAT(linesIn(branch.out), testing::Each(StartsWith("hw.")));
    const auto json = jsonIn(runCli({"--json", "sysctl", url(), "kern.ostype"}).out);
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0]["mib"], nlohmann::json({1, 1}));
}

TEST_F(CliKernel, PingCounts)
{
    const Ran ran = runCli({"ping", url(), "-c", "3", "-i", "0.01"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const Lines lines = linesIn(ran.out);
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_TRUE(std::regex_match(lines[2], std::regex(R"(answer from unix://.* seq=3 time=[0-9.]+ ms)")))
        << lines[2];
    EXPECT_EQ(lines[4], "3 calls, 3 answers");
    EXPECT_THAT(lines[5], StartsWith("min/avg/max/mdev = "));
    const auto json = jsonIn(runCli({"--json", "ping", url(), "-c", "100", "-i", "0"}).out);
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0]["answered"], 100);
    EXPECT_LE(json[0]["ms"]["min"].get<double>(), json[0]["ms"]["p50"].get<double>());
}

TEST_F(CliKernel, PingEndsWithASummaryAtCtrlC)
{
    const auto ping = startCli({"ping", url(), "-i", "1000"});
    EXPECT_THAT(ping->readLine(), StartsWith("answer from "));
    ping->signal(SIGINT);
    EXPECT_THAT(ping->rest(), HasSubstr("1 calls, 1 answers"));
    EXPECT_EQ(ping->wait(), 0);
}

TEST_F(CliKernel, PingSaysThatTheKernelIsGone)
{
    const auto ping = startCli({"ping", url(), "-i", "0.001"});
    EXPECT_THAT(ping->readLine(), StartsWith("answer from "));
    kernel().kill();
    const std::string rest = ping->rest();
    EXPECT_EQ(ping->wait(), 1);
    EXPECT_THAT(rest, HasSubstr("min/avg/max/mdev"));
}

TEST_F(CliKernel, HaltEndsIt)
{
    const Ran asked = runCli({"halt", url()});
    EXPECT_EQ(asked.code, 2);
    EXPECT_THAT(asked.err, HasSubstr("--yes"));
    const Ran ran = runCli({"halt", "--yes", url()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("has ended"));
    [[maybe_unused]] const int code = kernel().wait();
    EXPECT_EQ(runCli({"info", url()}).code, 1);
}

TEST_F(CliKernel, EachAnswerIsThereBeforeTheNextCallEvenInAPipe)
{
    const auto calls = startCli({"call", url(), "getppid()", "pipe()", "read(3, 1)"});
    EXPECT_EQ(calls->readLine(), "getppid() = 1");
    EXPECT_EQ(calls->readLine(), "pipe() = [3, 4]");
    calls->signal(SIGINT);
    EXPECT_THAT(calls->readLine(), testing::Eq("read(3, 1) <unfinished ...>"));
    EXPECT_EQ(calls->wait(), 1);
}

TEST_F(CliKernel, SilenceIsSaidAfterAMoment)
{
    const auto calls = startCli({"call", url(), "pipe()", "read(3, 1)"});
    EXPECT_EQ(calls->readLine(), "pipe() = [3, 4]");
    std::string said;
    for (char byte = 0; byte != '\n' && calls->readError(byte);)
        said += byte;
    EXPECT_THAT(said, testing::AllOf(HasSubstr("No answer to read(3, "), HasSubstr("for 3 seconds")));
    calls->signal(SIGTERM);
    EXPECT_EQ(calls->wait(), 1);
}

TEST_F(CliKernel, AnUnwritableErrorStreamEndsNothing)
{
    const auto code = [](const std::string &command) { return WEXITSTATUS(std::system(command.c_str())); };
    EXPECT_EQ(code(cliProgram() + " info unix:///no/such 2>/dev/full"), 1);
    EXPECT_EQ(code(cliProgram() + " info unix:///no/such 2>&-"), 1);
    EXPECT_EQ(code(cliProgram() + " call " + url() + " 'getppid()' >/dev/full 2>/dev/null"), 1);
}

TEST_F(CliKernel, TheVariableThatAnAddressCameFromIsNamed)
{
    const Ran stale =
        runCli({"info", "-"}, {"RUMP_SERVER=" + url(), "RUMP__PARSEDSERVER=unix:///tmp/no/stale"});
    EXPECT_EQ(stale.code, 1);
    EXPECT_THAT(stale.err, HasSubstr("The address is that of RUMP__PARSEDSERVER=unix:///tmp/no/stale."));
    EXPECT_THAT(runCli({"info", "-"}, {"RUMP_SERVER=(NULL)"}).err, HasSubstr("RUMP_SERVER=(NULL)."));
    EXPECT_EQ(runCli({"info", "foo"}).code, 2) << "a mistake on the command line";
    EXPECT_EQ(runCli({"info", "tcp://localhost:1/"}).code, 2);
}

TEST_F(CliKernel, TheAddressMayComeFromTheEnvironment)
{
    const Ran ran = runCli({"call", "-", "getppid()"}, {"RUMP_SERVER=" + url()});
    EXPECT_EQ(ran.out, "getppid() = 1\n") << ran.err;
}

} // namespace
} // namespace rumpscope::test
