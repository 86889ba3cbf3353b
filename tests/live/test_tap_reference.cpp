// SPDX-License-Identifier: GPL-3.0-or-later
// Programs on the reference client library, tapped on their way to a real kernel: what they print is what the
// tap saw.
#include "tests/kernel/child_process.h"
#include "tests/live/kernel_list.h"
#include "tests/live/live.h"
#include "tests/tap/tapped.h"

#include <unistd.h>

namespace rumpscope::test {
namespace {

using Kind = event::ConnectionEvent::Kind;
using testing::HasSubstr;

struct LiveTap : Live
{
    void SetUp() override
    {
        Live::SetUp();
        if (IsSkipped())
            return;
        m_library = std::string(std::getenv("RUMP_PREFIX")) + "/lib/librumpclient.so.0";
        if (::access(m_library.c_str(), R_OK) != 0)
            GTEST_SKIP() << m_library << " is not there.";
        tapped = std::make_unique<Tapped>(server().url());
    }
    [[nodiscard]] std::unique_ptr<ChildProcess> start(const std::vector<std::string> &words) const
    {
        std::vector<std::string> command{TAPPED_CLIENT, m_library};
        command.insert(command.end(), words.begin(), words.end());
        // The reference library leaks what it execs with.
        return std::make_unique<ChildProcess>(
            command, std::vector<std::string>{"RUMP_SERVER=" + tapped->url(), "ASAN_OPTIONS=detect_leaks=0"});
    }
    /// Runs it to its end; what it printed.
    [[nodiscard]] std::string run(const std::vector<std::string> &words) const
    {
        auto program = start(words);
        std::string text = program->rest();
        EXPECT_EQ(program->wait(), 0) << program->errors();
        return text;
    }
    [[nodiscard]] std::string tree() const { return tapped->tree(); }

    std::unique_ptr<Tapped> tapped;

private:
    std::string m_library;
};

TEST_F(LiveTap, OneProgram)
{
    EXPECT_EQ(run({"getpid", "getppid", "pipe", "write", "read"}),
              "getpid 2\ngetppid 1\npipe 3\nwrite 1\nread 1\n");
    ASSERT_TRUE(tapped->await(Kind::Closed));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 5 calls: closed\n");
}

TEST_F(LiveTap, ForkHangsOnItsParentAndHasAHostPidOfItsOwn)
{
    EXPECT_EQ(run({"getpid", "pipe", "fork", "write", "getppid"}),
              "getpid 2\npipe 3\nchild 4\nwrite 1\ngetppid 1\nparent 2\n");
    ASSERT_TRUE(tapped->await(Kind::Closed, 2));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 3 calls: closed\n"
                      "  ✝ tapped-client 4, 3 calls: closed\n");
    const auto established = tapped->turns(Kind::Established);
    ASSERT_EQ(established.size(), 2U);
    EXPECT_TRUE(established[0].hostPid && established[1].hostPid);
    EXPECT_NE(established[0].hostPid, established[1].hostPid);
}

TEST_F(LiveTap, VforkAndExec)
{
    EXPECT_EQ(run({"getpid", "vfork", "getpid", "getppid"}), "getpid 2\ngetpid 4\ngetppid 1\nparent 2\n");
    ASSERT_TRUE(tapped->await(Kind::Closed, 2));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 2 calls: closed\n"
                      "  ✝⟳ exe 4, was tapped-client, 2 calls: closed\n");
}

TEST_F(LiveTap, ExecKeepsTheConnectionAndBothNames)
{
    EXPECT_EQ(run({"getpid", "pipe", "exec", "getpid", "fork", "getpid"}),
              "getpid 2\npipe 3\ngetpid 2\nchild 4\ngetpid 4\nparent 2\n");
    ASSERT_TRUE(tapped->await(Kind::Closed, 2));
    EXPECT_EQ(tree(), "✝⟳ exe 2, was tapped-client, 4 calls: closed\n"
                      "  ✝ exe 4, 2 calls: closed\n");
    EXPECT_EQ(tapped->tap().accepted(), 2U);
}

