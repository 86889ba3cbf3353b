// SPDX-License-Identifier: BSD-2-Clause
// What the user can choose about the guard, and what frames that make no sense do.
#include "clientcore/abi/netbsd.h"
#include "tests/capi/hostile_meeting.h"

#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::test {
namespace {

using capi::Guard;
using capi::Settings;
using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

constexpr int kRead = 3;
constexpr int kWrite = 4;
constexpr int kOpen = 5;
constexpr int kUnknown = 4000;

Settings guarded(Guard guard)
{
    Settings settings;
    settings.guard = guard;
    return settings;
}

TEST_F(CapiGuard, ZerosInstead)
{
    std::string seen = "unset";
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      copyIn(peer, addressOf(secret.data()), 6);
                      seen = copiedIn(peer);
                      copyOut(peer, addressOf(secret.data()), "found");
                      peer.send([&](wire::FrameWriter &writer) {
                          writer.copyInStr(80, {1024, addressOf(secret.data())});
                      });
                      EXPECT_EQ(copiedIn(peer), std::string(1, '\0'));
                  },
                  [](Guest &guest) { return guest.call(kGetpid); }, guarded(Guard::Zeros)),
              (Result{0, 1}));
    EXPECT_EQ(seen, std::string(6, '\0'));
    EXPECT_STREQ(secret.data(), "secret");
    EXPECT_THAT(said, HasSubstr("it gets zeros."));
}

TEST_F(CapiGuard, FatalAborts)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT((void)meet([this](Peer &peer) { copyIn(peer, addressOf(secret.data()), 6); },
                           [](Guest &guest) { return guest.call(kGetpid); }, guarded(Guard::Fatal)),
                testing::KilledBySignal(SIGABRT), "");
}

TEST_F(CapiGuard, OffGivesEverything)
{
    std::string seen;
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      copyIn(peer, addressOf(secret.data()), 6);
                      seen = copiedIn(peer);
                      copyOut(peer, addressOf(secret.data()), "opened");
                  },
                  [](Guest &guest) { return guest.call(kGetpid); }, guarded(Guard::Off)),
              (Result{0, 1}));
    EXPECT_EQ(seen, "secret");
    EXPECT_STREQ(secret.data(), "opened");
    EXPECT_EQ(said, "");
}

TEST_F(CapiGuard, CallsOutsideTheCatalogAreServedSafelyAsLongAsTheyRun)
{
    std::string seen;
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      copyIn(peer, addressOf(secret.data()), 6);
                      seen = copiedIn(peer);
                      copyOut(peer, addressOf(secret.data()), "opened");
                  },
                  [](Guest &guest) { return guest.call(kUnknown); }),
              (Result{0, 1}));
    EXPECT_EQ(seen, "secret");
    EXPECT_STREQ(secret.data(), "opened");
    EXPECT_THAT(said, HasSubstr("system call 4000: the catalog does not say which memory it uses"));
    EXPECT_EQ(meet([](Peer &peer) { copyOut(peer, 16, "nowhere"); },
                   [](Guest &guest) { return guest.call(kUnknown); })
                  .error,
              abi::NB_EFAULT);
    EXPECT_EQ(trouble, "") << "the connection stays";
}

TEST_F(CapiGuard, AnAnonymousMapStaysLent)
{
    std::uint64_t map = 0;
    std::string seen;
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      peer.send([](wire::FrameWriter &writer) { writer.anonMmap(5, 8192); });
                      const auto answer = peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap);
                      std::memcpy(&map, answer.payload.data(), sizeof map);
                      copyOut(peer, map + 8000, "kept");
                      copyIn(peer, map + 8000, 4);
                      seen = copiedIn(peer);
                      peer.send([](wire::FrameWriter &writer) { writer.anonMmap(6, 1ULL << 60); });
                      const auto refusal = peer.expect(wire::FrameClass::Response, wire::FrameType::AnonMmap);
                      std::uint64_t nothing = 1;
                      std::memcpy(&nothing, refusal.payload.data(), sizeof nothing);
                      EXPECT_EQ(nothing, 0U);
                  },
                  [](Guest &guest) { return guest.call(kGetpid); }),
              (Result{0, 1}));
    EXPECT_NE(map, 0U);
    EXPECT_EQ(seen, "kept");
}

TEST_F(CapiGuard, FramesThatMakeNoSenseCutTheConnection)
{
    expectCut([](Peer &peer) { peer.send([](wire::FrameWriter &writer) { writer.syscall(1, 20, {}); }); });
    expectCut([](Peer &peer) {
        peer.send([](wire::FrameWriter &writer) {
            writer.append({0, 1, static_cast<wire::FrameClass>(9), wire::FrameType::Syscall, 0}, {});
        });
    });
    expectCut([](Peer &peer) {
        wire::Header header{1ULL << 40, 1, wire::FrameClass::Response, wire::FrameType::Syscall, 0};
        std::array<std::byte, wire::kHeaderSize> bytes{};
        wire::encodeHeader(header, bytes);
        peer.text({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    });
    expectCut([](Peer &peer) { peer.text(std::string(24, '\0')); });
    expectCut([](Peer &peer) {
        peer.send([](wire::FrameWriter &writer) { // a copyout that claims more than it brings
            const std::array<std::uint64_t, 2> lies{1000, 16};
            writer.append({0, 1, wire::FrameClass::Request, wire::FrameType::CopyOut, 0},
                          std::as_bytes(std::span(lies)));
        });
    });
    expectCut([](Peer &peer) {
        peer.send([](wire::FrameWriter &writer) { // half a copyin
            const std::uint64_t half = 8;
            writer.append({0, 1, wire::FrameClass::Request, wire::FrameType::CopyIn, 0},
                          std::as_bytes(std::span(&half, 1)));
        });
    });
    expectCut([](Peer &peer) { // an answer that is too short
        peer.send([](wire::FrameWriter &writer) {
            writer.append({0, 1, wire::FrameClass::Response, wire::FrameType::Syscall, 0}, {});
        });
    });
}

TEST_F(CapiGuard, AnswersToNobodyAreDropped)
{
    EXPECT_EQ(meet(
                  [](Peer &peer) {
                      for (std::uint64_t reqno = 100; reqno < 200; ++reqno)
                          peer.send([reqno](wire::FrameWriter &writer) {
                              writer.syscallReply(reqno, {0, 0, {-1, -1}});
                              writer.error(reqno, wire::FrameType::Handshake, wire::ErrorCode::OutOfMemory);
                              writer.handshakeReply(1);
                          });
                  },
                  [](Guest &guest) { return guest.call(kGetpid); }),
              (Result{0, 1}));
    EXPECT_EQ(said, "");
    EXPECT_EQ(trouble, "");
}

} // namespace
} // namespace rumpscope::test
