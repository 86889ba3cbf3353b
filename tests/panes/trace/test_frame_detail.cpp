// SPDX-License-Identifier: GPL-3.0-or-later
// Fields and bytes of a call, pointing at each other.
#include "tests/support/trace/stat_call.h"
#include "tests/support/ui/fake_models.h"
#include "ui/kit/hex_view.h"
#include "ui/panes/trace/frame_detail.h"

#include <gtest/gtest.h>

#include <QTest>
#include <QTreeView>

namespace rumpscope::ui {
namespace {

class FrameDetailTest : public testing::Test
{
protected:
    void SetUp() override
    {
        m_trace.record = recordOf(5);
        m_trace.append(1);
        m_view.resize(1000, 500);
        m_view.setModel(&m_trace);
        m_view.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_view));
        m_view.showCall(m_trace.index(0, 0), std::nullopt);
        ASSERT_TRUE(QTest::qWaitFor([this] { return tree()->currentIndex().isValid(); }));
    }
    static RecordPtr recordOf(std::size_t frames)
    {
        return std::make_shared<const trace::CallRecord>(rumpscope::test::statCall(0040755, 512, frames));
    }
    [[nodiscard]] QTreeView *tree() { return m_view.fields(); }
    [[nodiscard]] HexView *hex() { return m_view.hex(); }
    /// By names from the top; the first is the row.
    [[nodiscard]] QModelIndex find(int top, const QStringList &names) const
    {
        QModelIndex at = m_view.model().index(top, 0);
        for (const QString &name : names) {
            const QModelIndex below = at;
            at = {};
            for (int row = 0; row < m_view.model().rowCount(below); ++row) {
                const QModelIndex child = m_view.model().index(row, 0, below);
                if (child.data().toString() == name)
                    at = child;
            }
        }
        return at;
    }
    [[nodiscard]] bool waitForFrame(int frame)
    {
        return QTest::qWaitFor([&] {
            const QModelIndex wanted = m_view.model().indexOfFrame(frame);
            return wanted.isValid() && tree()->currentIndex() == wanted;
        });
    }
    void click(const QModelIndex &index)
    {
        tree()->expand(index.parent().parent());
        tree()->expand(index.parent());
        tree()->scrollTo(index);
        QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {}, tree()->visualRect(index).center());
    }
    void clickByte(int offset)
    {
        hex()->mark(offset, 1); // into sight
        QTest::mouseClick(hex()->viewport(), Qt::LeftButton, {}, hex()->byteRect(offset).center());
    }

    test::FakeTrace m_trace;
    FrameDetail m_view;
};

TEST_F(FrameDetailTest, BeginsWithTheCall)
{
    EXPECT_EQ(tree()->currentIndex(), m_view.model().indexOfCall());
    EXPECT_TRUE(tree()->isExpanded(m_view.model().indexOfCall()));
    EXPECT_EQ(tree()->currentIndex().data().toString(), QStringLiteral("stat"));
    EXPECT_EQ(hex()->bytes(), m_view.model().bytesOfFrame(0)) << "its request";
}

TEST_F(FrameDetailTest, AMemberOfAStructureMarksItsBytes)
{
    const QModelIndex size = find(0, {QStringLiteral("ub"), QStringLiteral("st_size")});
    ASSERT_TRUE(size.isValid());
    click(size);
    EXPECT_EQ(tree()->currentIndex().siblingAtColumn(0), size);
    EXPECT_EQ(hex()->bytes(), m_view.model().bytesOfFrame(3)) << "of the COPYOUT";
    EXPECT_EQ(hex()->markedOffset(), 24 + 16 + 112);
    EXPECT_EQ(hex()->markedLength(), 8);
    EXPECT_EQ(hex()->bytes().mid(hex()->markedOffset(), 2), QByteArray("\0\2", 2)) << "512";
}

TEST_F(FrameDetailTest, AByteChoosesTheMemberItBelongsTo)
{
    click(find(0, {QStringLiteral("ub"), QStringLiteral("st_size")}));
    clickByte(24 + 16 + 8 + 1); // in st_mode
    const QModelIndex mode = find(0, {QStringLiteral("ub"), QStringLiteral("st_mode")});
    const QModelIndex chosen = tree()->currentIndex().siblingAtColumn(0);
    EXPECT_TRUE(chosen == mode || chosen.parent() == mode) << chosen.data().toString().toStdString();
    EXPECT_EQ(hex()->markedOffset(), 24 + 16 + 8);
    EXPECT_EQ(hex()->markedLength(), 4);
    EXPECT_EQ(hex()->bytes(), m_view.model().bytesOfFrame(3)) << "still the same frame";
}

TEST_F(FrameDetailTest, AFrameHasItsHeaderAndWhatItCarries)
{
    m_view.showCall(m_trace.index(0, 0), 3);
    ASSERT_TRUE(waitForFrame(3));
    EXPECT_EQ(hex()->bytes(), m_view.model().bytesOfFrame(3));
    clickByte(9);
    EXPECT_EQ(tree()->currentIndex().siblingAtColumn(0),
              find(4, {QStringLiteral("header"), QStringLiteral("reqno")}));
    EXPECT_EQ(hex()->markedOffset(), 8);
    EXPECT_EQ(hex()->markedLength(), 8);
    EXPECT_TRUE(find(4, {QStringLiteral("data"), QStringLiteral("st_mode")}).isValid());
}

TEST_F(FrameDetailTest, ArrowKeysGoThroughTheBytes)
{
    m_view.showCall(m_trace.index(0, 0), 0);
    ASSERT_TRUE(waitForFrame(0));
    clickByte(0);
    QTest::keyClick(hex(), Qt::Key_Right);
    EXPECT_EQ(tree()->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("reqno"));
}

TEST_F(FrameDetailTest, HalvesTheLinesOfBytesWhereTheyDoNotFit)
{
    m_view.showCall(m_trace.index(0, 0), 0);
    ASSERT_TRUE(waitForFrame(0));
    const auto startsALine = [this](int offset) {
        return hex()->byteRect(offset).left() == hex()->byteRect(0).left();
    };
    EXPECT_FALSE(startsALine(8));
    EXPECT_TRUE(startsALine(16));
    m_view.resize(600, 500);
    EXPECT_TRUE(startsALine(8));
    clickByte(9);
    EXPECT_EQ(hex()->markedOffset(), 8) << "all of the header's second number";
}

TEST_F(FrameDetailTest, GrowsWithItsCall)
{
    m_trace.record = recordOf(3);
    m_trace.append(1);
    m_view.showCall(m_trace.index(1, 0), 1);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_view.model().rowCount() == 4; }));
    m_trace.record = recordOf(5);
    emit m_trace.dataChanged(m_trace.index(1, 0), m_trace.index(1, TraceModel::ColumnCount - 1));
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_view.model().rowCount() == 6; }));
    EXPECT_EQ(tree()->currentIndex(), m_view.model().indexOfFrame(1)) << "what was looked at";
}

} // namespace
} // namespace rumpscope::ui
