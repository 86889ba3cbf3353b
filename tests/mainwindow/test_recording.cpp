// SPDX-License-Identifier: GPL-3.0-or-later
// A recording in every view as if it were live; back and forth in it; and back to what is live.
#include "tests/mainwindow/opened_window.h"
#include "tests/support/files/data_file.h"
#include "tests/support/recording/told.h"
#include "ui/kit/elided_label.h"
#include "ui/panes/ladder/ladder_view.h"
#include "ui/panes/processes/process_view.h"
#include "ui/panes/recording/replay_bar.h"
#include "ui/panes/status/status_line.h"
#include "ui/panes/trace/trace_view.h"

#include <QAbstractItemModelTester>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <filesystem>

namespace rumpscope::ui::test {
namespace {

class ARecordingInTheWindow : public testing::Test
{
protected:
    void SetUp() override
    {
        rumpscope::test::record(m_path, rumpscope::test::transcriptEvents("fork"));
        ASSERT_TRUE(m_opened.show());
    }
    void open(const std::string &path)
    {
        m_opened.run("file.open", QString::fromStdString(path));
        ASSERT_TRUE(atRest());
    }
    [[nodiscard]] Replay &replay() const { return m_opened.window->scope().workbench.replay(); }
    [[nodiscard]] bool atRest() const
    {
        return eventually([this] { return replay().state() == Replay::State::Paused; });
    }
    [[nodiscard]] QAbstractItemModel &trace() const { return *m_opened.view<TraceView>().table()->model(); }
    [[nodiscard]] QStringList calls() const
    {
        QStringList calls;
        for (int row = 0; row < trace().rowCount(); ++row)
            calls << trace().index(row, TraceModel::CallColumn).data().toString();
        return calls;
    }
    [[nodiscard]] QString shown() const
    {
        for (const auto *label : m_opened.view<StatusLine>().findChildren<ElidedLabel *>()) {
            if (label->text().contains(QStringLiteral("frame")) && label->isVisible())
                return label->text();
        }
        return {};
    }
    [[nodiscard]] QMessageBox *question() const { return m_opened.window->findChild<QMessageBox *>(); }

    rumpscope::test::TempDir m_dir;
    const std::string m_path = m_dir.file("fork.pcapng");
    OpenedWindow m_opened;
};

TEST_F(ARecordingInTheWindow, IsShownInEveryView)
{
    QAbstractItemModelTester tester(&trace(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    open(m_path);
    EXPECT_TRUE(calls().contains(QStringLiteral("getpid()"))) << calls().join('\n').toStdString();
    EXPECT_TRUE(shown().startsWith(QStringLiteral("fork.pcapng · "))) << shown().toStdString();
    EXPECT_EQ(m_opened.word(), QStringLiteral("recording"));
    const auto &processes = m_opened.window->scope().workbench.processes();
    EXPECT_GE(processes.nodes().size(), 2U) << processes.flattened();
    m_opened.run("view.ladder");
    const auto *ladder = m_opened.view<LadderView>().findChild<QTableView *>();
    ASSERT_NE(ladder, nullptr);
    EXPECT_GT(ladder->model()->rowCount(), 10);
    m_opened.run("view.trace");
    EXPECT_FALSE(m_opened.window->scope().workbench.store().connectionEvents().empty());
    EXPECT_TRUE(trace().index(0, TraceModel::WallTimeColumn).data().toString().contains(QLatin1Char(':')));
    const QModelIndex first = trace().index(0, TraceModel::TimeColumn);
    EXPECT_LT(first.data(TraceModel::TimeRole).toDouble(), 1.0) << "times begin with the recording";
}

TEST_F(ARecordingInTheWindow, FramesAndBytesAreReadWhenAsked)
{
    open(m_path);
    auto &view = m_opened.view<TraceView>();
    QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {},
                      view.table()->visualRect(trace().index(0, TraceModel::CallColumn)).center());
    const auto &store = m_opened.window->scope().workbench.store();
    ASSERT_TRUE(eventually([&] { return !store.at(0).frames.isInMemory(); }))
        << "the next batch lets them go";
    QTest::keyClick(view.table(), Qt::Key_Right);
    ASSERT_GT(trace().rowCount(), static_cast<int>(store.size()));
    EXPECT_FALSE(trace().index(1, TraceModel::CallColumn).data().toString().isEmpty());
    EXPECT_EQ(store.at(0).frames.front().header.frameClass, wire::FrameClass::Request);
    EXPECT_FALSE(store.at(0).frames.isInMemory()) << "looking does not bring it back for good";
}

TEST_F(ARecordingInTheWindow, TheSliderGoesBackInAllOfIt)
{
    open(m_path);
    const QStringList all = calls();
    const auto processes = m_opened.window->scope().workbench.processes().flattened();
    QTest::keyClick(m_opened.view<ReplayBar>().slider(), Qt::Key_Home);
    ASSERT_TRUE(eventually([&] { return calls().size() < 2; })) << calls().size();
    ASSERT_TRUE(atRest());
    EXPECT_EQ(replay().position(), replay().info().begin);
    QTest::keyClick(m_opened.view<ReplayBar>().slider(), Qt::Key_End);
    ASSERT_TRUE(eventually([&] { return calls() == all; }));
    ASSERT_TRUE(atRest());
    EXPECT_EQ(m_opened.window->scope().workbench.processes().flattened(), processes);
}

TEST_F(ARecordingInTheWindow, IsFilteredLikeWhatIsLive)
{
    open(m_path);
    const QStringList all = calls();
    m_opened.run("view.filter", QStringLiteral("call == getpid"));
    ASSERT_TRUE(eventually([&] { return calls().size() < all.size(); }));
    QStringList left = calls();
    EXPECT_EQ(left.removeDuplicates(), calls().size() - 1);
}

TEST_F(ARecordingInTheWindow, ADamagedOneSaysSo)
{
    std::filesystem::resize_file(m_path, std::filesystem::file_size(m_path) - 300);
    open(m_path);
    EXPECT_GT(calls().size(), 2);
    EXPECT_TRUE(m_opened.view<StatusLine>().notice().contains(QStringLiteral("is damaged at byte")));
    EXPECT_TRUE(shown().contains(QStringLiteral("damaged")));
}

TEST_F(ARecordingInTheWindow, ATranscriptOpensToo)
{
    open(rumpscope::test::dataFile("transcripts/fork.jsonl"));
    EXPECT_TRUE(calls().contains(QStringLiteral("getpid()")));
    EXPECT_TRUE(trace().index(0, TraceModel::WallTimeColumn).data().toString().isEmpty())
        << "nobody knows what day it was";
}

TEST_F(ARecordingInTheWindow, ComesByDrop)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(m_path))});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_opened.window.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_opened.window.get(), &drop);
    ASSERT_TRUE(atRest());
    EXPECT_FALSE(calls().isEmpty());
}

