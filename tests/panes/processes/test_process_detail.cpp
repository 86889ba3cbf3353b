// SPDX-License-Identifier: GPL-3.0-or-later
// One process in detail, and one filter for calls and processes.
#include "clientcore/abi/netbsd.h"
#include "tests/support/bridge/practice.h"
#include "tests/support/bridge/traffic.h"
#include "tests/support/ui/flattened.h"
#include "ui/panes/processes/process_detail_model.h"
#include "ui/panes/processes/process_matches.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

std::string lines(const QAbstractItemModel &model)
{
    return flattened(model, [](const QModelIndex &index) {
        const QString value = index.siblingAtColumn(1).data().toString();
        return value.isEmpty() ? index.data().toString()
                               : index.data().toString() + QStringLiteral(": ") + value;
    });
}

class AProcessInDetail : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_practice.connect());
        m_model.setNode(static_cast<quint32>(bench().processes().findSession(*bench().primary())->id));
    }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    [[nodiscard]] bool says(const std::string &line)
    {
        const bool there = eventually([&] { return lines(m_model).find(line) != std::string::npos; });
        EXPECT_TRUE(there) << line << " is not in\n" << lines(m_model);
        return there;
    }

    Practice m_practice;
    ProcessDetailModel m_model{*m_practice.workbench};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AProcessInDetail, SaysWhatItIsAndWhatItHasOpen)
{
    EXPECT_TRUE(says("Process\n  state: guest\n  pid: " + std::to_string(*bench().status().pid)));
    ASSERT_FALSE(m_practice.call(QStringLiteral("open(\"/tmp/x\", O_CREAT|O_RDWR, 0644)")).failed);
    ASSERT_FALSE(m_practice.call(QStringLiteral("fcntl(3, F_SETFD, 1)")).failed);
    ASSERT_FALSE(m_practice.call(QStringLiteral("write(3, \"hello\", 5)")).failed);
    EXPECT_TRUE(says("Descriptors 4\n  0: other, shared by 3\n  1: other, shared by 3\n"
                     "  2: other, shared by 3\n  3: /tmp/x · regular file, 5 bytes, at 5 · close-on-exec"))
        << "what its calls showed, and what the kernel lists";
}

TEST_F(AProcessInDetail, ShowsACallThatBlocks)
{
    ASSERT_FALSE(m_practice.call(QStringLiteral("pipe()")).failed);
    bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
    EXPECT_TRUE(says("Calls under way 1\n  read for "));
    EXPECT_TRUE(says("s: read(3, [16], 16)"));
    const QModelIndex calls = m_model.index(ProcessDetailModel::Calls, 0);
    EXPECT_TRUE(m_model.index(0, 0, calls).data(ProcessDetailModel::CallIdRole).isValid());
}

TEST_F(AProcessInDetail, KeepsItsNamesAndItsEnd)
{
    bench().exec(*bench().primary(), QStringLiteral("worker"));
    EXPECT_TRUE(says("Names\n  shell: until the exec at "));
    EXPECT_TRUE(says("  worker: now"));
    bench().close(*bench().primary());
    EXPECT_TRUE(says("ended: "));
    m_model.setNode({});
    EXPECT_EQ(m_model.rowCount(), 0);
}

/// Clients that a tap would tell of; no kernel.
class AFilteredTree : public testing::Test
{
protected:
    void filter(const char *text)
    {
        m_trace.setFilter(*trace::Filter::compile(text));
        m_matches.filterChanged();
        ASSERT_TRUE(eventually([this] { return !m_trace.isLooking(); }));
    }
    [[nodiscard]] std::string names() const
    {
        return flattened(m_model, [](const QModelIndex &index) { return index.data().toString(); });
    }

    Workbench m_bench;
    TraceModel m_trace{m_bench};
    ProcessModel m_model{m_bench};
    ProcessMatches m_matches{m_bench, m_trace, m_model};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AFilteredTree, KeepsProcessesWithMatchingCallsAndTheirAncestors)
{
    Traffic shell(m_bench);
    Traffic quiet(m_bench);
    Traffic child(m_bench);
    shell.establish(2, "shell");
    quiet.establish(3, "quiet");
    wire::Cookie cookie{};
    cookie.fill(std::byte{7});
    event::ConnectionEvent prepared{};
    prepared.kind = event::ConnectionEvent::Kind::Prepared;
    prepared.cookie = cookie;
    shell.turn(prepared);
    child.establish(4, "child");
    event::ConnectionEvent claimed{};
    claimed.kind = event::ConnectionEvent::Kind::Claimed;
    claimed.cookie = cookie;
    child.turn(claimed);
    ASSERT_TRUE(shell.calls(3, abi::NB_SYS_getpid_with_ppid));
    ASSERT_TRUE(quiet.calls(3, abi::NB_SYS_getpid_with_ppid));
    ASSERT_TRUE(child.calls(1, abi::NB_SYS_close, abi::NB_EBADF));
    ASSERT_EQ(names(), "shell\n  shell\nquiet\n") << "a claimed child keeps its parent's name";
    EXPECT_EQ(m_model.index(0, 0).data(ProcessModel::BelowRole).toInt(), 1);
    filter("failed");
    EXPECT_EQ(names(), "shell\n  shell\n");
    ASSERT_TRUE(quiet.calls(1, abi::NB_SYS_close, abi::NB_EBADF));
    EXPECT_TRUE(eventually([this] { return names() == "shell\n  shell\nquiet\n"; })) << names();
    filter("running");
    EXPECT_EQ(names(), "");
    quiet.begin(abi::NB_SYS_read, {3, 0, 1});
    EXPECT_TRUE(eventually([this] { return names() == "quiet\n"; }));
    quiet.answer();
    EXPECT_TRUE(eventually([this] { return names().empty(); }));
    filter("");
    EXPECT_EQ(names(), "shell\n  shell\nquiet\n");
}

TEST_F(AFilteredTree, FollowsTheNewestCall)
{
    Traffic shell(m_bench);
    Traffic other(m_bench);
    shell.establish(2, "shell");
    other.establish(3, "other");
    QSignalSpy newest(&m_model, &ProcessModel::newest);
    ASSERT_TRUE(shell.calls(1, abi::NB_SYS_getpid_with_ppid));
    ASSERT_TRUE(other.calls(1, abi::NB_SYS_getpid_with_ppid));
    EXPECT_EQ(newest.last().at(0).toUInt(),
              m_model.indexOfSession(other.session()).data(ProcessModel::NodeRole).toUInt());
}

/// A thousand at once begin the model anew; one more is one row.
TEST_F(AFilteredTree, HoldsTenThousand)
{
    std::vector<std::unique_ptr<Traffic>> clients;
    for (int i = 0; i < 10'000; ++i) {
        clients.push_back(std::make_unique<Traffic>(m_bench));
        clients.back()->establish(i + 2, "client");
    }
    ASSERT_TRUE(eventually([this] { return m_model.rowCount() == 10'000; }));
    EXPECT_EQ(m_model.aliveCount(), 10'000);
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&m_model, &QAbstractItemModel::dataChanged);
    ASSERT_TRUE(clients[5000]->calls(1, abi::NB_SYS_getpid_with_ppid));
    Traffic late(m_bench);
    late.establish(20'000, "late");
    ASSERT_TRUE(eventually([this] { return m_model.rowCount() == 10'001; }));
    EXPECT_EQ(resets.size(), 0);
    EXPECT_LT(changes.size(), 20) << "what did not change is not told";
    EXPECT_EQ(m_model.indexOfSession(late.session()).row(), 10'000);
}

} // namespace
} // namespace rumpscope::ui::test
