// SPDX-License-Identifier: BSD-2-Clause
// Each call lends exactly what its arguments name.
#include "clientcore/abi/netbsd.h"
#include "tests/lending/lent_by.h"

#include <gmock/gmock.h>

#include <array>
#include <limits>

namespace rumpscope::capi {
namespace {

using namespace abi;
using test::both;
using test::lentBy;
using test::nowhere;
using test::reads;
using test::string;
using test::writes;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Range> list(const LentRanges &lent)
{
    return {lent.ranges().begin(), lent.ranges().end()};
}

TEST(Lending, StringsAndBuffers)
{
    std::array<char, 100> buffer{};
    EXPECT_THAT(list(lentBy(NB_SYS_read, {3, buffer.data(), 100})), ElementsAre(writes(buffer.data(), 100)));
    EXPECT_THAT(list(lentBy(NB_SYS_pwrite, {3, buffer.data(), 7, 0, 12})),
                ElementsAre(reads(buffer.data(), 7)));
    EXPECT_THAT(list(lentBy(NB_SYS_rename, {"/a", "/b"})), testing::SizeIs(2));
    EXPECT_THAT(list(lentBy(NB_SYS_open, {buffer.data(), 0})), ElementsAre(string(buffer.data())));
    EXPECT_THAT(list(lentBy(NB_SYS_getpid_with_ppid, {})), IsEmpty());
    EXPECT_THAT(list(lentBy(NB_SYS_extattr_get_file, {"/a", 1, "name", buffer.data(), 10})),
                testing::Contains(writes(buffer.data(), 10)));
}

TEST(Lending, NullAndNothingLendNothing)
{
    EXPECT_THAT(list(lentBy(NB_SYS_read, {3, nullptr, 100})), IsEmpty());
    EXPECT_THAT(list(lentBy(NB_SYS_read, {3, "x", 0})), IsEmpty());
    EXPECT_THAT(list(lentBy(NB_SYS_open, {nullptr, 0})), IsEmpty());
    EXPECT_THAT(list(lentBy(NB_SYS_read, {})), IsEmpty()) << "too few words";
}

TEST(Lending, StructuresHaveNetBsdsSizes)
{
    std::array<char, 4096> room{};
    EXPECT_THAT(list(lentBy(NB_SYS___stat50, {"/a", room.data()})),
                testing::Contains(writes(room.data(), 152)));
    EXPECT_THAT(list(lentBy(NB_SYS___statvfs190, {"/a", room.data(), 1})),
                testing::Contains(writes(room.data(), 3296)));
    EXPECT_THAT(list(lentBy(NB_SYS___nanosleep50, {room.data(), room.data() + 16})),
                ElementsAre(reads(room.data(), 16), writes(room.data() + 16, 16)));
    EXPECT_THAT(list(lentBy(NB_SYS_poll, {room.data(), 3, 0})), ElementsAre(both(room.data(), 24)));
    EXPECT_THAT(list(lentBy(NB_SYS___kevent50, {4, room.data(), 2, room.data() + 80, 3, nullptr})),
                ElementsAre(reads(room.data(), 80), writes(room.data() + 80, 120)));
    EXPECT_THAT(list(lentBy(NB_SYS___select50, {33, room.data(), nullptr, room.data() + 8, nullptr})),
                ElementsAre(both(room.data(), 8), both(room.data() + 8, 8)));
    EXPECT_THAT(list(lentBy(NB_SYS_pipe2, {room.data(), 0})), ElementsAre(writes(room.data(), 8)));
}

TEST(Lending, TheUpperHalfOfANarrowSlotDoesNotCount)
{
    std::array<char, 100> buffer{};
    EXPECT_THAT(list(lentBy(NB_SYS_getgroups, {0x500000002ULL, buffer.data()})),
                ElementsAre(writes(buffer.data(), 8)));
    EXPECT_THAT(list(lentBy(NB_SYS_getgroups, {-1, buffer.data()})), IsEmpty()) << "a negative count";
    EXPECT_THAT(list(lentBy(NB_SYS_poll, {buffer.data(), 0xffffffffU, 0})), IsEmpty());
}

TEST(Lending, ARangeEndsWithTheAddressSpace)
{
    std::array<char, 8> buffer{};
    const auto lent = lentBy(NB_SYS_read, {3, buffer.data(), std::numeric_limits<std::int64_t>::max()});
    ASSERT_EQ(lent.size(), 1U);
    EXPECT_EQ(lent.ranges()[0].length, static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()));
    EXPECT_THAT(list(lentBy(NB_SYS_read, {3, buffer.data(), std::uint64_t{1} << 63})), IsEmpty())
        << "more than a ssize_t is refused by the kernel";
    const auto last = lentBy(NB_SYS_read, {3, std::uint64_t{0} - 16, 4096});
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last.ranges()[0].length, 15U);
}

