// SPDX-License-Identifier: BSD-2-Clause
#include "tests/lineage/tree_cases.h"

#include <gtest/gtest.h>

namespace rumpscope::lineage {
namespace {

using Kind = trace::CallRecord::Kind;
using Outcome = trace::CallRecord::Outcome;

constexpr std::int64_t kSecond = 1'000'000;

const KernelProcess kSystem{0, 0, 0, "system"};
const KernelProcess kFirst{1, 0, 0, "rumplocal"};

trace::CallRecord recordOf(const Peer &peer, Outcome outcome = Outcome::Answered, std::int32_t error = 0)
{
    trace::CallRecord record;
    record.session = peer.session;
    record.generation = peer.generation;
    record.outcome = outcome;
    record.error = error;
    return record;
}

class Tree : public testing::Test
{
protected:
    const Peer sh{SessionId{1}};
    const Peer child{SessionId{2}};
    const Peer observer{SessionId{9}};
    ProcessTree tree;
};

TEST_F(Tree, ShowsGuestsUnderTheKernelsFirstProcess)
{
    auto own = observer.established(1, 2, "rumpscope");
    own.housekeeping = true;
    tree.connection(own);
    tree.connection(sh.established(2, 3, "sh"));
    EXPECT_EQ(tree.flattened(), "● rumpscope 2 (observer)\n"
                                "● sh 3\n");
    tree.kernelList({kSystem, kFirst, row(2, 1, "rumpscope"), row(3, 1, "sh"), row(4, 1, "cron")}, at(10));
    tree.connection(child.established(20, 5, "cat"));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● rumpscope 2 (observer)\n"
                                "    ● sh 3\n"
                                "    ○ cron 4\n"
                                "    ● cat 5\n");
}

TEST_F(Tree, JoinsAClaimToItsTrueParent)
{
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    const NodeId prepared = tree.children(tree.findSession(sh.session)->id).at(0);
    EXPECT_EQ(tree.flattened(), "● sh 2\n"
                                "  ◌ sh\n");
    // The kernel lists the prepared child, of which PREFORK gave no pid, and then the claimed one.
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh"), row(3, 2, "sh")}, at(3));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● sh 2\n"
                                "      ◌ sh 3\n");
    tree.connection(child.established(4, 4, "rumpscope"));
    tree.connection(child.about(5, Turn::Claimed, cookie(1)));
    EXPECT_EQ(tree.findSession(child.session)->id, prepared) << "for people it is the same child";
    // This list was on its way: it still has the prepared pid.
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh"), row(3, 2, "sh"), row(4, 1, "sh")}, at(6));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● sh 2\n"
                                "      ↳ sh 4\n");
    tree.connection(child.turn(7, Turn::Execed, "ls"));
    tree.connection(child.turn(8, Turn::Execed, "cat"));
    tree.connection(sh.turn(9, Turn::Closed));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ✝ sh 2: closed\n"
                                "      ↳⟳ cat 4, was sh, ls\n");
}

/// The list was asked for between PREFORK and FORK, and came after both.
TEST_F(Tree, KnowsAPreparedChildThatWasOverBeforeTheListCame)
{
    tree.kernelList({kSystem, kFirst}, at(0));
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    tree.connection(sh.about(2, Turn::Prepared, cookie(2)));
    tree.connection(child.established(4, 5, "rumpscope"));
    tree.connection(child.about(5, Turn::Claimed, cookie(1)));
    tree.connection(sh.about(5, Turn::Cancelled, cookie(2)));
    const std::string settled = tree.flattened();
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh"), row(3, 2, "sh"), row(4, 2, "sh")}, at(3));
    EXPECT_EQ(tree.flattened(), settled) << "no ghost of either";
    tree.connection(sh.turn(6, Turn::Closed));
    const std::string orphaned = tree.flattened();
    tree.kernelList({kSystem, kFirst, row(3, 1, "sh"), row(5, 1, "sh")}, at(7));
    EXPECT_EQ(tree.flattened(), orphaned);
    tree.kernelList({kSystem, kFirst, row(5, 1, "sh"), row(6, 1, "sh")}, at(5 * kSecond));
    EXPECT_NE(tree.flattened().find("○ sh 6"), std::string::npos) << "a stranger, long afterwards";
}

