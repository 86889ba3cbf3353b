// SPDX-License-Identifier: BSD-2-Clause
// Letting others run before sleeping, with a processor whose clock is moved by hand.
#include "clientcore/capi/yielder.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using namespace std::chrono_literals;

struct FakeProcessor
{
    inline static std::chrono::steady_clock::time_point clock{};
    inline static std::chrono::microseconds taken{};
    inline static int yields = 0;

    static std::chrono::steady_clock::time_point now() { return clock; }
    static void yield()
    {
        ++yields;
        clock += taken;
    }
};

struct CapiYielder : testing::Test
{
    CapiYielder()
    {
        FakeProcessor::clock = std::chrono::steady_clock::time_point(1h);
        FakeProcessor::taken = 5us;
        FakeProcessor::yields = 0;
    }
    /// Looks for what never comes; how often others were let run meanwhile.
    int yieldsInVain()
    {
        const int before = FakeProcessor::yields;
        EXPECT_FALSE(yielder.yield([] { return false; }));
        return FakeProcessor::yields - before;
    }
    /// With yields that take `taken`, looking in vain each time; false: it has had enough.
    bool goesOn(std::chrono::microseconds taken)
    {
        FakeProcessor::taken = taken;
        (void)yieldsInVain();
        return yielder.worthWhile();
    }
    /// How often it goes on until it has had enough.
    int timesUntilRest(std::chrono::microseconds taken)
    {
        int times = 1;
        while (goesOn(taken))
            ++times;
        return times;
    }
    void expectRestOf(std::chrono::milliseconds rest)
    {
        FakeProcessor::clock += rest - 1ms;
        EXPECT_FALSE(yielder.worthWhile());
        EXPECT_EQ(yieldsInVain(), 0) << "whoever does not ask is not let run either";
        FakeProcessor::clock += 2ms;
        EXPECT_TRUE(yielder.worthWhile());
    }
    /// Something is found at once after one yield.
    void find()
    {
        int looks = 0;
        EXPECT_TRUE(yielder.yield([&looks] { return ++looks == 2; }));
    }

    capi::BasicYielder<FakeProcessor> yielder;
};

TEST_F(CapiYielder, LooksBeforeTheFirstYieldAndAfterEach)
{
    EXPECT_TRUE(yielder.yield([] { return true; }));
    EXPECT_EQ(FakeProcessor::yields, 0);
    find();
    EXPECT_EQ(FakeProcessor::yields, 1);
    EXPECT_EQ(yieldsInVain(), 10);
    EXPECT_TRUE(yielder.worthWhile());
}

TEST_F(CapiYielder, RestsWhereAnswersAreTooSlowAndThenTriesAgain)
{
    EXPECT_EQ(timesUntilRest(5us), 64);
    expectRestOf(100ms);
}

TEST_F(CapiYielder, GoesOnWhereSomeAreFound)
{
    for (int i = 0; i < 1000; ++i) {
        if (i % 50 == 0)
            find();
        EXPECT_TRUE(goesOn(5us)) << i;
    }
}

TEST_F(CapiYielder, SleepsAtOnceWhenAYieldTookLongAndRestsWhenThatIsTheRule)
{
    FakeProcessor::taken = 3ms;
    EXPECT_EQ(yieldsInVain(), 1);
    EXPECT_EQ(timesUntilRest(3ms), 7);
    expectRestOf(1s);
}

TEST_F(CapiYielder, ALongYieldNowAndThenIsForgotten)
{
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(goesOn(3ms)) << i;
        for (int k = 0; k < 4; ++k) {
            EXPECT_TRUE(goesOn(5us)) << i;
            find();
        }
    }
}

TEST_F(CapiYielder, TheLongerRestOfTwoThreadsCounts)
{
    for (int i = 0; i < 63; ++i)
        EXPECT_TRUE(goesOn(5us)) << i;
    int looks = 0;
    EXPECT_FALSE(yielder.yield([&] {
        // Before the last one another thread finds that the processor is needed.
        if (++looks == 11) {
            EXPECT_EQ(timesUntilRest(3ms), 8);
        }
        return false;
    }));
    EXPECT_EQ(looks, 11);
    FakeProcessor::clock += 500ms;
    EXPECT_FALSE(yielder.worthWhile());
}

TEST_F(CapiYielder, WhatALongYieldBroughtIsSeen)
{
    FakeProcessor::taken = 3ms;
    find();
}

} // namespace
} // namespace rumpscope::test
