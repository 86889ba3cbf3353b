// SPDX-License-Identifier: GPL-3.0-or-later
// Calls typed, and one selection in every view.
#include "tests/mainwindow/opened_window.h"
#include "ui/kit/call_edit.h"
#include "ui/kit/time_axis.h"
#include "ui/panes/composer/composer.h"
#include "ui/panes/console/console_model.h"
#include "ui/panes/console/console_view.h"
#include "ui/panes/latency/latency_plot.h"
#include "ui/panes/trace/trace_view.h"

#include <qcustomplot.h>

#include <QListView>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

namespace rumpscope::ui::test {
namespace {

class TheWindow : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
    }
    [[nodiscard]] const QAbstractItemModel *console() const
    {
        return m_opened.view<ConsoleView>().list()->model();
    }
    [[nodiscard]] QModelIndex lastEntry() const { return console()->index(console()->rowCount() - 1, 0); }
    [[nodiscard]] QTableView *trace() const { return m_opened.view<TraceView>().table(); }
    [[nodiscard]] QTabWidget *tabs() const { return m_opened.window->findChild<QTabWidget *>(); }
    /// The trace's row whose call reads so.
    [[nodiscard]] QModelIndex traceRow(const QString &call) const
    {
        const QAbstractItemModel *rows = trace()->model();
        for (int row = rows->rowCount() - 1; row >= 0; --row) {
            if (rows->index(row, TraceModel::CallColumn).data().toString() == call)
                return rows->index(row, 0);
        }
        return {};
    }
    /// Types it and waits until console and trace have its answer.
    [[nodiscard]] bool made(const QString &expression)
    {
        m_opened.type(expression);
        return eventually([&] {
            const QModelIndex entry = lastEntry();
            const QModelIndex row = traceRow(entry.data(ConsoleModel::ExpressionRole).toString());
            return entry.data(ConsoleModel::TypedRole).toString() == expression &&
                   !entry.data(ConsoleModel::RunningRole).toBool() && row.isValid() &&
                   row.siblingAtColumn(TraceModel::ResultColumn).data().toString() ==
                       entry.data(ConsoleModel::ResultRole).toString();
        });
    }

    OpenedWindow m_opened;
};

TEST_F(TheWindow, MakesTheCallThatIsTyped)
{
    ASSERT_TRUE(made(QStringLiteral("open(\"/nowhere\", O_RDONLY)")));
    EXPECT_TRUE(m_opened.view<Composer>().edit()->text().isEmpty()) << "ready for the next";
    const QString result = lastEntry().data(ConsoleModel::ResultRole).toString();
    EXPECT_TRUE(result.startsWith(QStringLiteral("-1 ENOENT"))) << result.toStdString();
    const QModelIndex row = traceRow(QStringLiteral("open(\"/nowhere\", O_RDONLY)"));
    EXPECT_EQ(row.siblingAtColumn(TraceModel::ResultColumn).data().toString(), result);
    EXPECT_EQ(row.siblingAtColumn(TraceModel::ProcessColumn).data().toString(), QStringLiteral("shell"));
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    EXPECT_EQ(lastEntry().data(ConsoleModel::ResultRole).toString(), QStringLiteral("= 1"));
}

TEST_F(TheWindow, RecallsWhatWasTyped)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    ASSERT_TRUE(made(QStringLiteral("getuid()")));
    CallEdit *edit = m_opened.view<Composer>().edit();
    QTest::keyClick(edit, Qt::Key_Up);
    EXPECT_EQ(edit->text(), QStringLiteral("getuid()"));
    QTest::keyClick(edit, Qt::Key_Up);
    EXPECT_EQ(edit->text(), QStringLiteral("getppid()"));
}

TEST_F(TheWindow, DoesNotMakeACallWithAMistake)
{
    m_opened.type(QStringLiteral("nosuchcall()"));
    EXPECT_EQ(console()->rowCount(), 0);
    EXPECT_FALSE(m_opened.view<Composer>().message().isEmpty());
    EXPECT_EQ(m_opened.view<Composer>().edit()->text(), QStringLiteral("nosuchcall()"));
}

