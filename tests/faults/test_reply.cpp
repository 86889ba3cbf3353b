// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/faults/reply.h"

#include <gmock/gmock.h>

namespace rumpscope::faults {
namespace {

using testing::HasSubstr;

TEST(Reply, IsWrittenAndReadAlike)
{
    for (const Reply &reply : {Reply{}, Reply{{"one", "two words"}, {}}, Reply{{}, "that cannot be."}}) {
        const auto read = Reply::parse(reply.toText());
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, reply);
        EXPECT_TRUE(isWhole(reply.toText()));
    }
    EXPECT_EQ((Reply{{"one"}, {}}.toText()), " one\nok\n");
    EXPECT_EQ((Reply{{}, "no."}.toText()), "error no.\n");
}

TEST(Reply, MustEnd)
{
    for (const char *text : {"", " one\n", " one\nok", "o", " ok\n"})
        EXPECT_FALSE(isWhole(text)) << text;
    EXPECT_FALSE(Reply::parse(" one\n"));
    const auto other = Reply::parse("HTTP/1.1 400\nok\n");
    ASSERT_FALSE(other);
    EXPECT_THAT(other.error(), HasSubstr("no line of an answer"));
}

TEST(Status, IsWrittenAndReadAlike)
{
    const Status status{
        3, "RUMPSP-0.4-x", {Slow{"read", std::chrono::milliseconds(5)}, Happen{Happen::Event::Die, 4}}};
    const auto read = Status::parse(status.toLines());
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, status);
    EXPECT_EQ(status.toLines()[0], "calls under way: 3");
}

TEST(Status, MistakesGetASentence)
{
    EXPECT_FALSE(Status::parse({}));
    EXPECT_FALSE(Status::parse({"calls under way: 1"}));
    EXPECT_FALSE(Status::parse({"calls under way: many", "banner: x"}));
    EXPECT_FALSE(Status::parse({"calls under way: 1", "banner: x", "dance"}));
}

} // namespace
} // namespace rumpscope::faults
