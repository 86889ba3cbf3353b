// SPDX-License-Identifier: BSD-2-Clause
// Losing the kernel: what each retry setting does with the connection and with the calls under way.
#include "clientcore/session/session.h"
#include "tests/support/server/collector.h"
#include "tests/support/server/scripted_server.h"

#include <gmock/gmock.h>

#include <future>

using namespace rumpscope;
using namespace rumpscope::session;
using namespace std::chrono_literals;
using test::Collector;
using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;
using ErrorKind = event::ClientError::Kind;
using NoteKind = event::ConnectionEvent::Kind;

namespace {

std::unique_ptr<Session> connect(const ScriptedServer &server, Collector &collector, retry::Policy retry)
{
    SessionOptions options;
    options.observer = &collector;
    options.retry = retry;
    auto session = Session::guest(server.url(), std::move(options));
    EXPECT_TRUE(session) << session.error().sentence();
    return session ? std::move(*session) : nullptr;
}

} // namespace

TEST(Reconnect, AnIdleSessionNoticesAtOnceAndComesBackAsANewProcess)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet(2);
        }
        Peer second = s.accept();
        second.greet(3);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::Established, 2));
    const auto established = collector.notes(NoteKind::Established);
    EXPECT_EQ(established[0].generation, event::Generation{1});
    EXPECT_EQ(established[0].pid, 2);
    EXPECT_EQ(established[1].generation, event::Generation{2});
    EXPECT_EQ(established[1].pid, 3);
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::Lost).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::RetryPlanned).size(), 1U);
    EXPECT_EQ(collector.notes(NoteKind::AttemptStarted).size(), 1U);
}

TEST(Reconnect, AttemptsFollowThePlanWhileNobodyListens)
{
    Collector collector;
    std::promise<void> comeBack;
    ScriptedServer server([&](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
            s.stopListening();
        }
        comeBack.get_future().wait();
        s.listen();
        Peer second = s.accept();
        second.greet(7);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forSeconds(60s));
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::AttemptFailed, 3));
    comeBack.set_value();
    ASSERT_TRUE(collector.await(NoteKind::Established, 2));
    const auto planned = collector.notes(NoteKind::RetryPlanned);
    const auto started = collector.notes(NoteKind::AttemptStarted);
    ASSERT_EQ(planned.size(), started.size());
    for (std::size_t i = 0; i < started.size(); ++i) {
        EXPECT_EQ(started[i].attempt, i);
        EXPECT_EQ(started[i].planned, planned[i].planned);
        EXPECT_GE(started[i].time, planned[i].planned) << "never earlier than planned";
    }
    EXPECT_EQ(collector.notes(NoteKind::AttemptFailed)[0].error->kind, ErrorKind::Connection);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, ACallWhoseAnswerWasLostIsNotMadeTwice)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
            (void)first.call(4);
        }
        Peer second = s.accept();
        second.greet(3);
        second.answer(second.call(6), 0, 77); // anything but a second write
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    const auto lost = session->syscall({.number = 4});
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::AnswerLost);
    EXPECT_THAT(lost.error().sentence(), HasSubstr("system call 4"));
    ASSERT_TRUE(collector.await(NoteKind::Established, 2));
    EXPECT_EQ(session->syscall({.number = 6})->retval[0], 77);
    EXPECT_EQ(collector.notes(NoteKind::AnswerLost).at(0).number, 4);
    EXPECT_TRUE(collector.notes(NoteKind::Repeated).empty());
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, AHarmlessCallIsRepeatedAndItShows)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
            (void)first.call(20);
        }
        Peer second = s.accept();
        second.greet(3);
        second.answer(second.call(20), 0, 3);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    const auto result = session->syscall({.number = 20, .repeatable = true});
    ASSERT_TRUE(result) << result.error().sentence();
    EXPECT_EQ(result->retval[0], 3);
    EXPECT_TRUE(result->repeated);
    EXPECT_EQ(result->generation, event::Generation{2});
    EXPECT_EQ(collector.notes(NoteKind::Repeated).size(), 1U);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, ACallForTheOldProcessIsNotMadeOnTheNew)
{
    Collector collector;
    std::promise<void> waits;
    ScriptedServer server([&](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
            s.stopListening();
        }
        waits.get_future().wait();
        s.listen();
        Peer second = s.accept();
        second.greet(3);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::AttemptFailed));
    std::promise<void> begun;
    auto call = std::async(std::launch::async, [&] {
        begun.set_value();
        return session->syscall({.number = 3});
    });
    begun.get_future().wait();
    ASSERT_TRUE(collector.await(NoteKind::AttemptFailed, 4)) << "time enough for the call to begin";
    waits.set_value();
    const auto result = call.get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Connection);
    EXPECT_THAT(result.error().sentence(), HasSubstr("not made"));
    session.reset();
    EXPECT_EQ(server.finish(), "") << "no call reaches the second process";
}

