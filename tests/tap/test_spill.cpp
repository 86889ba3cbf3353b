// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/tap/spill.h"
#include "tests/support/process/counted_new.h"

#include <gtest/gtest.h>

namespace rumpscope::tap {
namespace {

TEST(Spill, IsFirstInFirstOut)
{
    Spill spill;
    wire::Bytes expected;
    for (int i = 0; i < 100; ++i) {
        const wire::Bytes piece(static_cast<std::size_t>(i), static_cast<std::byte>(i));
        spill.append(piece);
        expected.insert(expected.end(), piece.begin(), piece.end());
        const std::size_t some = spill.size() / 3;
        const auto front = spill.front().first(some);
        ASSERT_EQ(wire::Bytes(front.begin(), front.end()),
                  wire::Bytes(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(some)));
        spill.drop(some);
        expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(some));
    }
    EXPECT_EQ(spill.size(), expected.size());
}

TEST(Spill, GivesItsMemoryBackWhenItRunsEmpty)
{
    const wire::Bytes much(1000);
    Spill spill;
    spill.append(much);
    spill.drop(much.size());
    EXPECT_TRUE(spill.empty());
    const std::size_t before = test::allocations();
    spill.append(wire::ByteView(much).first(10));
    EXPECT_GT(test::allocations(), before);
}

} // namespace
} // namespace rumpscope::tap
