// SPDX-License-Identifier: BSD-2-Clause
// Handlers run while a call waits, and may call themselves: nobody waits for ever, everybody gets his own
// answer.
#include "tests/capi/guest.h"
#include "tests/capi/handled.h"
#include "tests/support/process/thread_sanitizer.h"

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

Result seek(Guest &guest, std::uint64_t offset)
{
    return guest.call(kLseek, {3, 0, offset, 0});
}

Result at(std::uint64_t offset)
{
    return {0, static_cast<std::int64_t>(offset)};
}

void callFromHandler(int)
{
    constexpr int kDeepest = 3;
    if (theGuest == nullptr || depth >= kDeepest)
        return;
    const int saved = errno;
    ++depth;
    const std::uint64_t offset = nextOffset.fetch_add(1);
    if (seek(*theGuest, offset) != at(offset))
        ++handledWrongly;
    ++handled;
    --depth;
    errno = saved;
}

class CapiSignals : public testing::TestWithParam<int>
{
protected:
    CapiSignals() { handled = handledWrongly = 0; }
    ~CapiSignals() override { theGuest = nullptr; }

    /// In a script: the handler's call, made on top of the one that this thread waits for.
    struct Calls
    {
        Peer::Frame outer;
        Peer::Frame nested;
    };
    [[nodiscard]] Calls interrupt(Peer &peer) const
    {
        auto outer = peer.call(kLseek);
        ::pthread_kill(m_caller, SIGUSR1);
        return {std::move(outer), peer.call(kLseek)};
    }

private:
    const pthread_t m_caller = ::pthread_self();
    const Handled m_handled{SIGUSR1, callFromHandler, GetParam()};
};

std::int64_t argument(const Peer::Frame &call)
{
    std::int64_t value = 0;
    std::memcpy(&value, call.payload.data() + 16, sizeof value);
    return value;
}

/// Answers an lseek with its offset.
void echo(Peer &peer, const Peer::Frame &call)
{
    peer.answer(call, 0, argument(call));
}

constexpr const char *kKeptBack = "ThreadSanitizer keeps a handler back while its thread waits in a system "
                                  "call made without the C library: here for ever, now and then";

/// Answers every lseek, until the client hangs up.
void echoAll(Peer &peer)
{
    try {
        for (;;)
            echo(peer, peer.request(wire::FrameType::Syscall));
    } catch (const std::runtime_error &) {
        // the client has hung up
    }
}

/// The answer of the call that waits comes while the handler's own call reads: it must not be lost, and the
/// receive that was interrupted, or is restarted, must not wait for it.
TEST_P(CapiSignals, AHandlersCallLeavesTheOuterOneItsAnswer)
{
    if (kThreadSanitizer)
        GTEST_SKIP() << kKeptBack;
    constexpr int kRounds = 200;
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (int round = 0; round < kRounds; ++round) {
            const Calls calls = interrupt(peer);
            echo(peer, calls.outer);
            echo(peer, calls.nested);
        }
    });
    Guest guest(server.url());
    theGuest = &guest;
    for (std::uint64_t round = 0; round < kRounds; ++round)
        EXPECT_EQ(seek(guest, round), at(round));
    EXPECT_EQ(handled, kRounds);
    EXPECT_EQ(handledWrongly, 0);
    EXPECT_EQ(server.finish(), "");
}

/// Whoever spins holds signals back, and always finds something here.
TEST(CapiSignalsSpinning, AHandlerRunsWhileTheServerTalks)
{
    if (kThreadSanitizer)
        GTEST_SKIP() << kKeptBack;
    handled = 0;
    const Handled count(
        SIGUSR2, [](int) { ++handled; }, SA_RESTART);
    ScriptedServer server([caller = ::pthread_self()](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto call = peer.call(kLseek);
        const auto deadline = transport::Deadline::in(kPatience);
        constexpr int kUnderWay = 100'000;
        constexpr int kSixteenReceives = 50'000; // and what a socket holds
        int sent = 0;
        for (; handled == 0 && !deadline.expired(); ++sent) {
            peer.send([](wire::FrameWriter &writer) { writer.syscallReply(12345, {}); }); // of nobody's call
            if (sent == kUnderWay)
                ::pthread_kill(caller, SIGUSR2);
        }
        EXPECT_LT(sent - kUnderWay, kSixteenReceives);
        EXPECT_EQ(handled, 1);
        echo(peer, call);
    });
    Guest guest(server.url(), {.spin = true});
    EXPECT_EQ(seek(guest, 7), at(7));
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, AHandlerRunsWhileTheServerIsSilent)
{
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const Calls calls = interrupt(peer);
        echo(peer, calls.nested);
        echo(peer, calls.outer);
    });
    Guest guest(server.url());
    theGuest = &guest;
    EXPECT_EQ(seek(guest, 5), at(5));
    EXPECT_EQ(handled, 1);
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, TheConnectionMayBeLostUnderAHandlersCall)
{
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        (void)interrupt(peer);
    });
    Guest guest(server.url());
    theGuest = &guest;
    EXPECT_EQ(seek(guest, 5).error, ENOTCONN);
    EXPECT_EQ(handledWrongly, 1);
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiSignals, AndComeBackThere)
{
    if (kThreadSanitizer)
        GTEST_SKIP() << "a reconnect allocates, which ThreadSanitizer forbids every handler";
    ScriptedServer server([&](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)interrupt(peer);
        }
        Peer peer = self.accept();
        welcome(peer);
        echoAll(peer);
    });
    {
        Guest guest(server.url(), {}, *retry::Policy::fromValue(-1));
        theGuest = &guest;
        EXPECT_EQ(seek(guest, 5), at(5));
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
        echoAll(peer);
    });
    {
        Guest guest(server.url());
        theGuest = &guest;
        std::atomic<int> wrong{0};
        std::atomic<int> running{kThreads};
        std::atomic<bool> over{false};
        std::vector<std::thread> threads;
        threads.reserve(kThreads);
        for (std::uint64_t i = 0; i < kThreads; ++i) {
            threads.emplace_back([&, i] {
                for (std::uint64_t call = 0; call < kCalls; ++call) {
                    const std::uint64_t unique = i * kCalls + call;
                    if (seek(guest, unique) != at(unique))
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
    const auto note = [](int signal) { got = signal; };
    const Handled raised(SIGUSR1, note, 0); // 30 there, 10 here
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
