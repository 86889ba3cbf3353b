// SPDX-License-Identifier: BSD-2-Clause
// Frames that a recording has are let go, and read again where somebody looks.
#include "clientcore/trace/store/store.h"
#include "tests/support/trace/events.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

/// Knows every frame by its place, and counts how often it was asked.
class Shelf final : public trace::FrameSource
{
public:
    const std::vector<event::FrameRecord> &frames(std::span<const event::FramePlace> places) override
    {
        ++asked;
        m_given.clear();
        for (const auto place : places)
            m_given.push_back(m_all.at(place));
        return m_given;
    }
    [[nodiscard]] event::Event shelved(event::FrameRecord frame)
    {
        frame.place = m_all.size();
        m_all.push_back(frame);
        return frame;
    }
    int asked = 0;

private:
    std::vector<event::FrameRecord> m_all;
    std::vector<event::FrameRecord> m_given;
};

class AStoreWithPages : public testing::Test
{
protected:
    void batch(std::vector<event::Event> events)
    {
        m_store.begin();
        for (auto &event : events)
            m_store.add(std::move(event));
        m_change = m_store.commit();
    }

    Peer m_peer;
    const std::shared_ptr<Shelf> m_kept = std::make_shared<Shelf>();
    Shelf &m_shelf = *m_kept;
    trace::Store m_store{{}, m_kept};
    trace::Store::Change m_change;
};

TEST_F(AStoreWithPages, LetsFramesGoABatchAfterTheCallEnded)
{
    batch({m_shelf.shelved(m_peer.call(10, 1, 20, {7, 8})), m_shelf.shelved(m_peer.answer(20, 1, 5))});
    ASSERT_EQ(m_change.ended.size(), 1U);
    EXPECT_TRUE(m_store.at(0).frames.isInMemory()) << "whoever is told of the batch may look";
    const std::size_t before = m_store.bytes();
    batch({});
    const trace::CallRecord &record = m_store.at(0);
    EXPECT_FALSE(record.frames.isInMemory());
    EXPECT_LT(m_store.bytes(), before);
    EXPECT_EQ(record.frames.weight(), 2 * sizeof(event::FramePlace)) << "nor is their room kept";
    EXPECT_EQ(m_shelf.asked, 0) << "letting go reads nothing";
    EXPECT_EQ(record.frames.size(), 2U);
    EXPECT_EQ(m_shelf.asked, 0) << "how many there are is known";
    EXPECT_EQ(record.arguments(), (std::vector<std::uint64_t>{7, 8}));
    EXPECT_EQ(record.frames.back().time, at(20));
    EXPECT_GT(m_shelf.asked, 0);
}

TEST_F(AStoreWithPages, ACopyOfARecordOutlivesTheHistory)
{
    batch({m_shelf.shelved(m_peer.call(10, 1, 20, {7, 8})), m_shelf.shelved(m_peer.answer(20, 1, 5))});
    batch({});
    const trace::CallRecord copy = m_store.at(0);
    m_store = trace::Store();
    EXPECT_EQ(copy.arguments(), (std::vector<std::uint64_t>{7, 8}));
}

TEST_F(AStoreWithPages, KeepsFramesOfARunningCall)
{
    batch({m_shelf.shelved(m_peer.call(10, 1, 20))});
    batch({});
    batch({});
    EXPECT_TRUE(m_store.at(0).frames.isInMemory());
    batch({m_shelf.shelved(m_peer.answer(20, 1))});
    batch({});
    EXPECT_FALSE(m_store.at(0).frames.isInMemory());
    EXPECT_EQ(m_store.at(0).outcome, trace::CallRecord::Outcome::Answered);
}

TEST_F(AStoreWithPages, KeepsWhatNoRecordingHas)
{
    batch({m_peer.call(10, 1, 20), m_shelf.shelved(m_peer.answer(20, 1))});
    batch({});
    EXPECT_TRUE(m_store.at(0).frames.isInMemory());
    EXPECT_EQ(m_shelf.asked, 0);
}

TEST_F(AStoreWithPages, CountsItsBytesRightUntilTheLastRecordHasLeft)
{
    m_store = trace::Store({.calls = 2}, m_kept);
    for (std::uint64_t i = 1; i <= 10; ++i)
        batch({m_shelf.shelved(m_peer.call(10, i, 20, {1, 2, 3})), m_shelf.shelved(m_peer.answer(20, i))});
    batch({});
    const std::size_t two = m_store.bytes();
    m_store.clear();
    EXPECT_EQ(m_store.bytes(), 0U);
    EXPECT_LT(two, 2 * (sizeof(trace::CallRecord) + 100));
}

TEST_F(AStoreWithPages, BeginsAnewWithTheSameNumbers)
{
    batch({m_shelf.shelved(m_peer.call(10, 1, 20))});
    const auto first = m_store.at(0).id;
    m_store = trace::Store({}, m_kept);
    EXPECT_EQ(m_store.size(), 0U);
    EXPECT_EQ(m_store.framesSeen(), 0U);
    batch({m_shelf.shelved(m_peer.call(10, 1, 20))});
    EXPECT_EQ(m_store.at(0).id, first) << "what was remembered of a call still means that one";
}

} // namespace
} // namespace rumpscope::test
