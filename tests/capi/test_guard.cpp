// SPDX-License-Identifier: BSD-2-Clause
// A hostile server gets at what a call lent it, and at nothing else, whatever it sends.
#include "tests/capi/hostile_meeting.h"

#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

constexpr int kRead = 3;
constexpr int kWrite = 4;
constexpr int kOpen = 5;
constexpr int kUnknown = 4000;

TEST_F(CapiGuard, WhatIsLentIsServedWholeAndInPieces)
{
    std::string whole;
    std::string piece;
    const Result result = meet(
        [&](Peer &peer) {
            copyIn(peer, addressOf(lent.data()), lent.size());
            whole = copiedIn(peer);
            copyIn(peer, addressOf(lent.data()) + 1, 3);
            piece = copiedIn(peer);
            copyIn(peer, addressOf(lent.data()) + 5, 0);
            EXPECT_EQ(copiedIn(peer), "");
        },
        [this](Guest &guest) {
            return guest.call(kWrite, {1, addressOf(lent.data()), lent.size()});
        });
    EXPECT_EQ(result, (Result{0, 1}));
    EXPECT_EQ(whole, std::string(lent.data(), lent.size()));
    EXPECT_EQ(piece, "ent");
    EXPECT_EQ(said, "");
    EXPECT_EQ(trouble, "");
}

TEST_F(CapiGuard, OtherMemoryIsNotRead)
{
    expectCut([this](Peer &peer) { copyIn(peer, addressOf(secret.data()), secret.size()); });
    EXPECT_THAT(said, HasSubstr("asked to read 64 bytes at 0x"));
    EXPECT_EQ(trouble, "The other side closed the connection (while trying to send).") << "it got no answer";
}

TEST_F(CapiGuard, NotAByteBeforeOrBehind)
{
    expectCut([this](Peer &peer) { copyIn(peer, addressOf(lent.data()) - 1, 2); });
    expectCut([this](Peer &peer) { copyIn(peer, addressOf(lent.data()), lent.size() + 1); });
    expectCut([this](Peer &peer) { copyIn(peer, addressOf(lent.data()) + 1, ~std::uint64_t{0}); });
    expectCut([this](Peer &peer) { copyIn(peer, addressOf(lent.data()) + 32, 64); });
    expectCut([](Peer &peer) { copyIn(peer, 0, 1); });
}

TEST_F(CapiGuard, WhatIsLentForReadingIsNotWritten)
{
    expectCut([this](Peer &peer) { copyOut(peer, addressOf(lent.data()), "overwritten"); });
    EXPECT_STREQ(lent.data(), "lent");
}

TEST_F(CapiGuard, NeitherCodeNorDataNorStackIsWritten)
{
    const auto code = reinterpret_cast<std::uint64_t>(&copyIn);
    expectCut([code](Peer &peer) { copyOut(peer, code, "\xcc\xcc\xcc\xcc"); });
    expectCut([this](Peer &peer) { copyOut(peer, addressOf(secret.data()), "found"); });
    EXPECT_STREQ(secret.data(), "secret");
}

TEST_F(CapiGuard, WhatIsLentForWritingIsWrittenAndOnlyThatReadBack)
{
    const auto read = [this](Guest &guest) {
        return guest.call(kRead, {1, addressOf(lent.data()), lent.size()});
    };
    std::string back;
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      copyOut(peer, addressOf(lent.data()) + 4, " out");
                      copyOut(peer, addressOf(lent.data()) + 8, " and on");
                      copyIn(peer, addressOf(lent.data()) + 4, 11);
                      back = copiedIn(peer);
                  },
                  read),
              (Result{0, 1}));
    EXPECT_STREQ(lent.data(), "lent out and on");
    EXPECT_EQ(back, " out and on") << "a traced process's kernel reads it for the trace";
    const auto cutAt = [&](std::uint64_t offset, std::uint64_t length) {
        EXPECT_EQ(meet(
                      [&](Peer &peer) {
                          copyOut(peer, addressOf(lent.data()) + 4, "out");
                          copyIn(peer, addressOf(lent.data()) + offset, length);
                          peer.expectEnd();
                      },
                      read)
                      .error,
                  ENOTCONN)
            << offset << ' ' << length;
    };
    cutAt(0, 4);
    cutAt(3, 4);
    cutAt(4, 4);
    cutAt(7, 1);
}

