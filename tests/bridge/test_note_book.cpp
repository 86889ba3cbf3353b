// SPDX-License-Identifier: GPL-3.0-or-later
// Notes of a recording get into it; those of what is live get into what is saved.
#include "tests/support/bridge/surroundings.h"
#include "tests/support/files/small_disk.h"
#include "tests/support/recording/told.h"
#include "ui/bridge/note_book.h"
#include "ui/bridge/recording_saver.h"
#include "ui/bridge/replay.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include <algorithm>
#include <filesystem>

namespace rumpscope::ui::test {
namespace {

using rumpscope::test::linesOf;
using rumpscope::test::readAll;

class ANoteBook : public testing::Test
{
protected:
    void SetUp() override
    {
        rumpscope::test::record(m_path, rumpscope::test::transcriptEvents("fork"));
        ASSERT_TRUE(open());
        ASSERT_GT(m_bench.store().size(), 3U);
    }
    [[nodiscard]] bool open()
    {
        m_bench.openRecording(QString::fromStdString(m_path));
        return eventually([this] { return m_bench.replay().state() == Replay::State::Paused; });
    }
    [[nodiscard]] const trace::CallRecord &call(std::size_t index) const { return m_bench.store().at(index); }
    [[nodiscard]] bool fileSays(std::size_t notes) const
    {
        return eventually([&] { return readAll(m_path).facts.notes.size() == notes; });
    }

    rumpscope::test::TempDir m_dir;
    const std::string m_path = m_dir.file("x.pcapng");
    Workbench m_bench;
    NoteBook m_book{m_bench};
};

TEST_F(ANoteBook, WritesIntoTheRecordingAndFindsItThere)
{
    QSignalSpy failed(&m_book, &NoteBook::failed);
    m_book.setText(call(2), QStringLiteral("  why? "));
    m_book.setBookmark(call(1), true);
    ASSERT_TRUE(fileSays(2));
    m_bench.closeRecording();
    EXPECT_TRUE(m_book.all().empty());
    ASSERT_TRUE(open());
    ASSERT_NE(m_book.find(call(2)), nullptr);
    EXPECT_EQ(m_book.find(call(2))->text, "why?");
    ASSERT_NE(m_book.find(call(1)), nullptr);
    EXPECT_TRUE(m_book.find(call(1))->bookmark);
    EXPECT_EQ(m_book.find(call(0)), nullptr);
    EXPECT_EQ(m_book.callOf(*m_book.find(call(2))), call(2).id);
    EXPECT_EQ(failed.count(), 0);
}

TEST_F(ANoteBook, StaysWhereItIsWhileTheRecordingPlays)
{
    m_book.setText(call(2), QStringLiteral("here"));
    const trace::Note note = *m_book.find(call(2));
    m_bench.replay().seek(m_bench.replay().info().begin);
    ASSERT_TRUE(eventually([this] { return m_bench.replay().state() == Replay::State::Paused; }));
    EXPECT_EQ(m_book.all().size(), 1U);
    EXPECT_FALSE(m_book.callOf(note)) << "it has not happened yet";
    m_bench.replay().seek(m_bench.replay().info().end);
    ASSERT_TRUE(eventually([&] { return m_book.callOf(note).has_value(); }));
}

TEST_F(ANoteBook, TakesNotesBack)
{
    m_book.setText(call(2), QStringLiteral("here"));
    m_book.setBookmark(call(2), true);
    m_book.setText(call(2), {});
    EXPECT_EQ(m_book.all().size(), 1U) << "the bookmark is still there";
    m_book.remove(*m_book.find(call(2)));
    EXPECT_TRUE(m_book.all().empty());
    ASSERT_TRUE(eventually([this] {
        const auto read = readAll(m_path);
        return read.facts.sections == 5 && read.facts.notes.empty();
    }));
}

TEST_F(ANoteBook, SaysWhenTheRecordingCannotBeWritten)
{
    QSignalSpy failed(&m_book, &NoteBook::failed);
    ASSERT_TRUE(std::filesystem::remove(m_path));
    ASSERT_TRUE(std::filesystem::create_directory(m_path));
    m_book.setText(call(2), QStringLiteral("here"));
    ASSERT_TRUE(eventually([&] { return failed.count() == 1; }));
    EXPECT_TRUE(failed.at(0).at(0).toString().contains(QStringLiteral("The note is kept")));
    EXPECT_EQ(m_book.all().size(), 1U);
}

TEST_F(ANoteBook, LeavesADamagedRecordingAlone)
{
    std::filesystem::resize_file(m_path, std::filesystem::file_size(m_path) - 5);
    ASSERT_TRUE(open());
    QSignalSpy failed(&m_book, &NoteBook::failed);
    const auto before = rumpscope::test::contents(m_path);
    m_book.setText(call(2), QStringLiteral("here"));
    EXPECT_EQ(failed.count(), 1);
    EXPECT_EQ(rumpscope::test::contents(m_path), before);
}

class ASaver : public ANoteBook
{
protected:
    [[nodiscard]] bool save(const std::string &path)
    {
        m_saver.save(QString::fromStdString(path), m_book.all());
        return eventually([this] { return !m_saver.isSaving(); });
    }
    RecordingSaver m_saver{m_bench};
    QSignalSpy m_failed{&m_saver, &RecordingSaver::failed};
    QSignalSpy m_saved{&m_saver, &RecordingSaver::saved};
};

TEST_F(ASaver, WritesWhatIsInTheHistory)
{
    m_book.setText(call(2), QStringLiteral("why?"));
    const std::string to = m_dir.file("saved.pcapng");
    ASSERT_TRUE(save(to));
    ASSERT_EQ(m_saved.count(), 1) << (m_failed.isEmpty() ? ""
                                                         : m_failed.at(0).at(0).toString().toStdString());
    const auto original = readAll(m_path);
    const auto saved = readAll(to);
    EXPECT_FALSE(saved.error);
    EXPECT_TRUE(saved.facts.complete);
    EXPECT_EQ(saved.facts.frames + m_bench.store().framesApart(), original.facts.frames);
    EXPECT_EQ(saved.facts.notes.size(), 1U);
    EXPECT_EQ(saved.facts.turns, original.facts.turns);
    auto before = linesOf(original.events);
    auto after = linesOf(saved.events);
    std::sort(before.begin(), before.end()); // a frame and a turn may have the same time
    std::sort(after.begin(), after.end());
    EXPECT_EQ(after, before);
    EXPECT_FALSE(std::filesystem::exists(to + ".part"));
}

TEST_F(ASaver, ReplacesAFileOnlyByAWholeOne)
{
    const std::string to = m_dir.file("saved.pcapng");
    rumpscope::test::put(to, "before");
    ASSERT_TRUE(save(to));
    EXPECT_EQ(m_saved.count(), 1);
    EXPECT_FALSE(readAll(to).error);
}

TEST_F(ASaver, LosesNothingWhenTheNameCannotBeTaken)
{
    const std::string to = m_dir.file("saved.pcapng");
    std::filesystem::create_directories(to + "/full"); // rename() does not replace it
    ASSERT_TRUE(save(to));
    ASSERT_EQ(m_failed.count(), 1);
    const QString sentence = m_failed.at(0).at(0).toString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("Could not put "))) << sentence.toStdString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("Nothing is lost")));
    EXPECT_TRUE(std::filesystem::exists(to + "/full"));
    EXPECT_FALSE(std::filesystem::exists(to + ".part")) << "nothing is left lying about";
    EXPECT_GT(m_bench.store().size(), 3U);
}

