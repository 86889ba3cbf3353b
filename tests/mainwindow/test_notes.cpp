// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and bookmarks by keys and menus; what is live recorded and saved; all of it found again.
#include "tests/mainwindow/opened_window.h"
#include "tests/support/recording/told.h"
#include "ui/bridge/live_recorder.h"
#include "ui/bridge/replay.h"
#include "ui/panes/notes/notes_model.h"
#include "ui/panes/notes/notes_view.h"
#include "ui/panes/recording/record_dialog.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/trace/trace_view.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

namespace rumpscope::ui::test {
namespace {

using rumpscope::test::readAll;

class ACallWithANote : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_opened.show());
        ASSERT_TRUE(m_opened.openKernel());
        m_opened.type(QStringLiteral("getpid()"));
        ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("getpid()")) >= 0; }));
    }
    [[nodiscard]] TraceTable &table() const { return *m_opened.view<TraceView>().table(); }
    [[nodiscard]] QTableView &notes() const { return *m_opened.view<NotesView>().table(); }
    [[nodiscard]] int rowOf(const QString &call) const
    {
        for (int row = 0; row < table().model()->rowCount(); ++row) {
            if (table().model()->index(row, TraceModel::CallColumn).data().toString() == call)
                return row;
        }
        return -1;
    }
    [[nodiscard]] QString noteAt(int row) const
    {
        return table().model()->index(row, 0).data(TraceModel::NoteRole).toString();
    }
    void choose(int row)
    {
        m_opened.window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(m_opened.window.get()));
        table().setCurrentIndex(table().model()->index(row, TraceModel::CallColumn));
        table().setFocus();
        ASSERT_TRUE(eventually([this] {
            return m_opened.window->scope().commands.action(QStringLiteral("call.note"))->isEnabled();
        }));
    }
    void write(const QString &text)
    {
        QTest::keyClick(&table(), Qt::Key_N, Qt::ControlModifier);
        auto *dialog = m_opened.window->findChild<QDialog *>();
        ASSERT_NE(dialog, nullptr);
        auto *edit = dialog->findChild<QLineEdit *>();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
        ASSERT_TRUE(eventually([this] { return !m_opened.window->findChild<QDialog *>(); }));
    }

    rumpscope::test::TempDir m_dir;
    OpenedWindow m_opened;
};

TEST_F(ACallWithANote, ShowsItAndIsFoundFromTheList)
{
    QAbstractItemModelTester tester(notes().model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    const int row = rowOf(QStringLiteral("getpid()"));
    choose(row);
    write(QStringLiteral("why twice?"));
    EXPECT_EQ(noteAt(row), QStringLiteral("✎ why twice?"));
    choose(row);
    QTest::keyClick(&table(), Qt::Key_B, Qt::ControlModifier);
    EXPECT_EQ(noteAt(row), QStringLiteral("★ why twice?"));
    m_opened.type(QStringLiteral("getppid()"));
    ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("getppid()")) >= 0; }));
    choose(rowOf(QStringLiteral("getppid()")));

    m_opened.run("view.notes");
    ASSERT_EQ(notes().model()->rowCount(), 1);
    EXPECT_EQ(notes().model()->index(0, NotesModel::NoteColumn).data().toString(),
              QStringLiteral("★ why twice?"));
    EXPECT_EQ(notes().model()->index(0, NotesModel::CallColumn).data().toString(),
              QStringLiteral("getpid()"));
    notes().selectRow(0);
    QTest::keyClick(&notes(), Qt::Key_Return);
    EXPECT_TRUE(table().isVisible());
    EXPECT_EQ(table().currentIndex().row(), row);

    m_opened.run("view.notes");
    QTest::keyClick(&notes(), Qt::Key_Delete);
    EXPECT_EQ(notes().model()->rowCount(), 0);
    EXPECT_TRUE(noteAt(row).isEmpty());
}

TEST_F(ACallWithANote, IsSavedAndOpenedWithIt)
{
    choose(rowOf(QStringLiteral("getpid()")));
    write(QStringLiteral("why twice?"));
    const QString path = QString::fromStdString(m_dir.file("saved.pcapng"));
    m_opened.run("file.save", path);
    ASSERT_TRUE(eventually([this] {
        return m_opened.view<StatusLine>().notice().contains(QStringLiteral("saved in "));
    })) << m_opened.view<StatusLine>().notice().toStdString();
    m_opened.window->scope().workbench.disconnectAll();
    m_opened.window->scope().workbench.openRecording(path);
    ASSERT_TRUE(eventually(
        [this] { return m_opened.window->scope().workbench.replay().state() == Replay::State::Paused; }));
    const int row = rowOf(QStringLiteral("getpid()"));
    ASSERT_GE(row, 0);
    EXPECT_EQ(noteAt(row), QStringLiteral("✎ why twice?"));
}

TEST_F(ACallWithANote, WhatIsLiveIsRecordedWhileItHappens)
{
    QTest::keyClick(m_opened.window.get(), Qt::Key_R, Qt::ControlModifier);
    auto *dialog = m_opened.window->findChild<RecordDialog *>();
    ASSERT_NE(dialog, nullptr);
    const std::string path = m_dir.file("live.pcapng");
    auto *edit = dialog->findChild<QLineEdit *>();
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromStdString(path));
    QTest::keyClick(edit, Qt::Key_Return);
    auto &recorder = m_opened.window->scope().workbench.recorder();
    ASSERT_TRUE(eventually([&] { return recorder.standing().has_value(); }));
    m_opened.type(QStringLiteral("getppid()"));
    ASSERT_TRUE(eventually([this] {
        const int row = rowOf(QStringLiteral("getppid()"));
        const QModelIndex result = table().model()->index(row, TraceModel::ResultColumn);
        return row >= 0 && result.data().toString().startsWith(QLatin1Char('='));
    })) << "answered";
    choose(rowOf(QStringLiteral("getpid()")));
    write(QStringLiteral("before the recording"));
    choose(rowOf(QStringLiteral("getppid()")));
    write(QStringLiteral("in the recording"));
    choose(rowOf(QStringLiteral("getppid()")));
    QTest::keyClick(m_opened.window.get(), Qt::Key_R, Qt::ControlModifier);
    EXPECT_FALSE(recorder.standing());
    ASSERT_TRUE(eventually([&] { return readAll(path).facts.complete; }));
    const auto read = readAll(path);
    EXPECT_GE(read.facts.frames, 2U);
    EXPECT_GE(read.facts.turns, 1U) << "who is who";
    ASSERT_EQ(read.facts.notes.size(), 1U);
    EXPECT_EQ(read.facts.notes.begin()->second.text, "in the recording");
}

} // namespace
} // namespace rumpscope::ui::test
