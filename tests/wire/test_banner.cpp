// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/banner.h"

#include <gtest/gtest.h>

namespace rumpscope::wire {
namespace {

using Kind = BannerError::Kind;

TEST(Banner, IsParsedAndWrittenBack)
{
    const std::string line = "RUMPSP-0.4-NetBSD-7.99.34/amd64";
    const auto banner = parseBanner(line);
    ASSERT_TRUE(banner) << banner.error().sentence();
    EXPECT_EQ(*banner, (Banner{0, 4, "NetBSD", "7.99.34", "amd64"}));
    EXPECT_EQ(encodeBanner(*banner), line + "\n");
}

TEST(Banner, KeepsDashesOfTheRelease)
{
    const auto banner = parseBanner("RUMPSP-1.12-NetBSD-10.0-RC1/evbarm");
    ASSERT_TRUE(banner);
    EXPECT_EQ(banner->osRelease, "10.0-RC1");
    EXPECT_EQ(banner->machine, "evbarm");
}

TEST(Banner, SaysWhatIsWrong)
{
    const std::pair<const char *, Kind> cases[] = {
        {"HTTP/1.1 400 Bad Request", Kind::NotRumpSp},
        {"", Kind::NotRumpSp},
        {"RUMPSP-x.4-NetBSD-7/amd64", Kind::BadVersion},
        {"RUMPSP-0-NetBSD-7/amd64", Kind::BadVersion},
        {"RUMPSP-99999999999.1-NetBSD-7/amd64", Kind::BadVersion},
        {"RUMPSP-0.4-NetBSD", Kind::BadSystem},
        {"RUMPSP-0.4-NetBSD-7.99/", Kind::BadSystem},
        {"RUMPSP-0.4--7.99/amd64", Kind::BadSystem},
        {"RUMPSP-0.4-NetBSD-/amd64", Kind::BadSystem},
    };
    for (const auto &[line, kind] : cases) {
        const auto banner = parseBanner(line);
        ASSERT_FALSE(banner) << line;
        EXPECT_EQ(banner.error().kind, kind) << line;
        EXPECT_FALSE(banner.error().sentence().empty());
    }
}

TEST(Banner, EscapesForeignBytesInItsSentence)
{
    const auto banner = parseBanner("\x1b[2J\xff hello");
    ASSERT_FALSE(banner);
    EXPECT_NE(banner.error().sentence().find("\\x1b[2J\\xff hello"), std::string::npos);
}

TEST(Banner, RefusesALineThatIsTooLong)
{
    const auto banner = parseBanner("RUMPSP-0.4-NetBSD-7/" + std::string(kBannerLimit, 'a'));
    ASSERT_FALSE(banner);
    EXPECT_EQ(banner.error().kind, Kind::TooLong);
}

} // namespace
} // namespace rumpscope::wire
