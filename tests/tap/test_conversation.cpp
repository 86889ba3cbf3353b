// SPDX-License-Identifier: BSD-2-Clause
// Recordings of a real kernel and its client library, understood from between: who they were and what became
// of them.
#include "clientcore/tap/conversation.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/server/collector.h"
#include "tests/tap/tapped.h"

#include <gmock/gmock.h>

namespace rumpscope::tap {
namespace {

using Kind = event::ConnectionEvent::Kind;
using testing::HasSubstr;

std::string treeOf(const std::string &recording)
{
    test::Watched watched;
    test::tapRecording(test::loadTranscript(recording), watched.observer());
    watched.look();
    EXPECT_EQ(watched.lost(), 0U);
    return watched.tree();
}

TEST(Conversation, AForkHangsOnItsParentByTheCookie)
{
    EXPECT_EQ(treeOf("fork"), "✝ scen 2, 5 calls: closed\n"
                              "  ✝ scen 4, 4 calls: closed\n");
}

TEST(Conversation, AnExecHasBothNames)
{
    EXPECT_EQ(treeOf("exec"), "✝⟳ exe 2, was scen, 7 calls, 1 errors: closed\n");
    EXPECT_THAT(treeOf("errors/exec_rename"), HasSubstr("was"));
}

TEST(Conversation, APreparedChildThatNobodyClaimedStays)
{
    EXPECT_EQ(treeOf("prefork-unused"), "✝ scen 2, 1 calls: closed\n"
                                        "  ◌ scen\n");
}

TEST(Conversation, ACancelledChildIsNoMore)
{
    EXPECT_THAT(treeOf("errors/cancel"), HasSubstr(": cancelled\n"));
}

TEST(Conversation, ChildrenOutliveTheirParent)
{
    EXPECT_EQ(treeOf("errors/cookie_after_parent_gone"), "✝ parent: closed\n"
                                                         "  ✝ parent 4, 2 calls: closed\n");
}

TEST(Conversation, AServerThatRefusesAndCloses)
{
    for (const char *name : {"errors/auth_handshake", "errors/bad_cookie", "errors/exec_as_first",
                             "errors/short_fork", "errors/syscall_before_handshake"})
        EXPECT_EQ(treeOf(name), "") << name << ": never a process";
}

TEST(Conversation, EveryRecordingMakesSense)
{
    for (const std::string &name : test::transcriptNames()) {
        test::Collector collector;
        test::tapRecording(test::loadTranscript(name), collector);
        const bool breaksRules = name == "errors/unknown_type" || name == "errors/unknown_class";
        EXPECT_EQ(collector.notes(Kind::Garbled).empty(), !breaksRules) << name;
    }
}

TEST(Conversation, ThreadsHaveLanesAndCopiesTheirCalls)
{
    test::Watched watched;
    test::tapRecording(test::loadTranscript("threads"), watched.observer());
    watched.look();
    std::uint32_t lanes = 0;
    for (std::size_t i = 0; i < watched.store().size(); ++i)
        lanes = std::max(lanes, watched.store().at(i).thread);
    EXPECT_EQ(lanes, 2U);
    EXPECT_EQ(watched.store().framesApart(), 0U);
}

/// A conversation fed by hand.
struct Spoken
{
    void client(const std::function<void(wire::FrameWriter &)> &build)
    {
        wire::FrameWriter writer;
        build(writer);
        conversation.fromClient(writer.bytes(), now());
    }
    void server(const std::function<void(wire::FrameWriter &)> &build)
    {
        wire::FrameWriter writer;
        build(writer);
        [[maybe_unused]] const auto there = conversation.fromServer(writer.bytes(), now());
    }
    void greet(const std::string &name = "client")
    {
        const std::string banner = "RUMPSP-0.4-NetBSD-7.99.34/amd64\n";
        [[maybe_unused]] const auto there = conversation.fromServer(std::as_bytes(std::span(banner)), now());
        client([&](auto &writer) { writer.guest(1, name); });
        server([](auto &writer) { writer.handshakeReply(1); });
    }
    static transport::TimePoint now() { return transport::Clock::now(); }

