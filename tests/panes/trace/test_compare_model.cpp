// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/trace/stat_call.h"
#include "tests/support/ui/flattened.h"
#include "ui/panes/trace/compare_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace rumpscope::ui::test {
namespace {

RecordPtr call(std::uint32_t mode, std::int64_t size)
{
    return std::make_shared<const trace::CallRecord>(rumpscope::test::statCall(mode, size));
}

TEST(ACompareModel, MarksWhatDiffers)
{
    CompareModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(model.rowCount(), 0);
    model.setCalls(call(0100644, 12), call(0100600, 12));
    EXPECT_TRUE(model.index(0, 0).data(CompareModel::DiffersInsideRole).toBool());
    std::string marked;
    const std::string all = flattened(model, [&](const QModelIndex &index) {
        if (index.data(CompareModel::DiffersRole).toBool())
            marked +=
                index.data().toString().toStdString() + ": " +
                index.siblingAtColumn(CompareModel::FirstColumn).data().toString().toStdString() + " | " +
                index.siblingAtColumn(CompareModel::SecondColumn).data().toString().toStdString() + '\n';
        return index.data().toString();
    });
    EXPECT_NE(marked.find("≠ st_mode: S_IFREG|0644 | S_IFREG|0600\n"), std::string::npos) << marked;
    EXPECT_NE(marked.find("≠ group: 04 | 00\n"), std::string::npos) << marked;
    EXPECT_EQ(marked.find("≠ st_size"), std::string::npos);
    EXPECT_NE(all.find("st_size"), std::string::npos);
    EXPECT_EQ(model.differences(), 2) << "what the group and what others may";
    model.setCalls(call(0100644, 12), call(0100644, 12));
    EXPECT_EQ(model.differences(), 0);
}

} // namespace
} // namespace rumpscope::ui::test
