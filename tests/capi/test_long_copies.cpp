// SPDX-License-Identifier: BSD-2-Clause
// Copies into lent memory are taken in pieces, whatever their size. What is refused is refused with both
// numbers.
#include "clientcore/abi/netbsd.h"
#include "tests/capi/hostile_meeting.h"

#include <algorithm>
#include <vector>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

constexpr std::size_t kLong = (16U << 20) + 4096 + 3; ///< a frame beyond what is taken whole

class CapiLongCopies : public CapiGuard
{
protected:
    CapiLongCopies()
        : data(kLong)
        , expected(kLong)
    {
        std::generate(expected.begin(), expected.end(), [value = std::uint32_t{1}]() mutable {
            return static_cast<char>(value = value * 69069 + 1);
        });
    }
    [[nodiscard]] Result read(Guest &guest)
    {
        return guest.call(abi::NB_SYS_read, {1, addressOf(data.data()), data.size()});
    }
    static std::string copyOutFrame(std::uint64_t address, std::string_view bytes)
    {
        wire::FrameWriter writer;
        writer.copyOut(77, address, std::as_bytes(std::span(bytes)));
        return {reinterpret_cast<const char *>(writer.bytes().data()), writer.bytes().size()};
    }

    std::vector<char> data;
    std::vector<char> expected;
};

TEST_F(CapiLongCopies, OutOfTheKernelComeInPiecesWhateverTheSplit)
{
    const std::string_view bytes(expected.data(), expected.size());
    for (const std::size_t first : {std::size_t{1}, std::size_t{24}, std::size_t{30}, std::size_t{40},
                                    std::size_t{41}, std::size_t{200'000}}) {
        std::fill(data.begin(), data.end(), '\0');
        EXPECT_EQ(meet(
                      [&](Peer &peer) {
                          const auto frame = copyOutFrame(addressOf(data.data()), bytes);
                          peer.text(frame.substr(0, first));
                          peer.text(frame.substr(first));
                      },
                      [this](Guest &guest) { return read(guest); }),
                  (Result{0, 1}))
            << first;
        EXPECT_TRUE(data == expected) << first;
    }
    EXPECT_EQ(said, "");
}

TEST_F(CapiLongCopies, BeyondWhatIsLentAreRefusedBeforeAnyOfItIsStored)
{
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      std::string more(expected.begin(), expected.end());
                      more += 'x';
                      const auto frame = copyOutFrame(addressOf(data.data()), more);
                      peer.text(frame.substr(0, 100'000));
                      peer.expectEnd();
                  },
                  [this](Guest &guest) { return read(guest); })
                  .error,
              ENOTCONN);
    EXPECT_THAT(said, HasSubstr("asked to write 16781316 bytes at 0x"));
    EXPECT_EQ(data.front(), '\0');
}

TEST_F(CapiLongCopies, AFrameTooLongIsRefusedWithBothNumbers)
{
    EXPECT_EQ(meet(
                  [&](Peer &peer) {
                      std::array<std::byte, wire::kHeaderSize> header{};
                      wire::encodeHeader(
                          {(16U << 20) + 1, 1, wire::FrameClass::Response, wire::FrameType::Syscall, 0},
                          header);
                      peer.text({reinterpret_cast<const char *>(header.data()), header.size()});
                      peer.expectEnd();
                  },
                  [this](Guest &guest) { return read(guest); })
                  .error,
              ENOTCONN);
    EXPECT_THAT(said, HasSubstr("sent a frame of 16777217 bytes at once; up to 16777216 are taken"));
}

} // namespace
} // namespace rumpscope::test