TEST_F(ASaver, SaysWhenThereIsNoSuchFolder)
{
    ASSERT_TRUE(save(m_dir.file("no/where.pcapng")));
    ASSERT_EQ(m_failed.count(), 1);
    EXPECT_TRUE(m_failed.at(0).at(0).toString().contains(QStringLiteral("No such file or directory")));
}

TEST_F(ASaver, SaysWhenTheDiskIsFull)
{
    const std::string to = m_dir.file("saved.pcapng");
    rumpscope::test::put(to, "before");
    const rumpscope::test::SmallDisk disk(1000);
    ASSERT_TRUE(save(to));
    ASSERT_EQ(m_failed.count(), 1);
    EXPECT_TRUE(m_failed.at(0).at(0).toString().contains(QStringLiteral("File too large")));
    EXPECT_EQ(rumpscope::test::contents(to), "before");
    EXPECT_FALSE(std::filesystem::exists(to + ".part"));
}

TEST_F(ASaver, CanBeGivenUp)
{
    m_saver.save(QString::fromStdString(m_dir.file("saved.pcapng")), {});
    m_saver.cancel();
    EXPECT_FALSE(m_saver.isSaving());
    ASSERT_TRUE(save(m_dir.file("other.pcapng")));
    EXPECT_FALSE(std::filesystem::exists(m_dir.file("saved.pcapng")));
    EXPECT_EQ(m_saved.count(), 1);
}

} // namespace
} // namespace rumpscope::ui::test