    test::Collector collector;
    ClientBook book;
    Conversation conversation{collector, book, {"unix://kernel", 77, 4096}, now()};
};

TEST(Conversation, TurnsAreToldInOrder)
{
    Spoken spoken;
    spoken.greet();
    spoken.client([](auto &writer) { writer.exec(2, "next"); });
    spoken.server([](auto &writer) { writer.handshakeReply(2); });
    spoken.server([](auto &writer) { writer.raise(99, 13); });
    spoken.conversation.end(Conversation::End::ByClient, Spoken::now());
    spoken.conversation.end(Conversation::End::ByServer, Spoken::now());
    std::vector<Kind> kinds;
    for (const auto &note : spoken.collector.notes()) {
        kinds.push_back(note.kind);
        EXPECT_TRUE(note.tapped);
        EXPECT_EQ(note.hostPid, 77);
        EXPECT_EQ(note.session, spoken.collector.notes().front().session);
    }
    EXPECT_EQ(kinds, (std::vector<Kind>{Kind::Connecting, Kind::BannerRead, Kind::Established, Kind::Execed,
                                        Kind::Signal, Kind::Closed}));
}

TEST(Conversation, TheClientsOwnGetpidTellsItsPid)
{
    Spoken spoken;
    spoken.greet();
    spoken.client([](auto &writer) { writer.syscall(2, 20, {}); });
    spoken.server([](auto &writer) { writer.syscallReply(2, {0, 0, {5, 1}}); });
    ASSERT_EQ(spoken.collector.notes(Kind::Identified).size(), 1U);
    EXPECT_EQ(spoken.collector.notes(Kind::Identified)[0].pid, 5);
    EXPECT_EQ(spoken.conversation.standing().pid, 5);
}

TEST(Conversation, WhatMakesNoSenseIsMarked)
{
    Spoken spoken;
    spoken.greet();
    spoken.client([](auto &writer) { writer.append({.type = wire::FrameType{77}}, {}); });
    spoken.client([](auto &writer) { writer.copyIn(3, {8, 8}); });
    spoken.client([](auto &writer) { writer.prefork(4); });
    spoken.server([](auto &writer) { writer.handshakeReply(4); });
    spoken.server([](auto &writer) { writer.prefork(9); });
    spoken.server([](auto &writer) { writer.syscallReply(12345, {}); });
    const auto garbled = spoken.collector.notes(Kind::Garbled);
    ASSERT_EQ(garbled.size(), 4U);
    EXPECT_THAT(garbled[0].text, HasSubstr("no client makes: class 0 type 77"));
    EXPECT_THAT(garbled[1].text, HasSubstr("no client makes: class 0 type 2"));
    EXPECT_THAT(garbled[2].text, HasSubstr("another type than its question"));
    EXPECT_THAT(garbled[3].text, HasSubstr("no server makes: class 0 type 7"));
    ASSERT_EQ(spoken.collector.notes(Kind::StrayAnswer).size(), 1U);
    EXPECT_EQ(spoken.collector.notes(Kind::StrayAnswer)[0].number, 12345);
}

TEST(Conversation, MarksOfOneConnectionEnd)
{
    Spoken spoken;
    spoken.greet();
    for (int i = 0; i < 1500; ++i)
        spoken.client([](auto &writer) { writer.append({.type = wire::FrameType{77}}, {}); });
    const auto garbled = spoken.collector.notes(Kind::Garbled);
    ASSERT_EQ(garbled.size(), 1000U);
    EXPECT_THAT(garbled.back().text, HasSubstr("are not marked"));
    EXPECT_EQ(spoken.conversation.standing().garbled, 1500U);
}

TEST(Conversation, AnEndWithCallsUnderWaySaysSo)
{
    Spoken spoken;
    spoken.greet();
    spoken.client([](auto &writer) { writer.syscall(2, 3, {}); });
    spoken.conversation.end(Conversation::End::ByServer, Spoken::now());
    ASSERT_EQ(spoken.collector.notes(Kind::Lost).size(), 1U);
    EXPECT_EQ(spoken.collector.notes(Kind::Lost)[0].text, "closed by the server with 1 call under way");
}

TEST(Conversation, AnEndInTheMiddleOfAFrameSaysSo)
{
    Spoken spoken;
    spoken.greet();
    spoken.conversation.fromClient(wire::Bytes(5), Spoken::now());
    spoken.conversation.end(Conversation::End::ByClient, Spoken::now());
    ASSERT_EQ(spoken.collector.notes(Kind::Closed).size(), 1U);
    EXPECT_EQ(spoken.collector.notes(Kind::Closed)[0].text, "closed in the middle of a frame");
}

} // namespace
} // namespace rumpscope::tap
