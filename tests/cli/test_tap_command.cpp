// SPDX-License-Identifier: GPL-3.0-or-later
// rumpscope-cli tap: clients of its own and programs under it, shown and recorded.
#include "tests/cli/a_kernel.h"

#include <algorithm>
#include <csignal>
#include <thread>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using CliTap = WithKernel;

/// With process and time cut off: what was called.
Lines callsIn(const std::string &text)
{
    Lines calls;
    for (const std::string &line : linesIn(text)) {
        const std::size_t who = line.find("] ");
        const std::size_t time = line.rfind(" <");
        if (who != std::string::npos && line.find(" --- ") == std::string::npos)
            calls.push_back(line.substr(who + 2, time == std::string::npos ? time : time - who - 2));
    }
    return calls;
}

TEST_F(CliTap, AProgramUnderTheTap)
{
    const Ran ran = runCli({"tap", "-", url(), "--filter", "call == getppid", "--", cliProgram(), "call", "-",
                            "getppid()", "close(99)"});
    EXPECT_EQ(ran.code, 3) << "the program's own exit code; " << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("] getppid() = 1 <"));
    EXPECT_THAT(ran.out, testing::Not(HasSubstr(" --- "))) << "a filter is about calls";
    EXPECT_THAT(callsIn(ran.out), ElementsAre("getppid() = 1"));
    EXPECT_THAT(ran.err, HasSubstr("1 connections, "));
}

TEST_F(CliTap, RecordsUntilCtrlC)
{
    const std::string file = m_dir.file("x.pcapng");
    const auto tap = startCli({"tap", m_dir.url("tap"), url(), "-o", file});
    std::string said;
    for (char byte = 0; said.find('\n') == std::string::npos && tap->readError(byte);)
        said += byte;
    EXPECT_EQ(said, "rumpscope-cli: RUMP_SERVER=" + m_dir.url("tap") + "\n");
    EXPECT_EQ(runCli({"call", m_dir.url("tap"), "open(\"/dev/null\", O_RDWR)", "close(3)"}).code, 0);
    tap->signal(SIGINT);
    EXPECT_EQ(tap->rest(), "") << "calls go to the recording";
    EXPECT_EQ(tap->wait(), 0);
    EXPECT_NE(::access(m_dir.file("tap").c_str(), F_OK), 0) << "its socket is gone";
    const Read read = readAll(file);
    EXPECT_FALSE(read.error);
    EXPECT_TRUE(read.facts.complete);
    EXPECT_EQ(read.facts.lost, 0U);
    const Ran shown = runCli({"show", file, "--filter", "call in (open, close)"});
    EXPECT_THAT(callsIn(shown.out), ElementsAre("open(\"/dev/null\", O_RDWR) = 3", "close(3) = 0"));
    const Ran tree = runCli({"show", file, "--format", "tree"});
    EXPECT_THAT(tree.out, StartsWith("✝ rumpscope-cli 2, 3 calls: closed"));
}

TEST_F(CliTap, LinesTypedMeanwhileAreMarks)
{
    const std::string file = m_dir.file("x.pcapng");
    const auto tap = startCli({"tap", m_dir.url("tap"), url(), "-o", file, "--marks"});
    tap->write("now the \xc3\xb6"
               "dd part\n\nand\nno end");
    const auto marks = [&] { return readAll(file).facts.marks; };
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (marks().size() < 2 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    ASSERT_EQ(marks().size(), 2U);
    EXPECT_EQ(marks()[0].text, "now the \xc3\xb6"
                               "dd part");
    EXPECT_EQ(marks()[1].text, "and");
    tap->write(" yet\nlast words\n");
    tap->signal(SIGTERM);
    EXPECT_EQ(tap->wait(), 0);
    ASSERT_EQ(marks().size(), 4U) << "what was typed just before the end";
    EXPECT_EQ(marks()[2].text, "no end yet");
    EXPECT_EQ(marks()[3].text, "last words");
    EXPECT_EQ(runCli({"tap", "-", url(), "--marks"}).code, 2) << "there is nothing to put them into";
}

TEST_F(CliTap, AppendsOnlyWhenTold)
{
    const std::string file = m_dir.file("x.pcapng");
    const Words under{"--", cliProgram(), "call", "-", "getppid()"};
    const auto words = [&](const Words &options) {
        Words all{"tap", "-", url(), "-o", file};
        all.insert(all.end(), options.begin(), options.end());
        all.insert(all.end(), under.begin(), under.end());
        return all;
    };
    EXPECT_EQ(runCli(words({})).code, 0);
    const Ran refused = runCli(words({}));
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("is there already"));
    EXPECT_EQ(runCli(words({"--append"})).code, 0);
    EXPECT_EQ(readAll(file).facts.sections, 2U);
}

TEST_F(CliTap, PrintsAndRecords)
{
    const std::string silently = "exec " + cliProgram() + " call - 'getppid()' >/dev/null";
    const Ran ran = runCli({"--json", "tap", "-", url(), "-o", m_dir.file("x"), "--print", "--ask-pid", "--",
                            "/bin/sh", "-c", silently});
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::size_t calls = 0;
    std::size_t identified = 0;
    for (const auto &json : jsonIn(ran.out)) {
        calls += json["type"] == "call" && json["name"] == "getppid" ? 1 : 0;
        identified += json["type"] == "event" && json["event"] == "identified" ? 1 : 0;
    }
    EXPECT_EQ(calls, 1U);
    EXPECT_EQ(identified, 1U);
}

TEST_F(CliTap, KeepsAsMuchOfAFrameAsIsWanted)
{
    const std::string file = m_dir.file("x.pcapng");
    EXPECT_EQ(runCli({"tap", "-", url(), "-o", file, "--snap", "100", "--", cliProgram(), "call", "-",
                      "open(\"/dev/zero\", O_RDONLY)", "read(3, 3000)"})
                  .code,
              0);
    std::size_t longest = 0;
    std::uint64_t whole = 0;
    for (const auto &event : readAll(file).events) {
        if (const auto *frame = std::get_if<event::FrameRecord>(&event)) {
            longest = std::max(longest, frame->payload.size());
            whole = std::max(whole, frame->header.payloadLength());
        }
    }
    EXPECT_EQ(longest, 100U);
    EXPECT_GE(whole, 512U) << "a real kernel's /dev/zero copies out 512 bytes at a time";
}

TEST_F(CliTap, AProgramThatIsNot)
{
    const Ran ran = runCli({"tap", "-", url(), "--", "/no/such/program"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("Could not run /no/such/program: No such file or directory."));
}

TEST_F(CliTap, ASignalOfTheProgramShows)
{
    const Ran ran = runCli({"tap", "-", url(), "--", "/bin/sh", "-c", "kill -9 $$"});
    EXPECT_EQ(ran.code, 128 + SIGKILL);
}

} // namespace
} // namespace rumpscope::test
