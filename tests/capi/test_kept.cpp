// SPDX-License-Identifier: BSD-2-Clause
// Memory that stays lent after its call was answered, and how long.
#include "clientcore/abi/netbsd.h"
#include "tests/capi/hostile_meeting.h"

#include <sys/mman.h>

namespace rumpscope::test {
namespace {

namespace layout = abi::layout::aiocb;

constexpr std::uint32_t kDone = 2; ///< aiocb._state

/// A transfer of NetBSD's, with its control block.
class CapiKept : public testing::Test
{
protected:
    CapiKept()
    {
        put(layout::aio_buf, addressOf(data.data()));
        put(layout::aio_nbytes, std::uint64_t{data.size()});
    }
    template<class Value>
    void put(std::size_t offset, Value value)
    {
        std::memcpy(block.data() + offset, &value, sizeof value);
    }
    /// What the kernel writes when all is done.
    [[nodiscard]] std::string blockWhenDone() const
    {
        std::string bytes(block.data(), block.size());
        std::memcpy(bytes.data() + layout::_state, &kDone, sizeof kDone);
        return bytes;
    }
    Result start(Guest &guest) const
    {
        return guest.call(static_cast<int>(abi::NB_SYS_aio_read), {addressOf(block.data())});
    }

    std::array<char, 16> data{};
    std::array<char, layout::kSize> block{};
};

TEST_F(CapiKept, AnAioBufferStaysLentUntilTheControlBlockSaysDone)
{
    ScriptedServer server([this](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(abi::NB_SYS_aio_read), 0, 0);
        const auto later = peer.call(kGetpid);
        copyOut(peer, addressOf(data.data()), "come later");
        copyOut(peer, addressOf(block.data()), blockWhenDone());
        peer.answer(later, 0, 7);
        (void)peer.call(kGetpid);
        copyOut(peer, addressOf(data.data()), "too late!!");
        peer.expectEnd();
    });
    Guest guest(server.url());
    EXPECT_EQ(start(guest), (Result{0, 0}));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_STREQ(data.data(), "come later");
    testing::internal::CaptureStderr();
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN) << "it is over: nothing is lent any more";
    EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::HasSubstr("which no call lent it"));
    EXPECT_STREQ(data.data(), "come later");
    EXPECT_EQ(server.finish(), "");
}

TEST_F(CapiKept, AControlBlockInProgressKeepsItLent)
{
    ScriptedServer server([this](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(abi::NB_SYS_aio_read), 0, 0);
        const auto later = peer.call(kGetpid);
        copyOut(peer, addressOf(block.data()), std::string(block.data(), block.size()));
        copyOut(peer, addressOf(data.data()), "still lent");
        peer.answer(later, 0, 7);
    });
    Guest guest(server.url());
    EXPECT_EQ(start(guest), (Result{0, 0}));
    EXPECT_EQ(guest.call(kGetpid), (Result{0, 7}));
    EXPECT_STREQ(data.data(), "still lent");
    EXPECT_EQ(server.finish(), "");
}

TEST_F(CapiKept, ATransferThatWasRefusedLendsNothing)
{
    ScriptedServer server([this](ScriptedServer &self) {
        Peer peer = self.accept();
        welcome(peer);
        peer.answer(peer.call(abi::NB_SYS_aio_read), abi::NB_EAGAIN, -1);
        (void)peer.call(kGetpid);
        copyOut(peer, addressOf(data.data()), "never lent");
        peer.expectEnd();
    });
    Guest guest(server.url(), [] {
        capi::Settings settings;
        settings.quiet = true;
        return settings;
    }());
    EXPECT_EQ(start(guest).error, abi::NB_EAGAIN);
    EXPECT_EQ(guest.call(kGetpid).error, ENOTCONN);
    EXPECT_STREQ(data.data(), "");
    EXPECT_EQ(server.finish(), "");
}

/// Else a server could have a process fill up with maps of one byte, or with those of kernels that went.
TEST(CapiMaps, CountInWholePagesForAsLongAsTheProcessLives)
{
    constexpr std::uint64_t kPage = 4096;
    constexpr std::uint64_t kNearlyAll = capi::KeptRanges::kMostMapped - kPage;
    capi::KeptRanges kept;
    const auto large = kept.mapAnonymous(kNearlyAll);
    const auto small = kept.mapAnonymous(1);
    ASSERT_NE(large, 0U);
    ASSERT_NE(small, 0U);
    EXPECT_TRUE(kept.holds(small, kPage, capi::Access::Write));
    EXPECT_EQ(kept.mapAnonymous(1), 0U);
    kept.forget();
    EXPECT_EQ(kept.mapAnonymous(1), 0U);
    EXPECT_EQ(capi::KeptRanges().mapAnonymous(~std::uint64_t{0}), 0U);
    for (const auto &[address, size] : {std::pair{large, kNearlyAll}, std::pair{small, kPage}})
        ::munmap(reinterpret_cast<void *>(address), size); // NOLINT(performance-no-int-to-ptr)
}

} // namespace
} // namespace rumpscope::test
