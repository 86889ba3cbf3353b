// SPDX-License-Identifier: BSD-2-Clause
// Calls of one and of many threads, and what comes back.
#include "tests/capi/guest.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <thread>

namespace rumpscope::test {
namespace {

constexpr int kEbadf = 9;
constexpr int kEnosys = 78;

TEST(CapiCalls, TheAnswerIsTheAnswer)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(kGetpid), 0, 7, 1);
        peer.answer(peer.call(6), kEbadf, -1);
        peer.expectEnd();
    });
    {
        Guest guest(server.url());
        ASSERT_EQ(guest.began(), 0);
        EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
        EXPECT_EQ(guest.call(6, {99}), (Result{kEbadf, -1}));
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiCalls, ShortArgumentListsAreFilledUp)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto known = peer.call(4); // write: three words
        peer.answer(known, 0, static_cast<std::int64_t>(known.payload.size()));
        const auto unknown = peer.call(4000);
        peer.answer(unknown, 0, static_cast<std::int64_t>(unknown.payload.size()));
        const auto longer = peer.call(6);
        peer.answer(longer, 0, static_cast<std::int64_t>(longer.payload.size()));
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(4, {1}), (Result{0, 3 * 8}));
    EXPECT_EQ(guest.call(4000), (Result{0, 10 * 8}));
    EXPECT_EQ(guest.call(6, {1, 2, 3}), (Result{0, 3 * 8}));
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiCalls, ANumberThatEndsARealServerDoesNotLeave)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.expectEnd();
    });
    {
        Guest guest(server.url());
        EXPECT_EQ(guest.call(-1).error, kEnosys);
    }
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiCalls, WithoutABeginningThereIsNoConnection)
{
    capi::Client client;
    std::int64_t value = 0;
    EXPECT_EQ(client.syscall(kGetpid, {}, &value), ENOTCONN);
    wire::Cookie cookie;
    EXPECT_EQ(client.prefork(cookie), ENOTCONN);
}

/// Answers come in the opposite order of the calls, all in one piece: whoever reads has to give each its own.
TEST(CapiCalls, AnswersFindTheirThreads)
{
    constexpr int kThreads = 8;
    constexpr int kRounds = 50;
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (int round = 0; round < kRounds; ++round) {
            std::vector<Peer::Frame> calls;
            for (int i = 0; i < kThreads; ++i)
                calls.push_back(peer.call(kLseek));
            peer.send([&](wire::FrameWriter &writer) {
                for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
                    std::int64_t argument = 0;
                    std::memcpy(&argument, call->payload.data() + 16, sizeof argument);
                    writer.syscallReply(call->header.reqno, {0, 0, {argument, 0}});
                }
            });
        }
    });
    Guest guest(server.url());
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < kRounds; ++round) {
                const auto unique = static_cast<std::uint64_t>(i * kRounds + round);
                if (guest.call(kLseek, {3, 0, unique, 0}) != Result{0, static_cast<std::int64_t>(unique)})
                    ++wrong;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiCalls, AnswersInPiecesAreAnswers)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (std::size_t cut = 1; cut < 48; ++cut) {
            const auto call = peer.call(kGetpid);
            wire::FrameWriter writer;
            writer.syscallReply(call.header.reqno, {0, 0, {static_cast<std::int64_t>(cut), 0}});
            const std::string_view text(reinterpret_cast<const char *>(writer.bytes().data()), 48);
            peer.text(text.substr(0, cut));
            std::this_thread::yield();
            peer.text(text.substr(cut));
        }
    });
    Guest guest(server.url());
    for (std::int64_t cut = 1; cut < 48; ++cut)
        EXPECT_EQ(guest.call(kGetpid), (Result{0, cut}));
    EXPECT_EQ(server.finish(), "");
}

TEST(CapiCalls, ErrorFramesAreTheHostsErrno)
{
    const std::map<wire::ErrorCode, int> meanings{
        {wire::ErrorCode::Authentication, EPERM},  {wire::ErrorCode::InvalidPreforkCookie, ESRCH},
        {wire::ErrorCode::RforkFailed, EIO},       {wire::ErrorCode::ExecInProgress, EBUSY},
        {wire::ErrorCode::OutOfMemory, ENOMEM},    {wire::ErrorCode::MalformedRequest, EINVAL},
        {static_cast<wire::ErrorCode>(99), EPROTO}};
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        for (const auto &[code, error] : meanings) {
            const auto call = peer.call(kGetpid);
            peer.send([&](wire::FrameWriter &writer) {
                writer.error(call.header.reqno, wire::FrameType::Handshake, code);
            });
        }
        // "Try again" is tried again.
        const auto call = peer.call(kGetpid);
        peer.send([&](wire::FrameWriter &writer) {
            writer.error(call.header.reqno, wire::FrameType::Syscall, wire::ErrorCode::TryAgain);
        });
        peer.answer(peer.call(kGetpid), 0, 7);
    });
    Guest guest(server.url());
    for (const auto &[code, error] : meanings)
        EXPECT_EQ(guest.call(kGetpid).error, error);
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
