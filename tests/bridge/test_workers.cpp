// SPDX-License-Identifier: GPL-3.0-or-later
// Work that leaves the user's thread, and its way back.
#include "tests/support/bridge/surroundings.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>

namespace rumpscope::ui::test {
namespace {

TEST(Workers, DoEverythingBeforeTheyEnd)
{
    constexpr int kMany = 1000;
    std::atomic<int> done = 0;
    {
        Workers workers(3);
        for (int i = 0; i < kMany; ++i)
            workers.start([&] { ++done; });
    }
    EXPECT_EQ(done, kMany);
}

TEST(Workers, WorkBesideEachOther)
{
    constexpr int kMany = 8;
    std::latch together(kMany);
    Workers workers(kMany);
    for (int i = 0; i < kMany; ++i)
        workers.start([&] { together.arrive_and_wait(); });
    together.wait();
}

TEST(Workers, QueueBeyondTheirNumber)
{
    std::latch held(1);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    {
        Workers workers(2);
        for (int i = 0; i < 10; ++i)
            workers.start([&] {
                most = std::max<int>(most, ++running);
                held.wait();
                --running;
            });
        held.count_down();
    }
    EXPECT_LE(most, 2);
    EXPECT_EQ(running, 0);
}

TEST(Mailbox, DeliversInOrderOnItsOwnThread)
{
    constexpr int kMany = 1000;
    const auto here = std::this_thread::get_id();
    Mailbox mailbox;
    std::vector<int> got;
    Workers workers(1);
    workers.start([&] {
        for (int i = 0; i < kMany; ++i)
            mailbox.post([&, i] {
                EXPECT_EQ(std::this_thread::get_id(), here);
                got.push_back(i);
            });
    });
    ASSERT_TRUE(eventually([&] { return got.size() == kMany; }));
    EXPECT_TRUE(std::is_sorted(got.begin(), got.end()));
}

TEST(Mailbox, DeliversWhileATaskHandlesEvents)
{
    Mailbox mailbox;
    bool nested = false;
    bool over = false;
    mailbox.post([&] {
        EXPECT_TRUE(eventually([&] { return nested; })) << "as below a dialog";
        over = true;
    });
    mailbox.post([&] { nested = true; });
    EXPECT_TRUE(eventually([&] { return over; }));
}

TEST(Mailbox, DropsWhatItCouldNotDeliver)
{
    const auto held = std::make_shared<int>(7);
    {
        Mailbox mailbox;
        mailbox.post([held] { ADD_FAILURE() << "nobody handled events"; });
        EXPECT_EQ(held.use_count(), 2);
    }
    EXPECT_EQ(held.use_count(), 1);
}

} // namespace
} // namespace rumpscope::ui::test
