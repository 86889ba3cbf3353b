// SPDX-License-Identifier: BSD-2-Clause
// Handlers run while a call waits, and may call themselves: nobody waits for ever, everybody gets his own
// answer.
#include "tests/capi/guest.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <pthread.h>
#include <thread>

namespace rumpscope::test {
namespace {

/// What the handler works on; one test at a time.
Guest *theGuest = nullptr;
std::atomic<int> handled{0};
std::atomic<int> handledWrongly{0};
std::atomic<std::uint64_t> nextOffset{1'000'000'000};
thread_local int depth = 0;

void callFromHandler(int)
{
    constexpr int kDeepest = 3;
    if (theGuest == nullptr || depth >= kDeepest)
        return;
    const int saved = errno;
    ++depth;
    const std::uint64_t offset = nextOffset.fetch_add(1);
    if (theGuest->call(kLseek, {3, 0, offset, 0}) != Result{0, static_cast<std::int64_t>(offset)})
        ++handledWrongly;
    ++handled;
    --depth;
    errno = saved;
}

class CapiSignals : public testing::TestWithParam<int>
{
protected:
    void SetUp() override
    {
        struct sigaction action = {};
        action.sa_handler = callFromHandler;
        action.sa_flags = GetParam();
        sigemptyset(&action.sa_mask);
        ::sigaction(SIGUSR1, &action, &m_before);
        handled = handledWrongly = 0;
    }
    void TearDown() override
    {
        theGuest = nullptr;
        ::sigaction(SIGUSR1, &m_before, nullptr);
    }

private:
    struct sigaction m_before = {};
};

std::int64_t argument(const Peer::Frame &call)
{
    std::int64_t value = 0;
    std::memcpy(&value, call.payload.data() + 16, sizeof value);
    return value;
}

/// Answers every lseek with its offset, until the client hangs up.
void echo(Peer &peer)
{
    try {
        for (;;) {
            const auto call = peer.request(wire::FrameType::Syscall);
            peer.answer(call, 0, argument(call));
        }
    } catch (const std::runtime_error &) {
        // the client has hung up
    }
}

/// The answer of the call that waits comes while the handler's own call reads: it must not be lost, and the
/// receive that was interrupted, or is restarted, must not wait for it.
TEST_P(CapiSignals, AHandlersCallLeavesTheOuterOneItsAnswer)
{
    const pthread_t caller = ::pthread_self();
    constexpr int kRounds = 200;
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (int round = 0; round < kRounds; ++round) {
            const auto outer = peer.call(kLseek);
            ::pthread_kill(caller, SIGUSR1);
            const auto nested = peer.call(kLseek);
            peer.answer(outer, 0, argument(outer));
            peer.answer(nested, 0, argument(nested));
        }
    });
    Guest guest(server.url());
    theGuest = &guest;
    for (std::uint64_t round = 0; round < kRounds; ++round)
        EXPECT_EQ(guest.call(kLseek, {3, 0, round, 0}), (Result{0, static_cast<std::int64_t>(round)}));
    EXPECT_EQ(handled, kRounds);
    EXPECT_EQ(handledWrongly, 0);
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, AHandlerRunsWhileTheServerIsSilent)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto outer = peer.call(kLseek);
        ::pthread_kill(caller, SIGUSR1);
        const auto nested = peer.call(kLseek);
        peer.answer(nested, 0, argument(nested));
        peer.answer(outer, 0, argument(outer));
    });
    Guest guest(server.url());
    theGuest = &guest;
    EXPECT_EQ(guest.call(kLseek, {3, 0, 5, 0}), (Result{0, 5}));
    EXPECT_EQ(handled, 1);
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, TheConnectionMayBeLostUnderAHandlersCall)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        (void)peer.call(kLseek);
        ::pthread_kill(caller, SIGUSR1);
        (void)peer.call(kLseek);
    });
    Guest guest(server.url());
    theGuest = &guest;
    EXPECT_EQ(guest.call(kLseek, {3, 0, 5, 0}).error, ENOTCONN);
    EXPECT_EQ(handledWrongly, 1);
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, AndComeBackThere)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)peer.call(kLseek);
            ::pthread_kill(caller, SIGUSR1);
            (void)peer.call(kLseek);
        }
        Peer peer = self.accept();
        welcome(peer);
        echo(peer);
    });
    {
        Guest guest(server.url(), {}, *session::RetrySetting::fromValue(-1));
        theGuest = &guest;
        EXPECT_EQ(guest.call(kLseek, {3, 0, 5, 0}), (Result{0, 5}));
        EXPECT_EQ(handledWrongly, 0);
        EXPECT_EQ(handled, 1);
        theGuest = nullptr;
    }
    EXPECT_EQ(server.finish(), "");
}

/// Several threads call, each is hit by signals all the time, and each handler calls, three deep.
TEST_P(CapiSignals, AStormDeadlocksNobody)
{
    constexpr int kThreads = 4;
    constexpr int kCalls = 2000;
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        echo(peer);
    });
    {
        Guest guest(server.url());
        theGuest = &guest;
        std::atomic<int> wrong{0};
        std::atomic<int> running{kThreads};
        std::atomic<bool> over{false};
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&, i] {
                for (int call = 0; call < kCalls; ++call) {
                    const auto unique = static_cast<std::uint64_t>(i * kCalls + call);
                    if (guest.call(kLseek, {3, 0, unique, 0}) != Result{0, static_cast<std::int64_t>(unique)})
                        ++wrong;
                }
                --running;
                while (!over)
                    std::this_thread::yield();
            });
        }
        while (running > 0) {
            for (std::thread &thread : threads)
                ::pthread_kill(thread.native_handle(), SIGUSR1);
            std::this_thread::yield();
        }
        over = true;
        for (std::thread &thread : threads)
            thread.join();
        EXPECT_EQ(wrong, 0);
        EXPECT_EQ(handledWrongly, 0);
        EXPECT_GT(handled, 0);
        theGuest = nullptr;
    }
    EXPECT_EQ(server.finish(), "");
}

INSTANTIATE_TEST_SUITE_P(Flags, CapiSignals, testing::Values(0, SA_RESTART, SA_RESTART | SA_NODEFER));

TEST(CapiRaise, ARaiseIsTheHostsSignalOfThatName)
{
    static std::atomic<int> got{0};
    struct sigaction action = {};
    struct sigaction before = {};
    action.sa_handler = [](int signal) { got = signal; };
    ::sigaction(SIGUSR1, &action, &before); // 30 there, 10 here
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto call = peer.call(kGetpid);
        peer.send([&](wire::FrameWriter &writer) {
            for (const std::uint32_t nothing : {0U, 7U, 29U, 33U, 64U, 1000U, ~0U})
                writer.raise(0, nothing);
            writer.raise(12345, 30);
        });
        peer.answer(call, 0, 7);
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(got, SIGUSR1) << "it has arrived before the call returns";
    EXPECT_EQ(server.finish(), "");
    ::sigaction(SIGUSR1, &before, nullptr);
}

TEST(CapiRaise, TheNumbersAreThoseOfTheNames)
{
    EXPECT_EQ(capi::hostSignal(16), SIGURG);
    EXPECT_EQ(capi::hostSignal(20), SIGCHLD);
    EXPECT_EQ(capi::hostSignal(18), SIGTSTP);
    EXPECT_EQ(capi::hostSignal(31), SIGUSR2);
    EXPECT_EQ(capi::hostSignal(32), SIGPWR);
    EXPECT_EQ(capi::hostSignal(7), -1);
    EXPECT_EQ(capi::hostSignal(33), -1);
}

} // namespace
} // namespace rumpscope::test
