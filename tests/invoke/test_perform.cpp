// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/netbsd.h"
#include "clientcore/invoke/perform.h"
#include "tests/support/server/scripted_server.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

constexpr std::uint32_t kGetpid = 20; // its number in every NetBSD

std::unique_ptr<session::Session> guestOf(const ScriptedServer &server)
{
    session::SessionOptions options;
    auto session = session::Session::guest(server.url(), std::move(options));
    EXPECT_TRUE(session) << (session ? "" : session.error().sentence());
    return session ? std::move(*session) : nullptr;
}

Peer welcomed(ScriptedServer &server)
{
    Peer peer = server.accept();
    peer.greet();
    return peer;
}

TEST(Perform, SaysWhatTheKernelAnswered)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = welcomed(self);
        peer.answer(peer.call(abi::NB_SYS_close), abi::NB_EBADF);
        peer.expectEnd();
    });
    const auto session = guestOf(server);
    ASSERT_TRUE(session);
    const auto prepared = invoke::prepare("close(7)", {});
    ASSERT_TRUE(prepared);
    const auto performed = invoke::perform(*session, *prepared);
    ASSERT_TRUE(performed.answer);
    EXPECT_EQ(performed.answer->error, abi::NB_EBADF);
    EXPECT_EQ(performed.decoded.text, "close(7)");
    EXPECT_EQ(performed.decoded.result, "-1 EBADF");
    session->close();
    EXPECT_EQ(server.finish(), "");
}

TEST(Perform, IsMadeAsOftenAsOneLikes)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = welcomed(self);
        for (std::int64_t pid = 2; pid < 5; ++pid)
            peer.answer(peer.call(kGetpid), 0, pid);
        peer.expectEnd();
    });
    const auto session = guestOf(server);
    ASSERT_TRUE(session);
    const auto prepared = invoke::prepare("getpid()", {});
    ASSERT_TRUE(prepared);
    for (std::int64_t pid = 2; pid < 5; ++pid) {
        const auto answer = invoke::performOnly(*session, *prepared);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->retval[0], pid);
    }
    session->close();
    EXPECT_EQ(server.finish(), "");
}

TEST(Perform, TellsAClientErrorFromAnErrno)
{
    ScriptedServer server([](ScriptedServer &self) {
        Peer peer = welcomed(self);
        (void)peer.call(abi::NB_SYS_close);
        peer.close();
    });
    const auto session = guestOf(server);
    ASSERT_TRUE(session);
    const auto performed = invoke::perform(*session, *invoke::prepare("close(7)", {}));
    ASSERT_FALSE(performed.answer);
    EXPECT_EQ(performed.answer.error().kind, event::ClientError::Kind::AnswerLost);
    EXPECT_FALSE(performed.decoded.failed) << "the kernel said nothing";
    EXPECT_EQ(server.finish(), "");
}

} // namespace
} // namespace rumpscope::test