TEST_F(ARecordingInTheWindow, WhatIsLiveIsAskedAboutFirst)
{
    ASSERT_TRUE(m_opened.openKernel());
    m_opened.type(QStringLiteral("getpid()"));
    ASSERT_TRUE(eventually([&] { return calls().contains(QStringLiteral("getpid()")); }));
    m_opened.run("file.open", QString::fromStdString(m_path));
    ASSERT_TRUE(question());
    QTest::mouseClick(question()->button(QMessageBox::Cancel), Qt::LeftButton);
    EXPECT_FALSE(replay().isOpen());
    EXPECT_TRUE(m_opened.window->scope().workbench.primary()) << "nothing happened to it";
    ASSERT_TRUE(eventually([&] { return !question(); }));
    m_opened.run("file.open", QString::fromStdString(m_path));
    for (QAbstractButton *button : question()->buttons()) {
        if (button->text().contains(QStringLiteral("Open the recording")))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(atRest());
    EXPECT_FALSE(m_opened.window->scope().workbench.primary());
}

TEST_F(ARecordingInTheWindow, ClosesAndLeavesAnEmptyWindowForWhatIsLive)
{
    open(m_path);
    for (auto *button : m_opened.view<ReplayBar>().findChildren<QToolButton *>()) {
        if (button->accessibleName() == QStringLiteral("Close the recording"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_FALSE(replay().isOpen());
    EXPECT_TRUE(calls().isEmpty());
    EXPECT_FALSE(m_opened.view<ReplayBar>().isVisible());
    EXPECT_TRUE(m_opened.window->scope().workbench.processes().nodes().empty());
    ASSERT_TRUE(m_opened.openKernel()) << "and that works as ever";
    EXPECT_TRUE(eventually([&] { return !calls().isEmpty(); }));
}

TEST_F(ARecordingInTheWindow, AnotherOneTakesItsPlace)
{
    open(m_path);
    const QStringList first = calls();
    open(rumpscope::test::dataFile("transcripts/files.jsonl"));
    EXPECT_FALSE(question()) << "a recording is in its file";
    EXPECT_NE(calls(), first);
    EXPECT_TRUE(shown().startsWith(QStringLiteral("files.jsonl")));
}

} // namespace
} // namespace rumpscope::ui::test
