// SPDX-License-Identifier: BSD-2-Clause
// Trees of many processes take time in proportion to their number.
#include "clientcore/lineage/process_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace rumpscope::test {
namespace {

using lineage::Generation;
using lineage::ProcessTree;
using lineage::SessionId;
using Kind = event::ConnectionEvent::Kind;

constexpr std::uint32_t kMany = 20'000;
/// A comparison of each with each took some 40 s for the siblings and 100 s for the generations.
constexpr auto kQuick = std::chrono::seconds(15);

wire::Cookie cookieOf(std::uint32_t number)
{
    wire::Cookie cookie{};
    std::memcpy(cookie.data(), &number, sizeof number);
    return cookie;
}

event::ConnectionEvent turn(Kind kind, std::uint32_t session)
{
    event::ConnectionEvent made{};
    made.kind = kind;
    made.session = SessionId{session};
    made.generation = Generation{1};
    made.pid = static_cast<std::int32_t>(session) + 1;
    made.text = "many";
    made.time = lineage::TimePoint(std::chrono::microseconds(session));
    return made;
}

TEST(ManyProcesses, OpenAtTheSameTime)
{
    const auto began = transport::Clock::now();
    ProcessTree tree({.ended = kMany});
    for (std::uint32_t i = 1; i <= kMany; ++i)
        tree.connection(turn(Kind::Established, i));
    for (std::uint32_t i = 1; i <= kMany; ++i) {
        auto closed = turn(Kind::Closed, i);
        closed.text.clear();
        tree.connection(closed);
    }
    EXPECT_EQ(tree.nodes().size(), kMany);
    EXPECT_LT(transport::Clock::now() - began, kQuick);
}

TEST(ManyProcesses, EachForkedByTheOneBefore)
{
    const auto began = transport::Clock::now();
    ProcessTree tree({.ended = kMany});
    tree.connection(turn(Kind::Established, 1));
    for (std::uint32_t i = 2; i <= kMany; ++i) {
        auto prepared = turn(Kind::Prepared, i - 1);
        prepared.cookie = cookieOf(i);
        tree.connection(prepared);
        auto claimed = turn(Kind::Claimed, i);
        claimed.cookie = cookieOf(i);
        tree.connection(claimed);
    }
    const std::string text = tree.flattened();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), kMany);
    EXPECT_NE(text.find("[generation 19999] ↳ many 20001"), std::string::npos);
    EXPECT_LT(text.size(), 200U * kMany);
    EXPECT_LT(transport::Clock::now() - began, kQuick);
}

} // namespace
} // namespace rumpscope::test