TEST_F(TheWindow, AClickOnATraceRowMarksItsTime)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    const QModelIndex row = traceRow(QStringLiteral("getppid()"));
    trace()->scrollTo(row);
    QTest::mouseClick(trace()->viewport(), Qt::LeftButton, {},
                      trace()->visualRect(row.siblingAtColumn(TraceModel::ResultColumn)).center());
    const auto selected = m_opened.view<TraceView>().selectedCall();
    ASSERT_TRUE(selected);
    EXPECT_EQ(static_cast<quint64>(*selected), row.data(TraceModel::CallIdRole).toULongLong());
    ASSERT_TRUE(m_opened.window->scope().axis.mark());
    EXPECT_DOUBLE_EQ(*m_opened.window->scope().axis.mark(), row.data(TraceModel::TimeRole).toDouble());
}

TEST_F(TheWindow, AClickOnALatencyPointShowsItsCall)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    const QPersistentModelIndex row = traceRow(QStringLiteral("getppid()"));
    const auto call = static_cast<trace::CallId>(row.data(TraceModel::CallIdRole).toULongLong());
    QTest::mouseClick(tabs()->tabBar(), Qt::LeftButton, {}, tabs()->tabBar()->tabRect(2).center());
    ASSERT_EQ(tabs()->currentIndex(), 2);
    auto &axis = m_opened.window->scope().axis;
    ASSERT_TRUE(eventually([&] { return axis.end() > row.data(TraceModel::TimeRole).toDouble() + 1; }))
        << "well inside the picture";
    axis.setPaused(true); // a standing picture to click on
    auto &plot = m_opened.view<LatencyPlot>();
    std::optional<LatencySeries::Point> point;
    QPoint position;
    const auto found = [&] {
        const QRect area = plot.plot()->axisRect()->rect();
        for (int x = area.right(); x >= area.left() && !point; --x) {
            for (int y = area.top(); y <= area.bottom() && !point; y += 2) {
                position = QPoint(x, y);
                point = plot.pointAt(position);
            }
        }
        return point.has_value();
    };
    ASSERT_TRUE(eventually(found));
    QTest::mouseClick(plot.plot(), Qt::LeftButton, {}, position);
    EXPECT_EQ(tabs()->currentIndex(), 0) << "the trace comes forward";
    EXPECT_EQ(m_opened.view<TraceView>().selectedCall(), point->call);
    EXPECT_EQ(point->call, call);
    EXPECT_TRUE(axis.mark());
}

TEST_F(TheWindow, AConsoleEntrySelectsItsCall)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    ASSERT_TRUE(made(QStringLiteral("getuid()")));
    QTest::keyClick(m_opened.window.get(), Qt::Key_3, Qt::ControlModifier);
    ASSERT_EQ(tabs()->currentIndex(), 2);
    QListView *list = m_opened.view<ConsoleView>().list();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    const auto selected = m_opened.view<TraceView>().selectedCall();
    ASSERT_TRUE(selected);
    EXPECT_EQ(static_cast<quint64>(*selected),
              traceRow(QStringLiteral("getppid()")).data(TraceModel::CallIdRole).toULongLong());
}

TEST_F(TheWindow, HasKeysForItsPlaces)
{
    QTest::keyClick(m_opened.window.get(), Qt::Key_3, Qt::ControlModifier);
    EXPECT_EQ(tabs()->currentIndex(), 2);
    QTest::keyClick(m_opened.window.get(), Qt::Key_1, Qt::ControlModifier);
    EXPECT_EQ(tabs()->currentIndex(), 0);
    QTest::keyClick(m_opened.window.get(), Qt::Key_K, Qt::ControlModifier);
    EXPECT_TRUE(m_opened.view<Composer>().edit()->hasFocus());
    QTest::keyClick(m_opened.window.get(), Qt::Key_L, Qt::ControlModifier);
    EXPECT_FALSE(m_opened.view<Composer>().edit()->hasFocus());
}

} // namespace
} // namespace rumpscope::ui::test
