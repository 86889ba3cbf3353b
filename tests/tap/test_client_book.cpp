// SPDX-License-Identifier: BSD-2-Clause
// Who comes back is known by program and name; who never left, or cannot be seen, is somebody new.
#include "clientcore/tap/client_book.h"

#include <gtest/gtest.h>

namespace rumpscope::tap {
namespace {

using event::Generation;

TEST(ClientBook, AClientThatLostItsConnectionComesBackAsTheSame)
{
    ClientBook book;
    const Identity first = book.arrive(100, "ftpd");
    EXPECT_EQ(first.generation, Generation{1});
    EXPECT_FALSE(book.awaited(100));
    book.lost(100, "ftpd", first);
    ASSERT_TRUE(book.awaited(100));
    EXPECT_EQ(book.awaited(100)->session, first.session);
    const Identity again = book.arrive(100, "ftpd");
    EXPECT_EQ(again.session, first.session);
    EXPECT_EQ(again.generation, Generation{2});
    EXPECT_FALSE(book.awaited(100));
    EXPECT_NE(book.arrive(100, "ftpd").session, first.session) << "the first one is here";
}

TEST(ClientBook, OthersAreOthers)
{
    ClientBook book;
    const Identity first = book.arrive(100, "ftpd");
    book.lost(100, "ftpd", first);
    EXPECT_NE(book.arrive(101, "ftpd").session, first.session);
    EXPECT_NE(book.arrive(100, "httpd").session, first.session);
    EXPECT_NE(book.arrive({}, "ftpd").session, first.session);
    EXPECT_NE(book.arrive(100, "").session, first.session);
}

TEST(ClientBook, AClaimedChildComesBackWithAName)
{
    ClientBook book;
    const Identity child = book.arrive(100, "");
    book.lost(100, "", child);
    EXPECT_EQ(book.arrive(100, "ftpd").session, child.session);
}

TEST(ClientBook, OverTcpTheSameNameFromTheSameHostIsProbablyTheSame)
{
    using std::chrono::seconds;
    const transport::TimePoint then{};
    ClientBook book;
    const auto first = book.arriveFrom("10.0.0.5", "ftpd", then);
    EXPECT_FALSE(first.probable);
    book.lostFrom("10.0.0.5", "ftpd", first.identity, then);
    EXPECT_FALSE(book.arriveFrom("10.0.0.6", "ftpd", then).probable) << "from elsewhere";
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "httpd", then).probable);
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "", then).probable);
    const auto again = book.arriveFrom("10.0.0.5", "ftpd", then + seconds(20));
    EXPECT_TRUE(again.probable);
    EXPECT_EQ(again.identity.session, first.identity.session);
    EXPECT_EQ(again.identity.generation, Generation{2});
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "ftpd", then).probable) << "it is here";
    book.lostFrom("10.0.0.5", "ftpd", again.identity, then);
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "ftpd", then + ClientBook::kGuess + seconds(1)).probable)
        << "too long ago to say";
}

TEST(ClientBook, TwoOfOneNameOverTcpAreNotGuessed)
{
    const transport::TimePoint then{};
    ClientBook book;
    for (int i = 0; i < 2; ++i)
        book.lostFrom("10.0.0.5", "worker", book.arriveFrom("10.0.0.9", "other", then).identity, then);
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "worker", then).probable);
    EXPECT_FALSE(book.arriveFrom("10.0.0.5", "worker", then).probable);
}

TEST(ClientBook, SeveralOfOneProgramAreNotGuessed)
{
    ClientBook book;
    book.lost(100, "a", book.arrive(100, "a"));
    book.lost(100, "b", book.arrive(100, "b"));
    EXPECT_FALSE(book.awaited(100));
    EXPECT_FALSE(book.awaited(99));
    EXPECT_FALSE(book.awaited(101));
}

TEST(ClientBook, ForgetsWhoHasBeenAwayForLong)
{
    ClientBook book;
    const Identity first = book.arrive(1, "x");
    book.lost(1, "x", first);
    Identity last{};
    for (std::int32_t pid = 2; pid < 5000; ++pid) {
        last = book.arrive(pid, "x");
        book.lost(pid, "x", last);
    }
    EXPECT_NE(book.arrive(1, "x").session, first.session);
    EXPECT_EQ(book.arrive(4999, "x").session, last.session);
}

} // namespace
} // namespace rumpscope::tap
