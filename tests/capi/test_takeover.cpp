// SPDX-License-Identifier: BSD-2-Clause
// The program after an exec: what was meant for the one before it is answered or dropped, until EXEC's answer
// comes.
#include "tests/capi/handled.h"
#include "tests/capi/hostile_meeting.h"
#include "tests/support/files/temp_dir.h"

#include <chrono>
#include <csignal>
#include <future>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace rumpscope::test {
namespace {

class CapiTakeover : public testing::Test
{
protected:
    static int takeOver(capi::Client &client, const ScriptedServer &server)
    {
        const auto url = server.url();
        const int fd = ::socket(url.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
        EXPECT_EQ(::connect(fd, url.address(), url.addressLength()), 0);
        client.configure(url, {});
        return client.takeOver(fd);
    }
    /// The new program finds a connection on which the server does `leftOver` before it answers EXEC.
    int takeOver(const std::function<void(Peer &, const Peer::Frame &)> &leftOver)
    {
        ScriptedServer server([&](ScriptedServer &self) {
            Peer peer = self.accept();
            const auto exec = peer.request(wire::FrameType::Handshake);
            leftOver(peer, exec);
            peer.send([&](wire::FrameWriter &writer) { writer.handshakeReply(exec.header.reqno); });
            peer.answer(peer.call(kGetpid), 0, 7);
        });
        capi::Client client;
        const int error = takeOver(client, server);
        if (error == 0) {
            std::array<std::int64_t, 2> values{};
            EXPECT_EQ(client.syscall(kGetpid, {}, values.data()), 0);
            EXPECT_EQ(values[0], 7);
        }
        m_trouble = server.finish();
        return error;
    }
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }

private:
    std::string m_trouble;
};

TEST_F(CapiTakeover, CopyinsOfOldCallsAreAnswered)
{
    EXPECT_EQ(takeOver([](Peer &peer, const Peer::Frame & /*exec*/) {
                  copyIn(peer, 0xdeadbeef, 100);
                  EXPECT_EQ(copiedIn(peer), std::string(100, '\0')) << "that memory is gone: zeros";
                  peer.send([](wire::FrameWriter &writer) { writer.copyInStr(78, {1024, 0xdeadbeef}); });
                  EXPECT_EQ(copiedIn(peer), "") << "a string can be refused";
                  peer.send([](wire::FrameWriter &writer) { writer.anonMmap(79, 4096); });
                  const auto map = peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap);
                  EXPECT_EQ(map.payload, wire::Bytes(8));
              }),
              0);
    EXPECT_EQ(trouble(), "");
}

TEST_F(CapiTakeover, AnswersAndCopyoutsForTheOldProgramAreDropped)
{
    std::array<char, 16> memory{"untouched"};
    EXPECT_EQ(
        takeOver([&](Peer &peer, const Peer::Frame &exec) {
            copyOut(peer, addressOf(memory.data()), "overwritten");
            peer.send([&](wire::FrameWriter &writer) {
                writer.syscallReply(exec.header.reqno, {0, 4, {-1, 0}}); // the same number, another type
                writer.syscallReply(12345, {0, 4, {-1, 0}});
                writer.error(12346, wire::FrameType::Syscall, wire::ErrorCode::MalformedRequest);
            });
        }),
        0);
    EXPECT_EQ(trouble(), "");
    EXPECT_STREQ(memory.data(), "untouched");
}

/// What comes in one piece with EXEC's answer is not left lying until more comes.
TEST_F(CapiTakeover, NothingIsLeftInTheReader)
{
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        const auto exec = peer.request(wire::FrameType::Handshake);
        peer.send([&](wire::FrameWriter &writer) {
            writer.handshakeReply(exec.header.reqno);
            writer.anonMmap(79, 4096);
        });
        const auto call = peer.call(kGetpid);
        EXPECT_EQ(peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap).payload.size(), 8U);
        peer.answer(call, 0, 7);
    });
    capi::Client client;
    ASSERT_EQ(takeOver(client, server), 0);
    std::array<std::int64_t, 2> values{};
    EXPECT_EQ(client.syscall(kGetpid, {}, values.data()), 0);
    EXPECT_EQ(server.finish(), "");
}

TEST_F(CapiTakeover, SignalsAreRaised)
{
    static std::atomic<int> got{0};
    const auto note = [](int signal) { got = signal; };
    const Handled raised(SIGUSR1, note, 0); // 30 there, 10 here
    EXPECT_EQ(takeOver([](Peer &peer, const Peer::Frame & /*exec*/) {
                  peer.send([](wire::FrameWriter &writer) { writer.raise(0, 30); });
              }),
              0);
    EXPECT_EQ(got, SIGUSR1);
    EXPECT_EQ(trouble(), "");
}

TEST_F(CapiTakeover, ARefusedExecSaysWhy)
{
    EXPECT_EQ(takeOver([](Peer &peer, const Peer::Frame &exec) {
                  peer.send([&](wire::FrameWriter &writer) {
                      writer.error(exec.header.reqno, wire::FrameType::Handshake,
                                   wire::ErrorCode::ExecInProgress);
                  });
              }),
              EBUSY);
}

/// A real kernel misses those that are about to sleep when it interrupts them, and never answers the EXEC.
TEST(CapiHandover, CallsUnderWayGetTimeToFallAsleep)
{
    std::promise<void> underWay;
    std::promise<void> over;
    ScriptedServer server([&](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto blocked = peer.call(kGetpid);
        underWay.set_value();
        const auto kick = peer.request(static_cast<wire::FrameType>(0x7fff));
        peer.send([&](wire::FrameWriter &writer) {
            writer.error(kick.header.reqno, wire::FrameType::Handshake, wire::ErrorCode::MalformedRequest);
        });
        over.get_future().wait();
        peer.answer(blocked, 0, 7);
    });
    Guest guest(server.url());
    std::thread caller([&guest] { EXPECT_EQ(guest.call(kGetpid), (Result{0, 7})); });
    underWay.get_future().wait();
    std::array<char *, 1> nothing{nullptr};
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(guest.client().exec("/nonexistent", nothing.data(), nothing.data()), -1);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
    over.set_value();
    caller.join();
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
