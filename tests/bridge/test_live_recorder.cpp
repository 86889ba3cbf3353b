// SPDX-License-Identifier: GPL-3.0-or-later
// What is live gets into a file and goes on to the history all the same.
#include "clientcore/trace/ring/recorder.h"
#include "tests/support/bridge/surroundings.h"
#include "tests/support/files/small_disk.h"
#include "tests/support/recording/told.h"
#include "tests/support/trace/events.h"
#include "ui/bridge/live_recorder.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include <filesystem>

namespace rumpscope::ui::test {
namespace {

using rumpscope::test::noteOf;
using rumpscope::test::readAll;

class ALiveRecorder : public testing::Test
{
protected:
    [[nodiscard]] bool start(std::vector<event::ConnectionEvent> before = {}, quint64 segment = 0)
    {
        m_live.start({QString::fromStdString(m_path), segment, 0}, std::move(before));
        return eventually([this] { return m_live.standing().has_value(); });
    }
    void tell(std::uint64_t reqno)
    {
        const auto event = m_peer.call(static_cast<std::int64_t>(reqno), reqno, 20, {1, 2, 3});
        m_live.frame(noteOf(event));
    }
    [[nodiscard]] std::size_t wentOn()
    {
        return m_history.drain([](event::Event &&) {});
    }
    /// Closing is done elsewhere.
    [[nodiscard]] bool closed() const
    {
        return eventually([this] { return readAll(m_path).facts.complete; });
    }

    rumpscope::test::TempDir m_dir;
    const std::string m_path = m_dir.file("x.pcapng");
    rumpscope::test::Peer m_peer;
    trace::Recorder m_history;
    LiveRecorder m_live{m_history};
    QSignalSpy m_failed{&m_live, &LiveRecorder::failed};
};

TEST_F(ALiveRecorder, WritesWhatIsToldBetweenStartAndStop)
{
    tell(1);
    ASSERT_TRUE(start({m_peer.established(0, 7, "shell")}));
    for (std::uint64_t i = 2; i <= 5; ++i)
        tell(i);
    m_live.stop();
    EXPECT_FALSE(m_live.standing());
    tell(6);
    EXPECT_EQ(wentOn(), 6U);
    ASSERT_TRUE(closed());
    const auto read = readAll(m_path);
    EXPECT_EQ(read.facts.frames, 4U);
    EXPECT_EQ(read.facts.turns, 1U) << "who was there before";
    EXPECT_EQ(m_failed.count(), 0);
}

TEST_F(ALiveRecorder, SaysWhenTheFileIsThere)
{
    rumpscope::test::put(m_path, "precious");
    m_live.start({QString::fromStdString(m_path), 0, 0}, {});
    ASSERT_TRUE(eventually([this] { return m_failed.count() == 1; }));
    EXPECT_TRUE(m_failed.at(0).at(0).toString().contains(QStringLiteral("is there already")));
    EXPECT_FALSE(m_live.standing());
    tell(1);
    EXPECT_EQ(wentOn(), 1U);
    EXPECT_EQ(rumpscope::test::contents(m_path), "precious");
}

TEST_F(ALiveRecorder, GoesOnInFurtherFiles)
{
    ASSERT_TRUE(start({}, 4'000));
    for (std::uint64_t i = 1; i <= 200; ++i)
        tell(i);
    ASSERT_TRUE(eventually([this] { return m_live.standing()->frames == 200; }));
    m_live.stop();
    ASSERT_TRUE(closed());
    EXPECT_TRUE(std::filesystem::exists(m_dir.file("x-2.pcapng")));
    EXPECT_EQ(readAll(m_path).facts.frames, 200U);
}

TEST_F(ALiveRecorder, EndsAndSaysSoWhenTheDiskIsFull)
{
    ASSERT_TRUE(start());
    const rumpscope::test::SmallDisk disk(5'000);
    for (std::uint64_t i = 1; i <= 500; ++i)
        tell(i);
    ASSERT_TRUE(eventually([this] {
        m_live.check();
        return m_failed.count() == 1;
    }));
    EXPECT_TRUE(m_failed.at(0).at(0).toString().contains(QStringLiteral("File too large")));
    EXPECT_FALSE(m_live.standing());
    EXPECT_EQ(wentOn(), 500U) << "the window has it all";
    const auto read = readAll(m_path);
    EXPECT_FALSE(read.error) << "what fitted is whole";
    EXPECT_GT(read.facts.frames, 0U);
}

} // namespace
} // namespace rumpscope::ui::test