TEST_F(Tree, KnowsACookieFromTheAnswerAloneAndOnlyOnce)
{
    tree.connection(sh.established(1, 2, "sh"));
    auto record = recordOf(sh);
    record.kind = Kind::Prefork;
    record.cookie = cookie(1);
    tree.call(record, true, true);
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    EXPECT_EQ(tree.flattened(), "● sh 2\n  ◌ sh\n");
    tree.connection(child.established(3, 4, "sh"));
    tree.connection(child.about(4, Turn::Claimed, cookie(1)));
    tree.connection(child.about(5, Turn::Claimed, cookie(1)));
    tree.call(record, false, true);
    EXPECT_EQ(tree.flattened(), "● sh 2\n  ↳ sh 4\n");
}

TEST_F(Tree, TellsSeveralPreparedChildrenApartByAge)
{
    tree.kernelList({kSystem, kFirst}, at(0));
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    tree.connection(sh.about(3, Turn::Prepared, cookie(2)));
    tree.kernelList({row(4, 2, "sh"), row(3, 2, "sh"), kSystem, kFirst, row(2, 1, "sh")}, at(4));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● sh 2\n"
                                "      ◌ sh 3\n"
                                "      ◌ sh 4\n");
    tree.connection(sh.about(5, Turn::Cancelled, cookie(1)));
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh")}, at(6));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● sh 2\n"
                                "      ✝ sh 3: cancelled\n"
                                "      ✝ sh 4: gone from the kernel's list\n");
}

TEST_F(Tree, FindsAPreparedChildWhoseParentHasGone)
{
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    tree.connection(sh.turn(3, Turn::Closed));
    tree.kernelList({kSystem, kFirst, row(3, 1, "sh")}, at(4));
    EXPECT_EQ(tree.flattened(), "✝ sh 2: closed\n"
                                "  ◌ sh 3\n"
                                "○ system 0\n"
                                "  ○ rumplocal 1\n");
}

TEST_F(Tree, ClaimsACookieOfAStranger)
{
    tree.connection(child.established(1, 5, "sh"));
    tree.connection(child.about(2, Turn::Claimed, cookie(8)));
    EXPECT_EQ(tree.flattened(), "↳ sh 5\n");
}

TEST_F(Tree, BeginsANewLifeWithEveryConnection)
{
    tree.kernelList({kSystem, kFirst}, at(0));
    tree.connection(sh.established(1, 2, "sh"));
    auto call = recordOf(sh, Outcome::Running);
    tree.call(call, true, false);
    EXPECT_EQ(tree.findSession(sh.session)->running, 1U);
    tree.connection(sh.turn(2, Turn::Lost));
    EXPECT_EQ(tree.findSession(sh.session), nullptr);
    call.outcome = Outcome::Lost;
    tree.call(call, false, true);
    const Peer again{SessionId{1}, Generation{2}};
    tree.connection(again.established(3, 4, "sh"));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ✝ sh 2, 1 calls, 1 errors: connection lost\n"
                                "    ● sh 4\n");
    tree.connection(sh.turn(4, Turn::Lost)); // late word of the old life
    EXPECT_NE(tree.findSession(sh.session), nullptr);
    const Peer third{SessionId{1}, Generation{3}}; // and this loss was never told
    tree.connection(third.established(5, 5, "sh"));
    EXPECT_EQ(tree.findSession(sh.session)->pid, 5);
    EXPECT_EQ(tree.nodes().size(), 5U);
}

TEST_F(Tree, FollowsTheKernelsListAlone)
{
    tree.kernelList({kSystem, kFirst, row(5, 1, "sh"), row(6, 5, "make")}, at(0));
    tree.kernelList({kSystem, kFirst, row(5, 1, "zsh"), row(6, 1, "make")}, at(kSecond));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ○⟳ zsh 5, was sh\n"
                                "    ○ make 6\n");
    tree.kernelList({kSystem, kFirst, row(6, 1, "make")}, at(2 * kSecond));
    tree.kernelList({kSystem, kFirst, row(5, 6, "cc"), row(6, 1, "make")}, at(3 * kSecond));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ✝⟳ zsh 5, was sh: gone from the kernel's list\n"
                                "    ○ make 6\n"
                                "      ○ cc 5\n");
    tree.kernelList({kSystem, kFirst, row(5, 1, "other"), row(6, 1, "make")}, at(4 * kSecond));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ✝⟳ zsh 5, was sh: gone from the kernel's list\n"
                                "    ○ make 6\n"
                                "      ✝ cc 5: gone from the kernel's list\n"
                                "    ○ other 5\n")
        << "another name under another parent is another process";
    tree.kernelList({}, at(0));
    EXPECT_EQ(tree.nodes().size(), 6U) << "an older list says nothing new";
}

