// SPDX-License-Identifier: BSD-2-Clause
// What is open, told by calls alone.
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/bytes.h"
#include "clientcore/trace/store/store.h"
#include "tests/lineage/tree_cases.h"

#include <gtest/gtest.h>

namespace rumpscope::lineage {
namespace {

/// A process whose calls are put together by a history and told to a tree, as a window does it.
class OpenFiles : public testing::Test
{
protected:
    void SetUp() override { tree.connection(sh.established(1, 2, "sh")); }

    /// Tells the frames and turns given so far.
    void tell(std::vector<event::FrameRecord> frames)
    {
        store.begin();
        for (event::FrameRecord &frame : frames)
            store.add(std::move(frame));
        const auto change = store.commit();
        for (std::size_t i = store.size() - change.appended; i < store.size(); ++i)
            tree.call(store.at(i), true, false);
        for (const trace::CallId id : change.ended)
            tree.call(store.at(*store.indexOf(id)), false, true);
    }
    void make(const Peer &peer, std::uint32_t number, const std::vector<std::uint64_t> &arguments,
              std::int64_t value = 0, std::int32_t error = 0)
    {
        ++m_reqno;
        tell({peer.call(m_time++, m_reqno, number, arguments), peer.answer(m_time++, m_reqno, value, error)});
    }
    void openPath(const Peer &peer, std::string path, std::uint64_t flags, std::int64_t fd)
    {
        path.push_back('\0');
        ++m_reqno;
        tell({peer.call(m_time++, m_reqno, abi::NB_SYS_open, {0x1000, flags, 0}),
              peer.fromServer(m_time++,
                              [](auto &w) {
                                  w.copyInStr(900, {1024, 0x1000});
                              }),
              peer.toServer(m_time++, [&](auto &w) { w.copyInReply(900, call::bytesOf(path)); }),
              peer.answer(m_time++, m_reqno, fd)});
    }
    [[nodiscard]] std::string open(const Peer &peer) const
    {
        std::string text;
        for (const auto &[fd, one] : tree.findSession(peer.session)->descriptors.all()) {
            text += std::to_string(fd) + ' ' + one.what;
            text += one.closeOnExec ? " (close-on-exec)" : "";
            text += one.inherited ? " (inherited)\n" : "\n";
        }
        return text;
    }

