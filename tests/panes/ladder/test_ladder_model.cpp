// SPDX-License-Identifier: GPL-3.0-or-later
// However the rows came about, they are those of a ladder begun now.
#include "clientcore/abi/netbsd.h"
#include "tests/support/bridge/surroundings.h"
#include "tests/support/bridge/traffic.h"
#include "tests/support/ui/flattened.h"
#include "ui/panes/ladder/ladder_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class ALadder : public testing::Test
{
protected:
    void SetUp() override
    {
        m_ladder.setActive(true);
        m_first.establish(2, "first");
        m_second.establish(3, "second");
    }
    void filter(const char *text)
    {
        m_trace.setFilter(*trace::Filter::compile(text));
        ASSERT_TRUE(eventually([this] { return !m_trace.isLooking(); }));
    }
    [[nodiscard]] static std::string text(const LadderModel &model)
    {
        return flattened(model, [&](const QModelIndex &index) {
            return index.data().toString() + QLatin1Char(' ') +
                   index.siblingAtColumn(LadderModel::MessageColumn).data().toString();
        });
    }
    void expectFresh()
    {
        LadderModel fresh(m_bench, m_trace);
        fresh.setActive(true);
        EXPECT_EQ(text(m_ladder), text(fresh));
    }

    Workbench m_bench;
    TraceModel m_trace{m_bench};
    LadderModel m_ladder{m_bench, m_trace};
    QAbstractItemModelTester m_tester{&m_ladder, QAbstractItemModelTester::FailureReportingMode::Fatal};
    Traffic m_first{m_bench, std::chrono::milliseconds(1)};
    Traffic m_second{m_bench, std::chrono::milliseconds(3)};
};

TEST_F(ALadder, TakesMessagesIntoItsMiddle)
{
    m_first.step = m_second.step = std::chrono::milliseconds(60); // gaps between some, and not between others
    ASSERT_TRUE(m_first.calls(10, abi::NB_SYS_getpid_with_ppid));
    const int before = m_ladder.rowCount();
    ASSERT_TRUE(m_second.calls(20, abi::NB_SYS_close, abi::NB_EBADF)); // of the same time
    EXPECT_GT(m_ladder.rowCount(), before + 30);
    expectFresh();
}

TEST_F(ALadder, LetsCallsInAndOutWithoutBeginningAnew)
{
    m_first.step = std::chrono::milliseconds(70);
    ASSERT_TRUE(m_first.calls(5, abi::NB_SYS_getpid_with_ppid));
    filter("running");
    EXPECT_EQ(m_ladder.rowCount(), 0);
    m_first.begin(abi::NB_SYS_read, {3, 0x1000, 1});
    m_second.begin(abi::NB_SYS_write, {4, 0x1000, 1});
    ASSERT_TRUE(m_first.settle() && m_second.settle());
    ASSERT_EQ(m_trace.rowCount(), 2);
    expectFresh();
    QSignalSpy resets(&m_ladder, &QAbstractItemModel::modelReset);
    m_first.answer(1);
    ASSERT_TRUE(eventually([this] { return m_trace.rowCount() == 1; }));
    expectFresh();
    m_second.answer(1);
    ASSERT_TRUE(eventually([this] { return m_trace.rowCount() == 0; }));
    EXPECT_EQ(m_ladder.rowCount(), 0);
    EXPECT_EQ(resets.size(), 0);
    filter("");
    EXPECT_EQ(m_trace.rowCount(), 7);
    expectFresh();
}

TEST_F(ALadder, KnowsAnExec)
{
    ASSERT_TRUE(m_first.calls(1, abi::NB_SYS_getpid_with_ppid));
    m_first.exec("vi");
    ASSERT_TRUE(eventually([this] { return m_trace.rowCount() == 2; }));
    bool any = false;
    for (int row = 0; row < m_ladder.rowCount(); ++row)
        any = any || m_ladder.isExec(m_ladder.entry(row));
    EXPECT_TRUE(any);
}

} // namespace
} // namespace rumpscope::ui::test