TEST(Reconnect, NeverMeansThatAllLaterCallsFail)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer first = s.accept();
        first.greet();
    });
    auto session = connect(server, collector, retry::Policy::never());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::Lost));
    for (int i = 0; i < 3; ++i) {
        const auto result = session->syscall({.number = 20, .repeatable = true});
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::Connection);
    }
    EXPECT_EQ(session->state(), Session::State::Lost);
    EXPECT_TRUE(collector.notes(NoteKind::AttemptStarted).empty());
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, OnceGivesUpAndTheNextCallStartsOver)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer first = s.accept();
        first.greet();
        s.stopListening();
    });
    auto session = connect(server, collector, retry::Policy::once());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::GaveUp));
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes(NoteKind::GaveUp)[0].attempt, 1U);
    const auto result = session->syscall({.number = 20, .repeatable = true});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::GaveUp);
    ASSERT_TRUE(collector.await(NoteKind::GaveUp, 2));
    EXPECT_EQ(collector.notes(NoteKind::AttemptStarted).size(), 2U);
}

TEST(Reconnect, DieEndsTheSessionAndSaysSo)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer first = s.accept();
        first.greet();
        (void)first.call(3);
    });
    auto session = connect(server, collector, retry::Policy::die());
    ASSERT_TRUE(session);
    EXPECT_FALSE(session->syscall({.number = 3}));
    ASSERT_TRUE(collector.await(NoteKind::Died));
    EXPECT_EQ(session->state(), Session::State::Closed);
    const auto later = session->syscall({.number = 20});
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().kind, ErrorKind::Died);
    session.reset();
    EXPECT_EQ(server.finish(), "");
    EXPECT_EQ(collector.notes().back().kind, NoteKind::Died) << "nothing after the end";
}

TEST(Reconnect, TheUserCanEndTheEpisode)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer first = s.accept();
        first.greet();
        s.stopListening();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::AttemptFailed, 2));
    auto call =
        std::async(std::launch::async, [&] { return session->syscall({.number = 20, .repeatable = true}); });
    session->stopRetrying();
    ASSERT_TRUE(collector.await(NoteKind::GaveUp));
    session->close();
    EXPECT_FALSE(call.get());
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, ByHandWhenNobodyTries)
{
    Collector collector;
    std::promise<void> lost;
    ScriptedServer server([&](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
        }
        Peer second = s.accept();
        second.greet(9);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::never());
    ASSERT_TRUE(session);
    ASSERT_TRUE(collector.await(NoteKind::Lost));
    auto back = session->reconnect();
    // The loss may be told just before it is settled.
    while (!back && session->state() == Session::State::Lost)
        back = session->reconnect();
    ASSERT_TRUE(back) << back.error().sentence();
    EXPECT_EQ(session->pid(), 9);
    EXPECT_EQ(session->generation(), event::Generation{2});
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, CutOnPurposeItIsLostLikeAnyOther)
{
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        Peer first = s.accept();
        first.greet();
        first.expectEnd();
        Peer second = s.accept();
        second.greet(3);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::once());
    ASSERT_TRUE(session);
    session->dropConnection();
    ASSERT_TRUE(collector.await(NoteKind::Established, 2));
    session.reset();
    EXPECT_EQ(server.finish(), "");
}

TEST(Reconnect, ManyThreadsShareOneEpisode)
{
    constexpr int kThreads = 8;
    Collector collector;
    ScriptedServer server([](ScriptedServer &s) {
        {
            Peer first = s.accept();
            first.greet();
            for (int i = 0; i < kThreads; ++i)
                (void)first.call(20);
        }
        Peer second = s.accept();
        second.greet(3);
        for (int i = 0; i < kThreads; ++i)
            second.answer(second.call(20), 0, 3);
        second.expectEnd();
    });
    auto session = connect(server, collector, retry::Policy::forEver());
    ASSERT_TRUE(session);
    std::vector<std::future<bool>> calls;
    for (int i = 0; i < kThreads; ++i)
        calls.push_back(std::async(std::launch::async, [&] {
            const auto result = session->syscall({.number = 20, .repeatable = true});
            return result && result->retval[0] == 3;
        }));
    for (auto &call : calls)
        EXPECT_TRUE(call.get());
    EXPECT_EQ(collector.notes(NoteKind::AttemptStarted).size(), 1U);
    session.reset();
    EXPECT_EQ(server.finish(), "");
}
