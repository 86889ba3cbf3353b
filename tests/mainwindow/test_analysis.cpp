// SPDX-License-Identifier: GPL-3.0-or-later
// Filter, ladder and remarks in the window: one filter and one selection for all.
#include "tests/mainwindow/opened_window.h"
#include "tests/support/files/temp_dir.h"
#include "ui/kit/call_edit.h"
#include "ui/panes/composer/composer.h"
#include "ui/panes/filter/filter_bar.h"
#include "ui/panes/ladder/ladder_canvas.h"
#include "ui/panes/ladder/ladder_export.h"
#include "ui/panes/ladder/ladder_model.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/remarks/remarks_model.h"
#include "ui/panes/remarks/remarks_view.h"
#include "ui/panes/trace/trace_view.h"

#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QListView>
#include <QMenu>
#include <QSettings>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

namespace rumpscope::ui::test {
namespace {

class AnalysisWindow : public testing::Test
{
protected:
    void SetUp() override
    {
        QSettings().clear();
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
    }
    [[nodiscard]] FilterBar &filter() const { return m_opened.view<FilterBar>(); }
    [[nodiscard]] QTableView *trace() const { return m_opened.view<TraceView>().table(); }
    [[nodiscard]] QTabWidget *tabs() const { return m_opened.window->findChild<QTabWidget *>(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return trace()->model()->index(row, column).data().toString();
    }
    /// Types a call and waits until the history has as many more.
    [[nodiscard]] bool made(const QString &expression)
    {
        const auto before = store().callsSeen();
        m_opened.type(expression);
        return eventually([&] {
            const trace::Store &now = store();
            return now.callsSeen() > before &&
                   now.at(now.size() - 1).outcome != trace::CallRecord::Outcome::Running;
        });
    }
    [[nodiscard]] const trace::Store &store() const { return m_opened.window->scope().workbench.store(); }
    void typeFilter(const QString &text)
    {
        QTest::keyClick(m_opened.window.get(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(filter().edit(), text);
        QTest::keyClick(filter().edit(), Qt::Key_Return);
    }

    OpenedWindow m_opened;
};

TEST_F(AnalysisWindow, FiltersWithTheKeyboard)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    ASSERT_TRUE(made(QStringLiteral("open(\"/nowhere\", O_RDONLY)")));
    typeFilter(QStringLiteral("failed "));
    ASSERT_EQ(trace()->model()->rowCount(), 1);
    EXPECT_EQ(cell(0, TraceModel::CallColumn), QStringLiteral("open(\"/nowhere\", O_RDONLY)"));
    EXPECT_TRUE(eventually([&] { return filter().counts().startsWith(QStringLiteral("1 of ")); }));
    QTest::keyClick(filter().edit(), Qt::Key_Escape);
    EXPECT_GT(trace()->model()->rowCount(), 2);
    EXPECT_EQ(QSettings().value(QStringLiteral("filter/history")).toStringList(),
              QStringList({QStringLiteral("failed")}));
}

TEST_F(AnalysisWindow, FiltersByWhatIsClickedOn)
{
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    ASSERT_TRUE(made(QStringLiteral("getuid()")));
    int last = 0;
    ASSERT_TRUE(eventually([&] {
        last = trace()->model()->rowCount() - 1;
        return trace()->model()->index(last, TraceModel::CallColumn).data().toString() ==
               QStringLiteral("getuid()");
    }));
    const QRect place = trace()->visualRect(trace()->model()->index(last, TraceModel::CallColumn));
    for (const bool negated : {false, true}) {
        emit trace()->customContextMenuRequested(place.center());
        const auto menus = m_opened.view<TraceView>().findChildren<QMenu *>(Qt::FindDirectChildrenOnly);
        ASSERT_FALSE(menus.isEmpty());
        QMenu *menu = menus.last();
        QMenu *part = menu->actions().at(negated ? 1 : 0)->menu();
        ASSERT_TRUE(part);
        part->actions().first()->trigger();
        menu->close();
        if (!negated) {
            EXPECT_EQ(filter().applied(), QStringLiteral("call == getuid"));
            EXPECT_EQ(trace()->model()->rowCount(), 1);
            filter().apply({});
        }
    }
    EXPECT_EQ(filter().applied(), QStringLiteral("call != getuid"));
}

TEST_F(AnalysisWindow, SelectsInTheLadderWhatIsSelectedInTheTraceAndBack)
{
    ASSERT_TRUE(made(QStringLiteral("open(\"/nowhere\", O_RDONLY)")));
    ASSERT_TRUE(made(QStringLiteral("getppid()")));
    QTest::keyClick(m_opened.window.get(), Qt::Key_2, Qt::ControlModifier);
    auto &ladder = m_opened.view<LadderView>();
    ASSERT_TRUE(ladder.isVisible());
    LadderCanvas *canvas = ladder.canvas();
    auto *model = qobject_cast<LadderModel *>(ladder.table()->model());
    ASSERT_TRUE(eventually([&] { return model->rowCount() > 6; }));
    const int request = model->rowOfCall(store().at(store().size() - 1).id);
    ASSERT_GE(request, 0);
    QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, canvas->rowRect(request).center());
    EXPECT_EQ(m_opened.view<TraceView>().selectedCall(), model->entry(request).call);
    QTest::keyClick(canvas, Qt::Key_Up);
    ASSERT_TRUE(canvas->selected());
    EXPECT_LT(*canvas->selected(), model->entry(request).call) << "the call before";
    EXPECT_EQ(m_opened.view<TraceView>().selectedCall(), canvas->selected());
    ladder.setShowsTable(true);
    EXPECT_EQ(ladder.table()->currentIndex().data(LadderModel::CallIdRole).toULongLong(),
              static_cast<quint64>(*canvas->selected()));
}

TEST_F(AnalysisWindow, WritesTheLadderToFiles)
{
    ASSERT_TRUE(made(QStringLiteral("open(\"/now;here#\", O_RDONLY)")));
    m_opened.run("view.ladder");
    auto &ladder = m_opened.view<LadderView>();
    const auto *model = qobject_cast<LadderModel *>(ladder.table()->model());
    ASSERT_TRUE(eventually([&] { return model->rowCount() >= 4; }));
    const QString mermaid = mermaidOf(*model, 0);
    EXPECT_TRUE(mermaid.startsWith(QStringLiteral("sequenceDiagram\n    participant K as kernel\n")));
    EXPECT_TRUE(mermaid.contains(QStringLiteral("->>K: open(\"/now#59;here#35;\", O_RDONLY)")))
        << mermaid.toStdString();
    const rumpscope::test::TempDir directory;
    for (const char *name : {"ladder.svg", "ladder.png", "ladder.mmd"}) {
        const QString path =
            QString::fromStdString(directory.path()) + QLatin1Char('/') + QLatin1String(name);
        EXPECT_EQ(exportLadder(*ladder.canvas(), *model, 0, path), QString());
        EXPECT_GT(QFile(path).size(), 100) << name;
    }
    const QImage picture(QString::fromStdString(directory.path()) + QStringLiteral("/ladder.png"));
    EXPECT_EQ(picture.size(), ladder.canvas()->sizeOfRows(0, model->rowCount() - 1));
    EXPECT_FALSE(exportLadder(*ladder.canvas(), *model, 0, QStringLiteral("/nowhere/x.svg")).isEmpty());
}

TEST_F(AnalysisWindow, RemarksLeadToTheirEvidence)
{
    ASSERT_TRUE(made(QStringLiteral("pipe()")));
    m_opened.type(QStringLiteral("read(3, 16)"));
    ASSERT_TRUE(eventually([&] { return store().at(store().size() - 1).number == 3; }));
    const trace::CallId blocked = store().at(store().size() - 1).id;
    m_opened.window->scope().workbench.dropConnection(*m_opened.window->scope().workbench.primary());
    auto &remarks = m_opened.view<RemarksView>();
    ASSERT_TRUE(eventually([&] { return remarks.list()->model()->rowCount() == 1; }));
    EXPECT_EQ(tabs()->tabText(3), QStringLiteral("Remarks 1"));
    filter().apply(QStringLiteral("call == getppid"));
    QTest::keyClick(m_opened.window.get(), Qt::Key_4, Qt::ControlModifier);
    ASSERT_TRUE(remarks.isVisible());
    const QRect row = remarks.list()->visualRect(remarks.list()->model()->index(0, RemarksModel::TextColumn));
    QTest::mouseClick(remarks.list()->viewport(), Qt::LeftButton, {},
                      QPoint(row.right() - 20, row.top() + 16));
    EXPECT_EQ(tabs()->currentIndex(), 0);
    EXPECT_TRUE(filter().applied().isEmpty()) << "it hid the evidence";
    EXPECT_TRUE(eventually([&] { return m_opened.view<TraceView>().selectedCall() == blocked; }));
}

TEST_F(AnalysisWindow, RemembersColumnsAndSilencedRemarks)
{
    TraceTable *table = m_opened.view<TraceView>().table();
    EXPECT_TRUE(table->isColumnHidden(TraceModel::BytesInColumn));
    QMenu menu;
    table->fillColumnMenu(&menu);
    for (QAction *action : menu.actions()) {
        if (action->text() == QStringLiteral("in"))
            action->trigger();
    }
    EXPECT_FALSE(table->isColumnHidden(TraceModel::BytesInColumn));
    auto *model = qobject_cast<RemarksModel *>(m_opened.view<RemarksView>().list()->model());
    model->setSilenced(QStringLiteral("blocked-call"), true);
    m_opened.window->close();
    OpenedWindow second;
    ASSERT_TRUE(second.show());
    EXPECT_FALSE(second.view<TraceView>().table()->isColumnHidden(TraceModel::BytesInColumn));
    EXPECT_TRUE(second.view<TraceView>().table()->isColumnHidden(TraceModel::ThreadColumn));
    EXPECT_TRUE(second.view<RemarksView>().silencedButton()->text().startsWith(QStringLiteral("1 kind")));
}

} // namespace
} // namespace rumpscope::ui::test
