// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bridge/practice.h"
#include "ui/panes/remarks/remarks_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class ARemarksModel : public testing::Test
{
protected:
    void SetUp() override { ASSERT_TRUE(m_practice.connect()); }
    [[nodiscard]] Workbench &bench() { return *m_practice.workbench; }
    void blockARead()
    {
        ASSERT_FALSE(m_practice.call(QStringLiteral("pipe()")).failed);
        bench().call(*bench().primary(), QStringLiteral("read(3, 16)"));
        ASSERT_TRUE(eventually([&] { return m_model.rowCount() == 1; }));
    }

    Practice m_practice;
    RemarksModel m_model{*m_practice.workbench, {.blocked = std::chrono::milliseconds(1)}};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ARemarksModel, SaysWhatWaitsAndForgetsItWhenItEnds)
{
    QSignalSpy counts(&m_model, &RemarksModel::countChanged);
    blockARead();
    const QModelIndex row = m_model.index(0, RemarksModel::TextColumn);
    EXPECT_TRUE(row.data().toString().startsWith(QStringLiteral("read of shell")));
    EXPECT_EQ(row.data(RemarksModel::RuleRole).toString(), QStringLiteral("blocked-call"));
    EXPECT_TRUE(row.data(Qt::AccessibleTextRole).toString().startsWith(QStringLiteral("note: ")));
    const auto evidence = row.data(RemarksModel::EvidenceRole).value<QList<quint64>>();
    ASSERT_EQ(evidence.size(), 1);
    EXPECT_TRUE(bench().store().indexOf(trace::CallId{evidence.first()}));
    ASSERT_FALSE(m_practice.call(QStringLiteral("write(4, \"x\", 1)")).failed);
    EXPECT_TRUE(eventually([&] { return m_model.rowCount() == 0; }));
    EXPECT_EQ(counts.size(), 2);
}

TEST_F(ARemarksModel, IsSilencedByKindAndOneByOne)
{
    QSignalSpy silenced(&m_model, &RemarksModel::silencedChanged);
    blockARead();
    m_model.setSilenced(QStringLiteral("blocked-call"), true);
    EXPECT_EQ(m_model.rowCount(), 0);
    EXPECT_EQ(m_model.silencedRules(), QStringList({QStringLiteral("blocked-call")}));
    EXPECT_EQ(silenced.size(), 1);
    m_model.setSilenced(QStringLiteral("blocked-call"), false);
    ASSERT_EQ(m_model.rowCount(), 1);
    m_model.dismiss(m_model.index(0, 0).data(RemarksModel::IdRole).toUInt());
    EXPECT_EQ(m_model.rowCount(), 0);
    m_model.setSilencedRules({QStringLiteral("no such rule")});
    EXPECT_TRUE(m_model.silencedRules().isEmpty());
    EXPECT_FALSE(RemarksModel::titleOf(QStringLiteral("blocked-call")).isEmpty());
}

TEST_F(ARemarksModel, PutsTheGravestFirst)
{
    blockARead();
    bench().dropConnection(*bench().primary());
    ASSERT_TRUE(eventually([&] {
        return m_model.rowCount() > 0 &&
               m_model.index(0, 0).data(RemarksModel::RuleRole).toString() == QStringLiteral("lost-answer");
    }));
    EXPECT_EQ(m_model.index(0, RemarksModel::SeverityColumn).data().toString(), QStringLiteral("warning"));
    bench().clearHistory();
    EXPECT_EQ(m_model.rowCount(), 0);
}

} // namespace
} // namespace rumpscope::ui::test