TEST(Lending, LengthsThatAreValueAndResult)
{
    std::array<char, 64> name{};
    std::uint32_t length = 16;
    EXPECT_THAT(list(lentBy(NB_SYS_getsockname, {3, name.data(), &length})),
                ElementsAre(writes(name.data(), 16), both(&length, 4)));
    EXPECT_THAT(list(lentBy(NB_SYS_getsockname, {3, name.data(), nowhere()})),
                ElementsAre(both(nowhere(), 4)))
        << "without a length there is no name; the kernel's own copy of the length fails";
    std::uint64_t size = 40;
    EXPECT_THAT(list(lentBy(NB_SYS___getfh30, {"/a", name.data(), &size})),
                testing::IsSupersetOf({writes(name.data(), 40), both(&size, 8)}));
}

TEST(Lending, TheFiveOfSysctl)
{
    std::array<std::int32_t, 2> mib{1, 2};
    std::array<char, 64> room{};
    std::uint64_t size = 64;
    const int value = 1;
    EXPECT_THAT(list(lentBy(NB_SYS___sysctl, {mib.data(), 2, room.data(), &size, &value, 4})),
                ElementsAre(reads(mib.data(), 8), writes(room.data(), 64), both(&size, 8), reads(&value, 4)));
    EXPECT_THAT(list(lentBy(NB_SYS___sysctl, {mib.data(), 2, nullptr, &size, nullptr, 0})),
                ElementsAre(reads(mib.data(), 8), both(&size, 8)));
}

TEST(Lending, OutsideTheCatalog)
{
    EXPECT_FALSE(lentBy(0, {}).known());
    EXPECT_FALSE(lentBy(999, {1, 2, 3}).known());
    EXPECT_FALSE(lentBy(0x80000003U, {3, "x", 1}).known());
    EXPECT_TRUE(lentBy(NB_SYS_read, {3, "x", 1}).known());
}

TEST(LentRanges, AllowWhatLiesInsideOneOfThem)
{
    LentRanges lent;
    lent.add({1000, 100, true, false, false, Until::Answer, 0});
    lent.add({1100, 100, false, true, false, Until::Answer, 0});
    lent.add({5000, 1024, false, false, true, Until::Answer, 0});
    EXPECT_NE(lent.find(1000, 100, Access::Read), nullptr);
    EXPECT_NE(lent.find(1099, 1, Access::Read), nullptr);
    EXPECT_EQ(lent.find(1000, 101, Access::Read), nullptr);
    EXPECT_EQ(lent.find(999, 1, Access::Read), nullptr);
    EXPECT_EQ(lent.find(1000, 1, Access::Write), nullptr);
    EXPECT_NE(lent.find(1150, 50, Access::Write), nullptr);
    EXPECT_EQ(lent.find(1150, SIZE_MAX, Access::Write), nullptr);
    EXPECT_NE(lent.find(5000, 1024, Access::String), nullptr);
    EXPECT_EQ(lent.find(5001, 1, Access::String), nullptr) << "a string is lent from its start";
    EXPECT_EQ(lent.find(5000, 1, Access::Read), nullptr) << "a string has its own request";
    lent.clear();
    EXPECT_EQ(lent.find(1000, 1, Access::Read), nullptr);
}

TEST(LentRanges, HoldMoreThanFitInside)
{
    LentRanges lent;
    for (std::size_t i = 1; i <= 1024; ++i)
        lent.add({i * 100, 10, true, false, false, Until::Answer, 0});
    EXPECT_EQ(lent.size(), 1024U);
    for (std::size_t i = 1; i <= 1024; ++i)
        EXPECT_NE(lent.find(i * 100, 10, Access::Read), nullptr);
    EXPECT_EQ(lent.find(50, 1, Access::Read), nullptr);
}

} // namespace
} // namespace rumpscope::capi
