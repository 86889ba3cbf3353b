// SPDX-License-Identifier: BSD-2-Clause
// Losing the kernel, and coming back as rumpclient_setconnretry says.
#include "tests/capi/guest.h"
#include "tests/support/process/open_descriptors.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cerrno>
#include <thread>

namespace rumpscope::test {
namespace {

using namespace std::chrono_literals;
using capi::Settings;

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

retry::Policy retry(long long value)
{
    return *retry::Policy::fromValue(value);
}

void serveOne(ScriptedServer &self, std::int64_t pid)
{
    Peer peer = self.accept();
    welcome(peer);
    peer.answer(peer.call(kGetpid), 0, pid);
}

TEST(CapiLoss, NoRetryFailsThisCallAndAllLaterOnes)
{
    ScriptedServer server([](ScriptedServer &self) { serveOne(self, 7); });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
}

TEST(CapiLoss, ACallThatWaitsForItsAnswerFailsToo)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        (void)peer.call(kGetpid);
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, TheRequestIsSentAgainOnTheNewProcess)
{
    ScriptedServer server([](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)peer.call(kGetpid);
        }
        serveOne(self, 8);
    });
    Guest guest(server.url(), {}, retry(-1));
    CaptureStderr();
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 8}));
    EXPECT_EQ(GetCapturedStderr(), "") << "the first attempt succeeds: the reference says nothing";
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, AllWaitingThreadsShareOneEpisode)
{
    constexpr int kThreads = 6;
    std::atomic<int> connections{0};
    ScriptedServer server([&](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            for (int i = 0; i < kThreads; ++i)
                (void)peer.call(kGetpid);
        }
        Peer peer = self.accept();
        ++connections;
        welcome(peer);
        for (int i = 0; i < kThreads; ++i)
            peer.answer(peer.call(kGetpid), 0, 9);
        peer.expectEnd();
    });
    {
        Guest guest(server.url(), {}, retry(-1));
        std::atomic<int> right{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back([&] { right += guest.call(kGetpid) == Result{0, 9} ? 1 : 0; });
        for (std::thread &thread : threads)
            thread.join();
        EXPECT_EQ(right, kThreads);
    }
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(connections, 1);
}

TEST(CapiLoss, SecondsAreSecondsAndTheWordsAreTheReferences)
{
    ScriptedServer server([](ScriptedServer &self) {
        serveOne(self, 7);
        self.stopListening();
    });
    Guest guest(server.url(), {}, retry(1));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(server.finish(), "");
    CaptureStderr();
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    const auto took = std::chrono::steady_clock::now() - before;
    EXPECT_EQ(GetCapturedStderr(), "rump_sp: connection to kernel lost, trying to reconnect ...\n"
                                   "rump_sp: reconnect failed, 1 second timeout\n");
    EXPECT_GE(took, 1s);
    EXPECT_LT(took, 3s);
}

TEST(CapiLoss, OnceIsOneAttemptAndTheNextCallHasItsOwn)
{
    ScriptedServer server([](ScriptedServer &self) {
        serveOne(self, 7);
        self.stopListening();
    });
    Guest guest(server.url(), {}, retry(-2));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(server.finish(), "");
    CaptureStderr();
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_EQ(GetCapturedStderr(), "");
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
}

TEST(CapiLoss, DieEndsTheProcessWithStatusOne)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            ScriptedServer server([](ScriptedServer &self) { serveOne(self, 7); });
            Guest guest(server.url(), {}, retry(-3));
            (void)guest.call(kGetpid);
            (void)server.finish();
            (void)guest.call(kGetpid);
        },
        testing::ExitedWithCode(1), "");
}

TEST(CapiLoss, ComingBackLaterIsTold)
{
    std::atomic<bool> comeBack{false};
    ScriptedServer server([&](ScriptedServer &self) {
        serveOne(self, 7);
        self.stopListening();
        while (!comeBack)
            std::this_thread::yield();
        self.listen();
        serveOne(self, 8);
    });
    Guest guest(server.url(), {}, retry(-1));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    CaptureStderr();
    std::thread caller([&] { EXPECT_EQ(guest.call(kGetpid), (Result{0, 8})); });
    // Only after a failed attempt is there something to tell.
    const auto until = std::chrono::steady_clock::now() + 300ms;
    while (std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    comeBack = true;
    caller.join();
    EXPECT_EQ(GetCapturedStderr(), "rump_sp: connection to kernel lost, trying to reconnect ...\n"
                                   "rump_sp: reconnected!\n");
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, QuietSaysNothing)
{
    ScriptedServer server([](ScriptedServer &self) {
        serveOne(self, 7);
        self.stopListening();
    });
    Settings settings;
    settings.quiet = true;
    Guest guest(server.url(), settings, retry(1));
    (void)guest.call(kGetpid);
    EXPECT_EQ(server.finish(), "");
    CaptureStderr();
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(CapiLoss, HarmlessOnlyDoesNotRepeatWhatIsNot)
{
    ScriptedServer server([](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)peer.call(6);
        }
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)peer.call(kGetpid);
        }
        serveOne(self, 9);
    });
    Settings settings;
    settings.resendHarmlessOnly = true;
    Guest guest(server.url(), settings, retry(-1));
    EXPECT_EQ(guest.call(6, {3}).error, ENOTCONN) << "3 was a descriptor of the process that is lost";
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 9})) << "getpid is harmless";
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, AServerWithoutRoomIsAFailedAttempt)
{
    ScriptedServer server([](ScriptedServer &self) { self.accept().close(); });
    Guest guest(server.url());
    EXPECT_EQ(guest.began(), ECONNRESET);
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, ASilentServerIsGivenUpAtTheDeadline)
{
    std::atomic<bool> done{false};
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        peer.expectEnd();
        done = true;
    });
    Settings settings;
    settings.deadline = 1s;
    Guest guest(server.url(), settings);
    EXPECT_EQ(guest.began(), ETIMEDOUT);
    EXPECT_EQ(server.finish(), "");
    EXPECT_TRUE(done);
}

TEST(CapiLoss, NonsenseIsNoBanner)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        peer.text("SSH-2.0-OpenSSH_9.2p1\r\n");
        peer.expectEnd();
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.began(), EPROTO);
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiLoss, AHundredFailedAttemptsLeaveNoDescriptor)
{
    ScriptedServer server([](ScriptedServer &self) {
        serveOne(self, 7);
        for (int i = 0; i < 50; ++i)
            self.accept().close();
        self.stopListening();
    });
    Guest guest(server.url(), {}, retry(-2));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    const int before = openDescriptors();
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_LE(openDescriptors(), before);
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