TEST_F(CapiGuard, WhatOneCallWasWrittenAnotherDoesNotShow)
{
    ScriptedServer server([this](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        const auto first = peer.call(kRead);
        copyOut(peer, addressOf(lent.data()), "written");
        peer.answer(first, 0, 7);
        (void)peer.call(kRead);
        copyIn(peer, addressOf(lent.data()), 7);
        peer.expectEnd();
    });
    Guest guest(server.url());
    EXPECT_EQ(guest.call(kRead, {1, addressOf(lent.data()), lent.size()}), (Result{0, 7}));
    CaptureStderr();
    EXPECT_EQ(guest.call(kRead, {1, addressOf(lent.data()), lent.size()}).error, ENOTCONN);
    EXPECT_THAT(GetCapturedStderr(), HasSubstr("asked to read 7 bytes at 0x"));
    EXPECT_EQ(server.finish(), "");
}

TEST_F(CapiGuard, AfterItsAnswerACallLendsNothing)
{
    ScriptedServer server([this](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(kWrite), 0, 1);
        const auto second = peer.call(kGetpid);
        copyIn(peer, addressOf(lent.data()), lent.size());
        peer.expectEnd();
    });
    Guest guest(server.url());
    CaptureStderr();
    EXPECT_EQ(guest.call(kWrite, {1, addressOf(lent.data()), lent.size()}), (Result{0, 1}));
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    (void)GetCapturedStderr();
    EXPECT_EQ(server.finish(), "");
}

TEST_F(CapiGuard, AStringIsRefusedByAnEmptyAnswerAndTheConnectionStays)
{
    std::string given = "unset";
    std::string refused = "unset";
    const Result result = meet(
        [&](Peer &peer) {
            peer.send([&](wire::FrameWriter &writer) {
                writer.copyInStr(78, {1024, addressOf(secret.data())});
            });
            refused = copiedIn(peer);
            peer.send([&](wire::FrameWriter &writer) { writer.copyInStr(79, {1024, addressOf("/etc")}); });
            (void)copiedIn(peer);
            peer.send([&](wire::FrameWriter &writer) {
                writer.copyInStr(80, {1024, addressOf(lent.data())});
            });
            given = copiedIn(peer);
        },
        [this](Guest &guest) {
            return guest.call(kOpen, {addressOf(lent.data()), 0, 0});
        });
    EXPECT_EQ(result, (Result{0, 1}));
    EXPECT_EQ(refused, "");
    EXPECT_EQ(given, std::string("lent\0", 5));
    EXPECT_THAT(said, HasSubstr("asked to read a string of up to 1024 bytes at 0x"));
}

TEST_F(CapiGuard, AStringAtTheEndOfMemoryIsReadAsFarAsItGoes)
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    auto *map = static_cast<char *>(
        ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ASSERT_NE(map, MAP_FAILED);
    ::munmap(map + page, page);
    char *path = std::strcpy(map + page - 5, "/end");
    std::string given;
    EXPECT_EQ(
        meet(
            [&](Peer &peer) {
                peer.send([&](wire::FrameWriter &writer) { writer.copyInStr(80, {1024, addressOf(path)}); });
                given = copiedIn(peer);
            },
            [&](Guest &guest) {
                return guest.call(kOpen, {addressOf(path), 0, 0});
            }),
        (Result{0, 1}));
    EXPECT_EQ(given, std::string("/end\0", 5));
    ::munmap(map, page);
}

/// What the program takes for a string runs on into other memory: no more of it goes than of a path.
TEST_F(CapiGuard, AStringThatDoesNotEndLendsNoMoreThanAPath)
{
    std::string path(2000, 'x');
    const auto given = [&] {
        std::string bytes = "unset";
        (void)meet(
            [&](Peer &peer) {
                peer.send([&](wire::FrameWriter &writer) {
                    writer.copyInStr(80, {65536, addressOf(path.data())});
                });
                bytes = copiedIn(peer);
            },
            [&](Guest &guest) {
                return guest.call(kOpen, {addressOf(path.data()), 0, 0});
            });
        return bytes;
    };
    EXPECT_EQ(given(), "");
    path[1023] = '\0';
    EXPECT_EQ(given().size(), 1024U);
}

} // namespace
} // namespace rumpscope::test