TEST_F(LiveTap, ADaemonOutlivesItsParent)
{
    auto program = start({"getpid", "daemon", "getpid"});
    const std::string text = program->rest();
    EXPECT_EQ(program->wait(), 0);
    EXPECT_THAT(text, HasSubstr("child 4\ngetpid 4\n"));
    ASSERT_TRUE(tapped->await(Kind::Closed, 2));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 2 calls: closed\n"
                      "  ✝ tapped-client 4, 2 calls: closed\n");
}

TEST_F(LiveTap, APreparedChildThatIsNeverClaimedIsJoinedWithTheKernelsList)
{
    EXPECT_EQ(run({"getpid", "prefork"}), "getpid 2\nprefork 1\n");
    ASSERT_TRUE(tapped->await(Kind::Closed));
    TypedGuest observer(server().url(), "observer");
    const auto list = kernelList(observer);
    EXPECT_THAT(list, testing::Contains("3<1 tapped-client"));
    tapped->processes().kernelList({{0, 0, 0, "system"}, {1, 0, 0, "rumplocal"}, {3, 1, 0, "tapped-client"}},
                                   transport::Clock::now());
    EXPECT_EQ(tree(), "✝ tapped-client 2, 1 calls: closed\n"
                      "  ◌ tapped-client 3\n"
                      "○ system 0\n"
                      "  ○ rumplocal 1\n");
}

TEST_F(LiveTap, ThreadsEachHaveTheirLane)
{
    EXPECT_EQ(run({"threads"}), "failed 75\nthreads 2\n") << "128 descriptors, 3 of them taken";
    ASSERT_TRUE(tapped->await(Kind::Closed));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 201 calls, 75 errors: closed\n");
    EXPECT_EQ(tapped->store().framesApart(), 0U);
    EXPECT_TRUE(tapped->turns(Kind::Garbled).empty());
    EXPECT_TRUE(tapped->turns(Kind::StrayAnswer).empty());
}

TEST_F(LiveTap, AKilledProgramLeavesItsBlockedCall)
{
    auto program = start({"getpid", "pipe", "read"});
    EXPECT_EQ(program->readLine(), "getpid 2");
    ASSERT_TRUE(tapped->await([](Watched &w) { return w.store().size() == 4; }));
    program->signal(9);
    EXPECT_EQ(program->wait(), -9);
    ASSERT_TRUE(tapped->await(Kind::Closed));
    EXPECT_THAT(tree(), HasSubstr("✝ tapped-client 2, 3 calls: closed with 1 call under way\n"));
}

TEST_F(LiveTap, AKilledKernelIsTheEndOfEverybodyAndAReconnectIsANewLife)
{
    auto program = start({"retry", "getpid", "pause", "getppid", "getpid"});
    EXPECT_EQ(program->readLine(), "getpid 2");
    server().kill();
    ASSERT_TRUE(tapped->await(Kind::Lost));
    server().start();
    program->write("\n");
    EXPECT_EQ(program->readLine(), "getppid 1");
    EXPECT_EQ(program->readLine(), "getpid 2");
    EXPECT_EQ(program->wait(), 0);
    ASSERT_TRUE(tapped->await(Kind::Closed));
    EXPECT_EQ(tree(), "✝ tapped-client 2, 1 calls: closed by the server\n"
                      "✝ tapped-client 2, 2 calls: closed\n");
    const auto lives = tapped->turns(Kind::Established);
    ASSERT_EQ(lives.size(), 2U);
    EXPECT_EQ(lives[0].session, lives[1].session);
    EXPECT_EQ(lives[1].generation, event::Generation{2});
}

TEST_F(LiveTap, ThePidQuestionDisturbsNobody)
{
    tapped = std::make_unique<Tapped>(server().url(), tap::TapOptions{.askPid = true});
    EXPECT_EQ(run({"pipe", "fork", "write", "exec", "getppid", "threads"}),
              "pipe 3\nchild 4\nwrite 1\ngetppid 1\nfailed 77\nthreads 4\nparent 2\n");
    ASSERT_TRUE(tapped->await(Kind::Closed, 2));
    ASSERT_EQ(tapped->turns(Kind::Identified).size(), 2U);
    EXPECT_EQ(tapped->turns(Kind::Identified)[0].pid, 2);
    EXPECT_EQ(tapped->turns(Kind::Identified)[1].pid, 4);
    EXPECT_TRUE(tapped->turns(Kind::StrayAnswer).empty());
}

} // namespace
} // namespace rumpscope::test