    const Peer sh{SessionId{1}};
    const Peer child{SessionId{2}};
    ProcessTree tree;
    trace::Store store;

private:
    std::int64_t m_time = 100;
    std::uint64_t m_reqno = 0;
};

TEST_F(OpenFiles, ComeAndGo)
{
    openPath(sh, "/etc/hosts", abi::NB_O_RDONLY, 0);
    openPath(sh, "/tmp/log", abi::NB_O_WRONLY | abi::NB_O_CLOEXEC, 1);
    make(sh, abi::NB_SYS_dup, {0}, 2);
    make(sh, abi::NB_SYS_dup2, {1, 7}, 7);
    make(sh, abi::NB_SYS_pipe, {}, 3);
    EXPECT_EQ(open(sh), "0 pipe, for writing\n"
                        "1 /tmp/log (close-on-exec)\n"
                        "2 /etc/hosts\n"
                        "3 pipe, for reading\n"
                        "7 /tmp/log\n")
        << "the second value of this answer is 0";
    make(sh, abi::NB_SYS_close, {2});
    make(sh, abi::NB_SYS_close, {7}, -1, abi::NB_EBADF);
    make(sh, abi::NB_SYS_fcntl, {3, static_cast<std::uint64_t>(abi::NB_F_SETFD), 1});
    make(sh, abi::NB_SYS_fcntl, {3, static_cast<std::uint64_t>(abi::NB_F_DUPFD), 9}, 9);
    EXPECT_EQ(open(sh), "0 pipe, for writing\n"
                        "1 /tmp/log (close-on-exec)\n"
                        "3 pipe, for reading (close-on-exec)\n"
                        "7 /tmp/log\n"
                        "9 pipe, for reading\n");
    make(sh, abi::NB_SYS_fcntl, {3, static_cast<std::uint64_t>(abi::NB_F_CLOSEM), 0});
    EXPECT_EQ(open(sh), "0 pipe, for writing\n1 /tmp/log (close-on-exec)\n");
}

TEST_F(OpenFiles, SurviveAnExecIfTheyMay)
{
    openPath(sh, "/etc/hosts", abi::NB_O_RDONLY, 3);
    openPath(sh, "/tmp/log", abi::NB_O_CLOEXEC, 4);
    tell({sh.toServer(500, [](auto &w) { w.exec(77, "vi"); }),
          sh.fromServer(501, [](auto &w) { w.handshakeReply(77, 0); })});
    EXPECT_EQ(open(sh), "3 /etc/hosts\n");
}

TEST_F(OpenFiles, AreInheritedAtThePrefork)
{
    openPath(sh, "/etc/hosts", abi::NB_O_RDONLY, 3);
    openPath(sh, "/tmp/log", abi::NB_O_CLOEXEC, 4);
    tree.connection(sh.about(600, Turn::Prepared, cookie(9)));
    tell({sh.toServer(600, [](auto &w) { w.prefork(88); }),
          sh.fromServer(601, [](auto &w) { w.preforkReply(88, cookie(9)); })});
    openPath(sh, "/too/late", 0, 5);
    tree.connection(child.established(700, 4, "sh"));
    tree.connection(child.about(701, Turn::Claimed, cookie(9)));
    EXPECT_EQ(open(child), "3 /etc/hosts (inherited)\n4 /tmp/log (close-on-exec) (inherited)\n");
    make(child, abi::NB_SYS_close, {3});
    EXPECT_EQ(open(child), "4 /tmp/log (close-on-exec) (inherited)\n");
    EXPECT_NE(open(sh).find("3 /etc/hosts"), std::string::npos) << "the parent's own stay";
}

TEST_F(OpenFiles, AreBounded)
{
    for (std::int64_t fd = 0; fd < static_cast<std::int64_t>(Descriptors::kMost) + 100; ++fd)
        make(sh, abi::NB_SYS_dup, {0}, fd);
    EXPECT_EQ(tree.findSession(sh.session)->descriptors.all().size(), Descriptors::kMost);
}

TEST_F(OpenFiles, CallsUnderWayAreTold)
{
    tell({sh.call(10, 500, abi::NB_SYS_read, {3, 0, 0})});
    const Node *node = tree.findSession(sh.session);
    ASSERT_EQ(node->underWay.size(), 1U);
    EXPECT_EQ(node->underWay[0].number, abi::NB_SYS_read);
    EXPECT_EQ(node->underWay[0].since, at(10));
    tell({sh.answer(20, 500)});
    EXPECT_TRUE(tree.findSession(sh.session)->underWay.empty());
}

TEST_F(OpenFiles, ATreeTellsWhatChanged)
{
    const std::uint64_t before = tree.revision();
    EXPECT_TRUE(tree.changesSince(before)->touched.empty());
    tree.connection(child.established(700, 4, "cat"));
    make(sh, abi::NB_SYS_dup, {0}, 5);
    const auto changes = *tree.changesSince(before);
    EXPECT_EQ(changes.touched,
              (std::vector{tree.findSession(child.session)->id, tree.findSession(sh.session)->id}));
    const NodeId gone = tree.findSession(child.session)->id;
    const std::uint64_t then = tree.revision();
    tree.connection(sh.about(800, Turn::Prepared, cookie(1)));
    const Peer third{SessionId{3}};
    tree.connection(third.established(801, 6, "sh"));
    tree.connection(third.about(802, Turn::Claimed, cookie(1)));
    EXPECT_EQ(tree.changesSince(then)->erased.size(), 1U) << "the claimant's own node went into the child's";
    EXPECT_NE(tree.changesSince(then)->erased.front(), gone);
    EXPECT_TRUE(tree.changesSince(0).has_value());
}

TEST_F(OpenFiles, WhoFollowsATreeThatBeginsAnewLooksAtAllOfIt)
{
    const std::uint64_t before = tree.revision();
    tree.restart();
    EXPECT_TRUE(tree.nodes().empty());
    EXPECT_FALSE(tree.changesSince(before).has_value()) << "even if as many changes follow as there were";
    const std::uint64_t begun = tree.revision();
    tree.connection(child.established(700, 4, "cat"));
    EXPECT_EQ(tree.changesSince(begun)->touched.size(), 1U);
}

} // namespace
} // namespace rumpscope::lineage
