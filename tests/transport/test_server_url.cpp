// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/server_url.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace rumpscope::transport {
namespace {

using Kind = UrlError::Kind;
using Use = ServerUrl::Use;

TEST(ServerUrl, TakesWhatRumpServerTakes)
{
    for (const char *text : {"unix:///run/rump.sock", "unix://relative", "tcp://127.0.0.1:12345",
                             "tcp://127.0.0.1:12345/", "tcp6://[::1]:12345/", "tcp6://[fe80::1]:65535"}) {
        const auto url = ServerUrl::parse(text);
        ASSERT_TRUE(url) << url.error().sentence();
        EXPECT_EQ(url->text(), text);
    }
    EXPECT_EQ(ServerUrl::parse("unix://relative")->path(), "relative");
}

TEST(ServerUrl, ServersMayUseAnyAddressAndLetTheHostChooseThePort)
{
    for (const char *text : {"tcp://0:1234/", "tcp://*:1234/", "tcp://0.0.0.0:1234", "tcp6://[::]:1234/"}) {
        EXPECT_TRUE(ServerUrl::parse(text, Use::Listen)) << text;
        const auto url = ServerUrl::parse(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind, Kind::Wildcard) << text;
    }
    EXPECT_TRUE(ServerUrl::parse("tcp://127.0.0.1:0/", Use::Listen));
    EXPECT_FALSE(ServerUrl::parse("tcp://127.0.0.1:0/"));
}

TEST(ServerUrl, EachMistakeHasItsOwnSentence)
{
    const std::pair<std::string, Kind> cases[] = {
        {"", Kind::Empty},
        {"/run/rump.sock", Kind::NoScheme},
        {"http://localhost", Kind::UnknownScheme},
        {"unix://", Kind::EmptyPath},
        {"unix:///" + std::string(107, 'a'), Kind::PathTooLong},
        {"tcp://localhost:1234", Kind::BadHost},
        {"tcp://127.0.0.1", Kind::MissingPort},
        {"tcp://127.0.0.1:http", Kind::BadPort},
        {"tcp://0:1234", Kind::Wildcard},
        {"tcp://127.0.0.1:1234/x", Kind::TrailingText},
    };
    std::set<std::string> sentences;
    for (const auto &[text, kind] : cases) {
        const auto url = ServerUrl::parse(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind, kind) << text << ": " << url.error().sentence();
        sentences.insert(url.error().sentence());
    }
    EXPECT_EQ(sentences.size(), std::size(cases));
}

TEST(ServerUrl, MoreWaysToGetItWrong)
{
    const std::pair<const char *, Kind> cases[] = {
        {"tcp://127.0.0.1:", Kind::MissingPort},
        {"tcp://127.0.0.1:70000", Kind::BadPort},
        {"tcp://127.0.0.1:-1", Kind::BadPort},
        {"tcp6://::1:80", Kind::BadHost},
        {"tcp6://[::1:80", Kind::BadHost},
        {"tcp6://[::1]", Kind::MissingPort},
        {"tcp://:80", Kind::BadHost},
        {"://", Kind::UnknownScheme},
    };
    for (const auto &[text, kind] : cases) {
        const auto url = ServerUrl::parse(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind, kind) << text << ": " << url.error().sentence();
    }
}

TEST(ServerUrl, TheLongestPathFits)
{
    EXPECT_TRUE(ServerUrl::parse("unix:///" + std::string(106, 'a')));
}

TEST(ServerUrl, SaysWhereTheMistakeStands)
{
    const auto url = ServerUrl::parse("tcp://127.0.0.1:80x/");
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().position, 16U);
    EXPECT_EQ(url.error().part, "80x");
}

TEST(ServerUrl, ParsedServerWinsOverRumpServer)
{
    ::setenv("RUMP_SERVER", "unix://a", 1);
    ::unsetenv("RUMP__PARSEDSERVER");
    EXPECT_EQ(ServerUrl::fromEnvironment()->path(), "a");
    ::setenv("RUMP__PARSEDSERVER", "unix:///b", 1);
    EXPECT_EQ(ServerUrl::fromEnvironment()->path(), "/b");
    ::unsetenv("RUMP_SERVER");
    ::unsetenv("RUMP__PARSEDSERVER");
    EXPECT_EQ(ServerUrl::fromEnvironment().error().kind, Kind::Empty);
}

TEST(ServerUrl, KnowsWhatLeavesThisMachine)
{
    EXPECT_TRUE(ServerUrl::parse("unix://x")->isLoopbackOrLocal());
    EXPECT_TRUE(ServerUrl::parse("tcp://127.1.2.3:1")->isLoopbackOrLocal());
    EXPECT_TRUE(ServerUrl::parse("tcp6://[::1]:1")->isLoopbackOrLocal());
    EXPECT_FALSE(ServerUrl::parse("tcp://10.0.0.1:1")->isLoopbackOrLocal());
    EXPECT_TRUE(ServerUrl::parse("unix://x")->absolute().path().starts_with('/'));
}

} // namespace
} // namespace rumpscope::transport
