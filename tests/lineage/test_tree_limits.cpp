// SPDX-License-Identifier: BSD-2-Clause
// The tree is bounded and stands any list and any order of events.
#include "tests/lineage/tree_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace rumpscope::lineage {
namespace {

std::size_t lines(const std::string &text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(TreeLimits, ForgetsTheOldestEnded)
{
    ProcessTree tree({.ended = 2});
    const Peer root{SessionId{1}};
    tree.connection(root.established(1, 2, "a"));
    tree.connection(root.about(2, Turn::Prepared, cookie(1)));
    const Peer child{SessionId{2}};
    tree.connection(child.established(3, 4, "a"));
    tree.connection(child.about(4, Turn::Claimed, cookie(1)));
    tree.connection(child.about(5, Turn::Prepared, cookie(2)));
    tree.connection(child.turn(6, Turn::Closed));
    for (std::uint32_t i = 10; i < 12; ++i) {
        const Peer other{SessionId{i}};
        tree.connection(other.established(i, static_cast<std::int32_t>(i), "b"));
        tree.connection(other.turn(i, Turn::Closed));
    }
    EXPECT_EQ(tree.forgotten(), 1U);
    EXPECT_EQ(tree.flattened(), "● a 2\n"
                                "  ◌ a\n" // its parent is no longer known, its grandparent is
                                "✝ b 10: closed\n"
                                "✝ b 11: closed\n");
    tree.connection(child.about(20, Turn::Claimed, cookie(1)));
    EXPECT_EQ(lines(tree.flattened()), tree.nodes().size());
}

TEST(TreeLimits, CutsCirclesOfParents)
{
    ProcessTree tree;
    tree.kernelList(
        {row(5, 6, "a"), row(6, 7, "b"), row(7, 5, "c"), row(8, 8, "own parent"), row(8, 5, "twice")}, at(0));
    EXPECT_EQ(tree.nodes().size(), 4U);
    EXPECT_EQ(lines(tree.flattened()), 4U) << tree.flattened();
}

TEST(TreeLimits, StandsALongChain)
{
    ProcessTree tree;
    std::vector<KernelProcess> chain;
    for (std::int32_t pid = 1; pid < 20'000; ++pid)
        chain.push_back(row(pid, pid - 1, ""));
    tree.kernelList(chain, at(0));
    EXPECT_EQ(tree.nodes().size(), chain.size());
    tree.kernelList({}, at(1));
    EXPECT_EQ(tree.nodes().size(), 1000U);
    EXPECT_EQ(tree.forgotten(), chain.size() - 1000);
}

TEST(TreeLimits, SurvivesAnything)
{
    std::mt19937 random(20261124);
    const auto upTo = [&](unsigned most) { return std::uniform_int_distribution<unsigned>(0, most)(random); };
    ProcessTree tree({.ended = 10});
    const std::vector<std::string> names{"", "sh", "cat"};
    for (int i = 0; i < 20'000; ++i) {
        const Peer peer{SessionId{upTo(4)}, Generation{upTo(3)}};
        switch (upTo(4)) {
        case 0: {
            std::vector<KernelProcess> list(upTo(8));
            for (auto &process : list)
                process = row(static_cast<std::int32_t>(upTo(8)), static_cast<std::int32_t>(upTo(8)),
                              names[upTo(2)]);
            tree.kernelList(list, at(i * 1000 - static_cast<int>(upTo(5000))));
            break;
        }
        case 1: {
            trace::CallRecord record;
            record.session = peer.session;
            record.generation = peer.generation;
            record.kind = static_cast<trace::CallRecord::Kind>(upTo(6));
            record.outcome = static_cast<trace::CallRecord::Outcome>(upTo(4));
            if (upTo(1) == 0)
                record.cookie = cookie(static_cast<unsigned char>(upTo(20)));
            tree.call(record, upTo(1) == 0, upTo(1) == 0);
            break;
        }
        case 2:
            if (upTo(200) == 0)
                tree.kernelGone(at(i * 1000), "gone");
            tree.tick(at(i * 1000));
            break;
        default: {
            auto turn = peer.turn(i * 1000, static_cast<Turn>(upTo(18)), names[upTo(2)]);
            if (upTo(2) != 0)
                turn.pid = static_cast<std::int32_t>(upTo(8));
            if (upTo(2) != 0)
                turn.cookie = cookie(static_cast<unsigned char>(upTo(20)));
            tree.connection(turn);
        }
        }
        ASSERT_EQ(lines(tree.flattened()), tree.nodes().size()) << "no node is out of reach";
        std::size_t ended = 0;
        for (const auto &[id, node] : tree.nodes()) {
            ASSERT_EQ(node.state == Node::State::Ended, node.ended.has_value());
            ended += node.ended ? 1 : 0;
        }
        ASSERT_LE(ended, 10U);
    }
}

} // namespace
} // namespace rumpscope::lineage
