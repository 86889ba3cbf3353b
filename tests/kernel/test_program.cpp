// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself: its one line, its end, and what it says when it cannot serve.
#include "tests/kernel/child_process.h"
#include "tests/kernel/control_client.h"
#include "tests/kernel/kernel_client.h"
#include "tests/support/files/temp_dir.h"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

struct Program : testing::Test
{
    TempDir dir;

    static std::vector<std::string> command(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), RUMPSCOPE_KERNEL_PROGRAM);
        return arguments;
    }
    /// The URL in the line it prints.
    static std::string announced(ChildProcess &program)
    {
        const std::string line = program.readLine();
        EXPECT_THAT(line, StartsWith("listening on "));
        return line.substr(std::min(line.size(), std::string("listening on ").size()));
    }
    /// Runs to the end without serving; what it says on standard error.
    static std::string complaint(const std::vector<std::string> &arguments, int code)
    {
        ChildProcess program(command(arguments));
        const std::string said = program.errors();
        EXPECT_EQ(program.wait(), code) << said;
        return said;
    }
};

TEST_F(Program, ServesUntilItIsTerminated)
{
    ChildProcess program(command({dir.url()}));
    const std::string url = announced(program);
    EXPECT_EQ(url, dir.url());
    KernelClient client(url, "guest");
    EXPECT_EQ(client.pid(), 2);
    EXPECT_EQ(fs::status(dir.file("sock")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_TRUE(client.closed());
    EXPECT_FALSE(fs::exists(dir.file("sock")));
}

TEST_F(Program, InterruptEndsIt)
{
    ChildProcess program(command({dir.url()}));
    announced(program);
    program.signal(SIGINT);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_FALSE(fs::exists(dir.file("sock")));
}

TEST_F(Program, RebootEndsIt)
{
    ChildProcess program(command({dir.url()}));
    KernelClient client(announced(program), "guest");
    EXPECT_EQ(client.call(NB_SYS_reboot, {0, 0}), Reply{});
    EXPECT_EQ(program.wait(), 0);
    EXPECT_FALSE(fs::exists(dir.file("sock")));
}

TEST_F(Program, SaysWhichPortTheHostChose)
{
    ChildProcess program(command({"tcp://127.0.0.1:0/"}));
    const std::string url = announced(program);
    EXPECT_NE(url, "tcp://127.0.0.1:0/");
    EXPECT_EQ(KernelClient(url, "guest").pid(), 2);
}

TEST_F(Program, ServesIpv6WhereTheHostHasIt)
{
    ChildProcess program(command({"tcp6://[::1]:0/"}));
    const std::string line = program.readLine();
    if (line.empty())
        GTEST_SKIP() << program.errors();
    EXPECT_THAT(line, StartsWith("listening on tcp6://[::1]:"));
}

TEST_F(Program, LogsCalls)
{
    ChildProcess program(command({dir.url(), "--log", dir.file("log")}));
    KernelClient client(announced(program), "guest");
    client.call(NB_SYS_close, {99});
    client.write(1, "hello\n");
    program.signal(SIGTERM);
    ASSERT_EQ(program.wait(), 0);
    std::ostringstream log;
    log << std::ifstream(dir.file("log")).rdbuf();
    EXPECT_THAT(log.str(), HasSubstr("2 guest: close(99) = -1 EBADF (Bad file descriptor)\n"));
    EXPECT_THAT(log.str(), HasSubstr("console: hello\\n\n"));
}

TEST_F(Program, BeginsWithFaultsWhereAskedTo)
{
    ChildProcess program(command(
        {dir.url(), "--fault", "fail getppid EPERM", "--fault", "protocol 0.9", "--fault", "workers 9"}));
    KernelClient client(announced(program), "guest");
    EXPECT_EQ(client.call(NB_SYS_getppid).error, NB_EPERM);
    EXPECT_EQ(client.banner, "RUMPSP-0.9-NetBSD-7.99.34/amd64\n");
}

TEST_F(Program, DiesAsACrashWould)
{
    ChildProcess program(command({dir.url(), "--control", dir.file("control"), "--fault", "die after 2"}));
    KernelClient client(announced(program), "guest");
    EXPECT_EQ(client.call(NB_SYS_getppid).first, 1);
    EXPECT_EQ(client.call(NB_SYS_getppid).first, 1);
    client.start(NB_SYS_getppid);
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(program.wait(), -SIGKILL);
}

TEST_F(Program, RestartsOnCommand)
{
    ChildProcess program(command({dir.url(), "--control", dir.file("control")}));
    KernelClient client(announced(program), "guest");
    client.open("/tmp/file", NB_O_RDWR | NB_O_CREAT);
    EXPECT_EQ(ControlClient(dir.file("control")).say("restart"), "");
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(announced(program), dir.url());
    KernelClient again(dir.url(), "guest");
    EXPECT_EQ(again.pid(), 2);
    EXPECT_EQ(again.call(NB_SYS_open, {again.put("/tmp/file"), NB_O_RDWR, 0}).error, NB_ENOENT);
    EXPECT_EQ(ControlClient(dir.file("control")).say("clear"), "ok\n");
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_FALSE(fs::exists(dir.file("control")));
}

TEST_F(Program, SaysWhatIsWrongWithAFault)
{
    EXPECT_THAT(complaint({dir.url(), "--fault", "slow read"}, 2),
                HasSubstr("write slow CALLS MILLISECONDS."));
    EXPECT_THAT(complaint({dir.url(), "--control", dir.file("none/control")}, 1), HasSubstr("No such file"));
}

TEST_F(Program, EndsWithItsParent)
{
    // The shell starts it, waits for its line, and ends.
    ChildProcess shell(
        {"/bin/sh", "-c",
         ": > \"$2\"; \"$0\" \"$1\" --parent-death > \"$2\" & until grep -q listening \"$2\"; do :; done",
         RUMPSCOPE_KERNEL_PROGRAM, dir.url(), dir.file("line")});
    EXPECT_EQ(shell.wait(), 0);
    EXPECT_EQ(shell.errors(), "") << "ends when the program's own end of it does";
    EXPECT_FALSE(fs::exists(dir.file("sock")));
}

TEST_F(Program, SaysWhatIsWrongWithAnAddress)
{
    EXPECT_THAT(complaint({"http://x"}, 2), StartsWith("rumpscope-kernel: "));
    EXPECT_THAT(complaint({"unix://" + std::string(200, 'x')}, 2), StartsWith("rumpscope-kernel: "));
    EXPECT_THAT(complaint({}, 2), HasSubstr("URL"));
    EXPECT_THAT(complaint({dir.url("none/sock")}, 1), HasSubstr("No such file"));
    EXPECT_THAT(complaint({dir.url(), "--log", dir.file("none/log")}, 1), HasSubstr("cannot be written"));
}

TEST_F(Program, DoesNotTakeAnAddressAway)
{
    ChildProcess program(command({dir.url()}));
    const std::string url = announced(program);
    EXPECT_THAT(complaint({dir.url()}, 1), HasSubstr("in use"));
    EXPECT_EQ(KernelClient(url, "guest").pid(), 2);
}

TEST_F(Program, TakesOverASocketNobodyListensOn)
{
    {
        ChildProcess program(command({dir.url()}));
        announced(program);
        program.signal(SIGKILL);
        EXPECT_EQ(program.wait(), -SIGKILL);
    }
    EXPECT_TRUE(fs::exists(dir.file("sock")));
    ChildProcess program(command({dir.url()}));
    EXPECT_EQ(KernelClient(announced(program), "guest").pid(), 2);
}

TEST_F(Program, LeavesAFileThatTookItsSocketsNameAlone)
{
    ChildProcess program(command({dir.url(), "--control", dir.file("control")}));
    announced(program);
    for (const char *name : {"sock", "control"}) {
        fs::remove(dir.file(name));
        std::ofstream(dir.file(name)) << "my thesis";
    }
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(fs::file_size(dir.file("sock")), 9U);
    EXPECT_EQ(fs::file_size(dir.file("control")), 9U);
    EXPECT_THAT(complaint({dir.url()}, 1), HasSubstr("File exists"));
    EXPECT_EQ(fs::file_size(dir.file("sock")), 9U);
}

TEST_F(Program, LeavesAnotherKernelsSocketAlone)
{
    ChildProcess first(command({dir.url()}));
    announced(first);
    fs::remove(dir.file("sock"));
    ChildProcess second(command({dir.url()}));
    const std::string url = announced(second);
    first.signal(SIGTERM);
    EXPECT_EQ(first.wait(), 0);
    EXPECT_EQ(KernelClient(url, "guest").pid(), 2);
}

TEST_F(Program, HelpsAndTellsItsVersion)
{
    ChildProcess help(command({"--help"}));
    EXPECT_THAT(help.readLine(), HasSubstr("practise"));
    EXPECT_EQ(help.wait(), 0);
    ChildProcess version(command({"--version"}));
    EXPECT_THAT(version.readLine(), StartsWith("rumpscope-kernel "));
    EXPECT_EQ(version.wait(), 0);
}

TEST_F(Program, TellsItsCalls)
{
    ChildProcess program(command({"--calls"}));
    EXPECT_THAT(program.readLine(), StartsWith("attributes: stat, lstat"));
    EXPECT_EQ(program.wait(), 0);
}

TEST_F(Program, QuietIsQuiet)
{
    ChildProcess program(command({dir.url(), "--quiet", "--log", dir.file("log")}));
    program.signal(SIGTERM);
    EXPECT_EQ(program.readLine(), "");
}

TEST_F(Program, ItsLogIsItsOwnersAlone)
{
    ChildProcess program(command({dir.url(), "--log", dir.file("log")}));
    announced(program);
    EXPECT_EQ(fs::status(dir.file("log")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Program, LivesOnWhereItsLogFindsNoRoom)
{
    ChildProcess program(command({dir.url(), "--log", "/dev/full"}));
    KernelClient client(announced(program), "guest");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client.call(NB_SYS_getppid).first, 1);
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "rumpscope-kernel: /dev/full takes no more lines (No space left on device): "
                                "the log ends here.\n");
}

TEST_F(Program, LivesOnWhereNobodyHearsIt)
{
    ChildProcess shell({"/bin/sh", "-c", "exec \"$0\" \"$1\" --log /dev/full 2>/dev/full >/dev/full",
                        RUMPSCOPE_KERNEL_PROGRAM, dir.url()});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!fs::exists(dir.file("sock")) && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    KernelClient client(dir.url(), "guest");
    EXPECT_EQ(client.call(NB_SYS_getppid).first, 1);
    shell.signal(SIGTERM);
    EXPECT_EQ(shell.wait(), 0);
}

TEST_F(Program, ServesAsManyAsItIsTold)
{
    ChildProcess program(command({dir.url(), "--workers", "1", "--clients", "2"}));
    KernelClient client(announced(program), "guest");
    KernelClient other(dir.url(), "other");
    EXPECT_THROW(KernelClient(dir.url(), "third"), std::runtime_error);
    const auto read = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    client.start(NB_SYS_read, {read, client.room(1), 1});
    const auto queued = client.start(NB_SYS_getppid);
    client.writer().exec(0, "again"); // ends both: one was served, one waited
    client.send();
    EXPECT_EQ(client.finish(queued).error, NB_EBUSY);
    EXPECT_THAT(complaint({dir.url(), "--clients", "0"}, 2), HasSubstr("--clients"));
}

} // namespace
} // namespace rumpscope::test
