// SPDX-License-Identifier: BSD-2-Clause
// A handler may wait for what another thread's call does, whichever of them reads: nobody waits for ever.
#include "tests/capi/guest.h"
#include "tests/capi/handled.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace rumpscope::test {
namespace {

/// What one thread has done and another may wait for, in a handler too.
class Sign
{
public:
    Sign() { EXPECT_EQ(::pipe(m_ends.data()), 0); }
    ~Sign()
    {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }
    Sign(const Sign &) = delete;
    Sign &operator=(const Sign &) = delete;

    void give() const { EXPECT_EQ(::write(m_ends[1], "x", 1), 1); }
    [[nodiscard]] bool await() const
    {
        pollfd entry{m_ends[0], POLLIN, 0};
        constexpr int kMilliseconds = 20'000;
        return ::poll(&entry, 1, kMilliseconds) == 1;
    }

private:
    std::array<int, 2> m_ends{};
};

const Sign *started = nullptr;
const Sign *awaited = nullptr;
std::atomic<bool> cameTrue{false};

void waitInHandler(int)
{
    const int saved = errno;
    started->give();
    cameTrue = awaited->await();
    errno = saved;
}

class CapiHeldUp : public testing::TestWithParam<int>
{
protected:
    CapiHeldUp()
    {
        started = &m_started;
        awaited = &m_awaited;
        cameTrue = false;
    }
    [[nodiscard]] const Sign &handlerStarted() const { return m_started; }
    [[nodiscard]] const Sign &otherDone() const { return m_awaited; }
    /// A thread that asks for the pid, answered with 7, while the handler runs, which ends then.
    [[nodiscard]] std::thread otherCalls(Guest &guest) const
    {
        return std::thread([this, &guest] {
            EXPECT_TRUE(handlerStarted().await());
            EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
            otherDone().give();
        });
    }

private:
    Sign m_started;
    Sign m_awaited;
    const Handled m_handled{SIGUSR1, waitInHandler, GetParam()};
};

TEST_P(CapiHeldUp, ACallMadeWhileTheReaderIsInAHandler)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto first = peer.call(kLseek);
        ::pthread_kill(caller, SIGUSR1);
        peer.answer(peer.call(kGetpid), 0, 7);
        peer.answer(first, 0, 1);
        peer.answer(peer.call(kGetpid), 0, 8);
    });
    Guest guest(server.url());
    std::thread other = otherCalls(guest);
    EXPECT_EQ(guest.call(kLseek, {3, 0, 1, 0}), (Result{0, 1}));
    other.join();
    EXPECT_TRUE(cameTrue);
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 8}));
    EXPECT_EQ(server.finish(), "");
}

TEST_P(CapiHeldUp, ACallThatWasUnderWayBefore)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto first = peer.call(kLseek);
        started->give(); // the other may call: it will not read
        const auto second = peer.call(kGetpid);
        ::pthread_kill(caller, SIGUSR1);
        peer.answer(second, 0, 7);
        peer.answer(first, 0, 1);
    });
    Guest guest(server.url());
    std::thread other = otherCalls(guest);
    EXPECT_EQ(guest.call(kLseek, {3, 0, 1, 0}), (Result{0, 1}));
    other.join();
    EXPECT_TRUE(cameTrue);
    EXPECT_EQ(server.finish(), "");
}

/// The reader's thread goes on in the kernel's memory meanwhile, too: copyins are answered.
TEST_P(CapiHeldUp, WhatTheReadersCallLentIsServedMeanwhile)
{
    const pthread_t caller = ::pthread_self();
    static std::array<char, 8> text{"lent"};
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        constexpr int kWrite = 4;
        const auto first = peer.call(kWrite);
        ::pthread_kill(caller, SIGUSR1);
        const auto second = peer.call(kGetpid);
        peer.send([](wire::FrameWriter &writer) {
            writer.copyIn(77, {text.size(), addressOf(text.data())});
        });
        const auto copied = peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn);
        EXPECT_EQ(copied.payload.size(), text.size());
        peer.answer(second, 0, 7);
        peer.answer(first, 0, 8);
    });
    Guest guest(server.url());
    std::thread other = otherCalls(guest);
    EXPECT_EQ(guest.call(4, {1, addressOf(text.data()), text.size()}), (Result{0, 8}));
    other.join();
    EXPECT_TRUE(cameTrue);
    EXPECT_EQ(server.finish(), "");
}

/// The thread that tries to reconnect is held up in a handler: another makes an attempt of its own.
TEST_P(CapiHeldUp, AnAttemptToReconnect)
{
    const pthread_t caller = ::pthread_self();
    ScriptedServer server([&](ScriptedServer &self) {
        {
            Peer peer = self.accept();
            welcome(peer);
            (void)peer.call(kLseek);
        }
        Peer silent = self.accept();
        ::pthread_kill(caller, SIGUSR1);
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(kGetpid), 0, 7);
        peer.answer(peer.call(kLseek), 0, 1);
    });
    capi::Settings settings;
    settings.deadline = std::chrono::seconds(1);
    settings.quiet = true;
    Guest guest(server.url(), settings, *retry::Policy::fromValue(-1));
    std::thread other = otherCalls(guest);
    EXPECT_EQ(guest.call(kLseek, {3, 0, 1, 0}), (Result{0, 1}));
    other.join();
    EXPECT_TRUE(cameTrue);
    EXPECT_EQ(server.finish(), "");
}

INSTANTIATE_TEST_SUITE_P(Flags, CapiHeldUp, testing::Values(0, SA_RESTART));

} // namespace
} // namespace rumpscope::test
