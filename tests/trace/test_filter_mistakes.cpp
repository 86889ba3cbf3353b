// SPDX-License-Identifier: BSD-2-Clause
// Mistakes in filters: what is said, and where it points.
#include "clientcore/filter/filter.h"

#include <gtest/gtest.h>

namespace rumpscope::trace {
namespace {

struct Mistake
{
    std::string text;   ///< with the marked spot between « and »
    std::string begins; ///< of the message
};

/// "call == «opne»" -> the text without marks, position and length of what is between them.
std::string unmarked(const std::string &marked, std::size_t &position, std::size_t &length)
{
    static const std::string kOpen = "«";
    static const std::string kClose = "»";
    position = marked.find(kOpen);
    const std::size_t end = marked.find(kClose);
    length = end - position - kOpen.size();
    return marked.substr(0, position) + marked.substr(position + kOpen.size(), length) +
           marked.substr(end + kClose.size());
}

TEST(FilterMistakes, PointAtTheSpot)
{
    const Mistake mistakes[] = {
        {"call == «opne»", "no call is named opne; did you mean open?"},
        {"«cal» == open", "no field is called cal; did you mean call?"},
        {"«open»", "open is a call, not a field: write call == open"},
        {"«\"»ftpd\"", "a text alone says nothing"},
        {"call «=» open", "write == to compare"},
        {"call «open»", "write ==, !=, < or contains after call"},
        {"«call»", "call alone says nothing"},
        {"call «<» open", "call has no order"},
        {"pid «contains» 5", "pid is no text"},
        {"failed «==» 1", "failed is true or false: write failed or !failed"},
        {"latency > «5»", "5 of what? Write a unit: 5us, 5ms or 5s"},
        {"latency > «5parsec»", "the unit parsec is not known"},
        {"latency > «1.5»", "1.5 needs a unit"},
        {"latency > «4KiB»", "latency is compared with a time"},
        {"bytes > «4ms»", "bytes is compared with a size"},
        {"pid == «4KiB»", "pid is compared with a number"},
        {"errno == «ENOTHERE»", "no error is called ENOTHERE"},
        {"errno == «\"ENOENT\"»", "errno is compared with a name or a number"},
        {"type == «COPIN»", "COPIN is none of type"},
        {"comm == «ftpd»", "comm is compared with a text in quotes: \"ftpd\""},
        {"comm == «\"ftpd»", "this string has no closing quote"},
        {"failed «own»", "write ==, !=, < or contains after failed"},
        {"«(»failed", "this ( is never closed"},
        {"failed«)»", "this ) closes nothing"},
        {"failed &&«»", "a condition is missing here"},
        {"call ==«»", "a value for call is missing here"},
        {"call in «open»", "in is followed by a list"},
        {"call in «(»open", "this ( is never closed"},
        {"call in (open «close»)", "write , between two values"},
        {"call == open «&» failed", "write && or ||"},
        {"«&»& failed", "a condition begins with a field"},
        {"pid == «99999999999999999999»", "99999999999999999999 does not fit 64 bits"},
        {"pid == «0x»", "0x is no number"},
        {"latency < «99999999999h»", "99999999999h is too much"},
        {"pid == «§»", "a value is a number"},
    };
    for (const Mistake &mistake : mistakes) {
        std::size_t position = 0;
        std::size_t length = 0;
        const std::string text = unmarked(mistake.text, position, length);
        const auto compiled = Filter::compile(text);
        ASSERT_FALSE(compiled) << text;
        EXPECT_TRUE(compiled.error().message.starts_with(mistake.begins))
            << text << ": " << compiled.error().message;
        EXPECT_EQ(compiled.error().position, position) << mistake.text;
        EXPECT_EQ(compiled.error().length, length) << mistake.text;
    }
}

TEST(FilterMistakes, OfSizeAndDepthAreRefused)
{
    EXPECT_FALSE(Filter::compile(std::string(5000, ' ') + "failed"));
    const auto nested = Filter::compile(std::string(2000, '(') + "failed" + std::string(2000, ')'));
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().message, "this is nested too deeply");
    EXPECT_FALSE(Filter::compile(std::string(3000, '!') + "failed"));
    const std::string unfinished(64, '!');
    const auto atEnd = Filter::compile(unfinished);
    ASSERT_FALSE(atEnd);
    EXPECT_LE(atEnd.error().position + atEnd.error().length, unfinished.size());
    std::string chain = "failed";
    while (chain.size() < 4000)
        chain += " || failed";
    EXPECT_TRUE(Filter::compile(chain));
}

} // namespace
} // namespace rumpscope::trace
