// SPDX-License-Identifier: BSD-2-Clause
// tshark reads our recordings, and live connections, with our dissector and without any preference.
#include "clientcore/recording/pcapng.h"
#include "clientcore/wire/frame_writer.h"
#include "tests/support/files/temp_dir.h"
#include "tests/support/recording/told.h"
#include "tests/support/trace/events.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Lines that tshark prints with these arguments.
Lines tshark(const std::string &file, const std::string &arguments)
{
    const std::string command = std::string(TSHARK) + " -X lua_script:" + DISSECTOR + " -r " + file + " " +
                                arguments + " 2>/dev/null";
    std::FILE *pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("tshark cannot be started");
    std::string text;
    std::array<char, 4096> room{};
    for (std::size_t got = 1; got > 0;) {
        got = std::fread(room.data(), 1, room.size(), pipe);
        text.append(room.data(), got);
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string recorded(const TempDir &dir, const std::string &name)
{
    record(dir.file(name), transcriptEvents(name));
    return dir.file(name);
}

TEST(Wireshark, ShowsTheFramesOfARecordingInWords)
{
    TempDir dir;
    EXPECT_THAT(tshark(recorded(dir, "simple"), "-Y rump_sp -T fields -e _ws.col.Info"),
                testing::Contains("← #2 RESP SYSCALL getpid = 2 "));
    const auto lines = tshark(dir.file("simple"), "-Y 'rump_sp.class == 0' -T fields -e _ws.col.Info");
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines[0], "→ #1 REQ HANDSHAKE GUEST scen ");
}

TEST(Wireshark, CountsAsManyFramesAsThereAre)
{
    TempDir dir;
    for (const std::string name : {"fork", "threads", "bigio"}) {
        std::size_t frames = 0;
        for (const auto &event : transcriptEvents(name))
            frames += std::holds_alternative<event::FrameRecord>(event) ? 1 : 0;
        EXPECT_EQ(tshark(recorded(dir, name), "-Y rump_sp -T fields -e frame.number").size(), frames) << name;
    }
}

TEST(Wireshark, TiesAnswersToTheirQuestions)
{
    TempDir dir;
    const std::string file = recorded(dir, "threads");
    for (const std::string &line : tshark(file, "-Y 'rump_sp.type == 1 && rump_sp.class == 1' -T fields "
                                                "-e rump_sp.answer_to -e rump_sp.time"))
        EXPECT_THAT(line, Not(testing::StartsWith("\t"))) << "an answer without its question";
    EXPECT_TRUE(tshark(file, "-Y rump_sp.stray").empty());
    EXPECT_TRUE(tshark(file, "-Y rump_sp.malformed").empty());
}

TEST(Wireshark, ShowsOurEventsAsCommentsOfPackets)
{
    TempDir dir;
    const auto comments = tshark(recorded(dir, "exec"), "-Y frame.comment -T fields -e frame.comment");
    EXPECT_THAT(comments, testing::Contains(HasSubstr("process established: scen")));
    EXPECT_THAT(comments, testing::Contains(HasSubstr("exec: exe")));
}

TEST(Wireshark, HasEachConnectionOnAnInterfaceOfItsOwn)
{
    TempDir dir;
    const auto names = tshark(recorded(dir, "fork"), "-Y rump_sp -T fields -e frame.interface_id");
    EXPECT_THAT(names, testing::Contains("1"));
    EXPECT_THAT(names, testing::Contains("2"));
    EXPECT_THAT(names, testing::Each(testing::AnyOf("1", "2"))) << "0 is of no connection";
}

TEST(Wireshark, ItsToolsTakeARecordingAndLeaveItWhole)
{
    TempDir dir;
    const std::string file = recorded(dir, "fork");
    const auto run = [](const std::string &command) {
        return std::system((command + " 2>/dev/null").c_str());
    };
    ASSERT_EQ(run("editcap " + file + " " + dir.file("edited")), 0);
    ASSERT_EQ(run("mergecap -w " + dir.file("merged") + " " + file), 0);
    for (const char *made : {"edited", "merged"}) {
        const Read read = readAll(dir.file(made));
        EXPECT_FALSE(read.error) << read.error->sentence;
        EXPECT_EQ(linesOf(read.events), linesOf(readAll(file).events)) << made;
        EXPECT_EQ(read.facts.damaged, 0U);
        EXPECT_TRUE(read.facts.complete);
    }
    ASSERT_EQ(run("editcap -s 30 " + file + " " + dir.file("short")), 0);
    EXPECT_EQ(readAll(dir.file("short")).facts.damaged, readAll(file).facts.frames);
}

/// TCP segments between two ports, as raw IP packets in a pcapng file.
class Capture
{
public:
    Capture()
    {
        m_blocks.begin(trace::pcapng::kSectionHeader);
        m_blocks.number32(trace::pcapng::kByteOrderMagic);
        m_blocks.number16(1);
        m_blocks.number16(0);
        m_blocks.number64(~0ULL);
        m_blocks.end();
        m_blocks.begin(trace::pcapng::kInterface);
        m_blocks.number16(101); // LINKTYPE_RAW
        m_blocks.number16(0);
        m_blocks.number32(0);
        m_blocks.end();
    }
    void segment(bool toServer, wire::ByteView data)
    {
        std::uint32_t &sequence = toServer ? m_sentUp : m_sentDown;
        wire::Bytes packet;
        const auto byte = [&](unsigned value) { packet.push_back(static_cast<std::byte>(value)); };
        const auto word = [&](unsigned value) {
            byte(value >> 8 & 0xffU);
            byte(value & 0xffU);
        };
        const auto number = [&](std::uint32_t value) {
            word(value >> 16);
            word(value & 0xffffU);
        };
        word(0x4500);
        word(static_cast<unsigned>(40 + data.size()));
        number(0);
        word(0x4006); // TCP
        word(0);
        number(0x7f000001);
        number(0x7f000001);
        word(toServer ? 50000 : 12345);
        word(toServer ? 12345 : 50000);
        number(sequence);
        number(toServer ? m_sentDown : m_sentUp);
        word(0x5018); // PSH, ACK
        word(0xffff);
        number(0);
        packet.insert(packet.end(), data.begin(), data.end());
        sequence += static_cast<std::uint32_t>(data.size());
        m_blocks.begin(trace::pcapng::kEnhancedPacket);
        m_blocks.number32(0);
        m_blocks.number32(0);
        m_blocks.number32(++m_time);
        m_blocks.number32(static_cast<std::uint32_t>(packet.size()));
        m_blocks.number32(static_cast<std::uint32_t>(packet.size()));
        m_blocks.bytes(packet);
        m_blocks.end();
    }
    void segment(bool toServer, const std::string &text)
    {
        segment(toServer, std::as_bytes(std::span(text)));
    }
    void write(const std::string &path) const
    {
        const wire::ByteView bytes = m_blocks.written();
        put(path, {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    }

private:
    trace::pcapng::BlockWriter m_blocks;
    std::uint32_t m_sentUp = 1;
    std::uint32_t m_sentDown = 1;
    std::uint32_t m_time = 0;
};

TEST(Wireshark, FindsLiveConnectionsByTheirBannerAndPutsFramesTogether)
{
    TempDir dir;
    Capture capture;
    capture.segment(false, "RUMPSP-0.4-NetBSD-7.99.34/amd64\n");
    wire::FrameWriter client;
    client.guest(1, "telnet");
    client.syscall(2, 20, {});
    const wire::ByteView up = client.bytes();
    capture.segment(true, up.first(10));
    capture.segment(true, up.subspan(10));
    wire::FrameWriter server;
    server.handshakeReply(1);
    server.syscallReply(2, {2, 0, {0, 0}});
    capture.segment(false, server.bytes());
    capture.write(dir.file("x"));
    EXPECT_THAT(tshark(dir.file("x"), "-Y rump_sp -T fields -e _ws.col.Info"),
                ElementsAre("← RUMPSP-0.4-NetBSD-7.99.34/amd64",
                            "→ #1 REQ HANDSHAKE GUEST telnet → #2 REQ SYSCALL getpid ",
                            "← #1 RESP HANDSHAKE = 0 ← #2 RESP SYSCALL getpid = -1 ENOENT "));
}

TEST(Wireshark, AnyFrameIsShownSomehow)
{
    const Peer peer;
    std::vector<event::Event> events;
    for (std::uint16_t type = 0; type < 12; ++type) {
        for (std::uint16_t frameClass = 0; frameClass < 4; ++frameClass) {
            for (const std::size_t size : {0U, 3U, 17U, 40U}) {
                events.emplace_back(peer.toServer(type, [&](auto &writer) {
                    writer.append({.reqno = ~0ULL,
                                   .frameClass = wire::FrameClass{frameClass},
                                   .type = wire::FrameType{type},
                                   .word = 0xffffffff},
                                  wire::Bytes(size, std::byte{0xff}));
                }));
            }
        }
    }
    TempDir dir;
    record(dir.file("x"), events);
    EXPECT_EQ(tshark(dir.file("x"), "-Y rump_sp -T fields -e frame.number").size(), events.size());
    EXPECT_THAT(tshark(dir.file("x"), "-V"), Not(testing::Contains(HasSubstr("Lua Error"))));
}

} // namespace
} // namespace rumpscope::test