TEST_F(Tree, MeetsAPidAgain)
{
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.turn(2, Turn::Closed));
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh")}, at(kSecond)); // the kernel is still at it
    EXPECT_EQ(tree.flattened(), "✝ sh 2: closed\n"
                                "○ system 0\n"
                                "  ○ rumplocal 1\n");
    tree.connection(child.established(kSecond + 1, 2, "cat"));
    tree.kernelList({kSystem, kFirst, row(2, 1, "cat")}, at(2 * kSecond));
    EXPECT_EQ(tree.flattened(), "✝ sh 2: closed\n"
                                "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● cat 2\n");
    tree.connection(child.turn(3 * kSecond, Turn::Closed));
    tree.kernelList({kSystem, kFirst, row(2, 1, "cron")}, at(9 * kSecond));
    EXPECT_EQ(tree.findSession(child.session), nullptr);
    EXPECT_EQ(tree.flattened(), "✝ sh 2: closed\n"
                                "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ✝ cat 2: closed\n"
                                "    ○ cron 2\n");
}

TEST_F(Tree, TakesOverWhatTheListShowedFirst)
{
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh")}, at(0));
    const std::size_t before = tree.nodes().size();
    tree.connection(sh.established(1, 2, "sh"));
    EXPECT_EQ(tree.nodes().size(), before);
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    tree.kernelList({kSystem, kFirst, row(2, 1, "sh"), row(4, 1, "sh")},
                    at(3)); // claimed, we do not know yet
    tree.connection(child.established(4, 4, "sh"));
    tree.connection(child.about(5, Turn::Claimed, cookie(1)));
    EXPECT_EQ(tree.flattened(), "○ system 0\n"
                                "  ○ rumplocal 1\n"
                                "    ● sh 2\n"
                                "      ↳ sh 4\n");
}

TEST_F(Tree, CountsCallsButNotItsOwn)
{
    tree.connection(sh.established(1, 2, "sh"));
    tree.tick(at(0));
    const auto revision = tree.revision();
    auto running = recordOf(sh, Outcome::Running);
    tree.call(running, true, false);
    tree.call(recordOf(sh, Outcome::Answered, 2), true, true);
    tree.call(recordOf(sh), true, true);
    auto own = recordOf(sh);
    own.housekeeping = true;
    tree.call(own, true, true);
    EXPECT_GT(tree.revision(), revision);
    tree.tick(at(kSecond / 2));
    EXPECT_EQ(tree.findSession(sh.session)->rate, 0);
    tree.tick(at(kSecond * 3 / 2));
    EXPECT_EQ(tree.findSession(sh.session)->rate, 2);
    EXPECT_EQ(tree.flattened(), "● sh 2, 3 calls, 1 errors, 1 running\n");
    tree.call(recordOf(sh, Outcome::Cancelled), false, true);
    EXPECT_EQ(tree.flattened(), "● sh 2, 3 calls, 1 errors\n");
    tree.tick(at(kSecond * 5 / 2));
    EXPECT_EQ(tree.findSession(sh.session)->rate, 0);
}

TEST_F(Tree, EndsWithItsKernel)
{
    tree.kernelList({kSystem, kFirst}, at(0));
    tree.connection(sh.established(1, 2, "sh"));
    tree.connection(sh.about(2, Turn::Prepared, cookie(1)));
    tree.kernelGone(at(3), "halted");
    tree.connection(sh.turn(4, Turn::Lost));
    EXPECT_EQ(tree.flattened(), "✝ system 0: halted\n"
                                "  ✝ rumplocal 1: halted\n"
                                "    ✝ sh 2: halted\n"
                                "      ✝ sh: halted\n");
    tree.kernelList({kSystem, kFirst, row(2, 1, "cron")}, at(5));
    EXPECT_EQ(tree.children(std::nullopt).size(), 2U) << "the next kernel's processes are others";
    EXPECT_EQ(tree.nodes().size(), 7U);
}

} // namespace
} // namespace rumpscope::lineage
