// SPDX-License-Identifier: BSD-2-Clause
// What is offered at the cursor of a half-typed filter.
#include "clientcore/filter/complete_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rumpscope::trace {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> kNames{"ftpd", "sh ell"};

std::vector<std::string> offered(std::string_view text, std::size_t cursor = std::string_view::npos)
{
    std::vector<std::string> texts;
    for (const auto &candidate : completeFilter(text, cursor, kNames).candidates)
        texts.push_back(candidate.text);
    return texts;
}

TEST(FilterCompletion, OffersFieldsWhereAConditionBegins)
{
    for (const char *text : {"", "(", "!", "failed && ", "failed ||"})
        EXPECT_THAT(offered(text), Contains("comm")) << text;
    EXPECT_THAT(offered("lat"), ElementsAre("latency"));
    EXPECT_THAT(offered("failed && BYTES"), ElementsAre("bytes", "bytesin", "bytesout"));
}

TEST(FilterCompletion, OffersComparisonsThatFit)
{
    EXPECT_THAT(offered("pid "), ElementsAre("==", "!=", ">", "<", ">=", "<=", "in"));
    EXPECT_THAT(offered("errno "), ElementsAre("==", "!=", "in"));
    EXPECT_THAT(offered("comm c"), ElementsAre("contains"));
    EXPECT_THAT(offered("pid >"), ElementsAre(">", ">="));
    EXPECT_THAT(offered("failed "), ElementsAre("&&", "||"));
}

TEST(FilterCompletion, OffersValues)
{
    EXPECT_THAT(offered("call == ope"), ElementsAre("open", "openat"));
    EXPECT_THAT(offered("errno == enot"), Contains("ENOTDIR"));
    EXPECT_THAT(offered("state == "),
                ElementsAre("running", "answered", "refused", "lost", "ended", "failed"));
    EXPECT_THAT(offered("call in (read, wri"), Contains("write"));
    EXPECT_THAT(offered("comm == "), ElementsAre("\"ftpd\"", "\"sh ell\""));
    EXPECT_THAT(offered("comm == \"sh"), ElementsAre("\"sh ell\""));
    EXPECT_THAT(offered("call in "), ElementsAre("("));
    EXPECT_THAT(offered("pid == "), IsEmpty());
}

TEST(FilterCompletion, OffersConnectorsBehindACondition)
{
    EXPECT_THAT(offered("call == open "), ElementsAre("&&", "||"));
    EXPECT_THAT(offered("call == open &"), ElementsAre("&&"));
    EXPECT_THAT(offered("(failed) "), ElementsAre("&&", "||"));
}

TEST(FilterCompletion, ReplacesTheWordAtTheCursor)
{
    const auto inside = completeFilter("call == opx && failed", 10);
    EXPECT_EQ(inside.begin, 8U);
    EXPECT_EQ(inside.end, 11U);
    const auto behind = completeFilter("errno == ", 9);
    EXPECT_EQ(behind.begin, 9U);
    EXPECT_EQ(behind.end, 9U);
}

TEST(FilterCompletion, OffersNothingBehindAMistake)
{
    EXPECT_THAT(offered("call = open && "), IsEmpty());
    EXPECT_THAT(offered("nofield == "), IsEmpty());
    EXPECT_THAT(offered("failed own "), Not(Contains("comm")));
}

} // namespace
} // namespace rumpscope::trace
