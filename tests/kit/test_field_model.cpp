// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/trace/stat_call.h"
#include "tests/support/ui/flattened.h"
#include "ui/kit/field_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace rumpscope::ui::test {
namespace {

class AFieldModel : public testing::Test
{
protected:
    static RecordPtr recordOf(std::size_t frames)
    {
        return std::make_shared<const trace::CallRecord>(rumpscope::test::statCall(0040755, 512, frames));
    }
    FieldModel m_model;
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(AFieldModel, HasTheCallAndItsFrames)
{
    EXPECT_EQ(m_model.rowCount(), 0);
    m_model.setRecord(recordOf(5));
    ASSERT_EQ(m_model.rowCount(), 6);
    const QModelIndex call = m_model.indexOfCall();
    EXPECT_EQ(call.data().toString(), QStringLiteral("stat"));
    EXPECT_TRUE(call.data(FieldModel::IsHeadingRole).toBool());
    const QModelIndex path = m_model.index(0, 0, call);
    EXPECT_EQ(path.data().toString(), QStringLiteral("path"));
    EXPECT_EQ(path.siblingAtColumn(FieldModel::TextColumn).data().toString(), QStringLiteral("\"/etc\""));
    EXPECT_EQ(path.siblingAtColumn(FieldModel::TypeColumn).data().toString(), QStringLiteral("const char *"));
    EXPECT_EQ(path.data(FieldModel::FrameRole).toInt(), 0);
    EXPECT_EQ(path.data(FieldModel::OffsetRole).toInt(), 24);
    EXPECT_EQ(path.data(FieldModel::LengthRole).toInt(), 8);
    EXPECT_EQ(m_model.indexOfFrame(3).data().toString(),
              QStringLiteral("COPYOUT REQ kernel → client, 192 bytes"));
    EXPECT_EQ(m_model.bytesOfFrame(3).size(), 192);
    EXPECT_TRUE(m_model.bytesOfFrame(5).isEmpty());
    EXPECT_FALSE(
        flattened(m_model, [](const QModelIndex &index) { return index.data().toString(); }).empty());
}

TEST_F(AFieldModel, FindsTheInnermostFieldOfEveryByte)
{
    m_model.setRecord(recordOf(5));
    for (int frame = 0; frame < 5; ++frame) {
        for (int byte = 0; byte < m_model.bytesOfFrame(frame).size(); ++byte) {
            const QModelIndex field = m_model.indexOfByte(frame, byte, {});
            ASSERT_TRUE(field.isValid()) << frame << ' ' << byte;
            const int begin = field.data(FieldModel::OffsetRole).toInt();
            EXPECT_LE(begin, byte);
            EXPECT_LT(byte, begin + field.data(FieldModel::LengthRole).toInt());
            EXPECT_EQ(field.data(FieldModel::FrameRole).toInt(), frame);
        }
    }
    EXPECT_FALSE(m_model.indexOfByte(7, 0, {}).isValid());
    const QModelIndex nearCall = m_model.indexOfByte(3, 40 + 112, m_model.indexOfCall());
    EXPECT_EQ(nearCall.data().toString(), QStringLiteral("st_size"));
    EXPECT_EQ(nearCall.parent().parent(), m_model.indexOfCall());
}

TEST_F(AFieldModel, BeginsAnewOnlyForSomethingNew)
{
    m_model.setRecord(recordOf(3));
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    m_model.setRecord(recordOf(3));
    EXPECT_EQ(resets.size(), 0);
    m_model.setRecord(recordOf(5));
    EXPECT_EQ(resets.size(), 1);
    m_model.setRecord(nullptr);
    EXPECT_EQ(m_model.rowCount(), 0);
}

} // namespace
} // namespace rumpscope::ui::test
