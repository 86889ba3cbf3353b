// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/expression.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

namespace rumpscope::call {
namespace {

template<class T>
const T &as(const Value &value)
{
    return std::get<T>(value.is);
}

Expression good(std::string_view text)
{
    auto expression = parse(text);
    EXPECT_TRUE(expression) << text << ": " << (expression ? "" : expression.error().message);
    return expression ? *expression : Expression{};
}

TEST(Parse, NameAndNoArguments)
{
    const auto call = good("  getpid ( ) ");
    EXPECT_EQ(call.name, "getpid");
    EXPECT_EQ(call.namePosition, 2U);
    EXPECT_TRUE(call.arguments.empty());
    EXPECT_EQ(call.end, 12U);
}

TEST(Parse, Numbers)
{
    const auto call = good("f(12, -1, 0x10, 0644, 'c', '\\n', 0xffffffffffffffff, 0)");
    const std::int64_t expected[] = {12, -1, 16, 0644, 'c', '\n', -1, 0};
    ASSERT_EQ(call.arguments.size(), std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i)
        EXPECT_EQ(as<NumberValue>(call.arguments[i]).number, expected[i]) << i;
}

TEST(Parse, StringsWithEscapes)
{
    using namespace std::string_literals;
    const auto call = good(R"(f("a\n\0b\x41\"\\", "one" "two", "\1012", ""))");
    EXPECT_EQ(as<StringValue>(call.arguments[0]).bytes, "a\n\0bA\"\\"s);
    EXPECT_EQ(as<StringValue>(call.arguments[1]).bytes, "onetwo");
    EXPECT_EQ(as<StringValue>(call.arguments[2]).bytes, "A2");
    EXPECT_TRUE(as<StringValue>(call.arguments[3]).bytes.empty());
}

TEST(Parse, Names)
{
    const auto call = good("f(O_CREAT|O_RDWR | 0x8, NULL)");
    const auto &names = as<NamesValue>(call.arguments[0]);
    EXPECT_EQ(names.names, (std::vector<std::string>{"O_CREAT", "O_RDWR"}));
    EXPECT_EQ(names.rest, 8);
    EXPECT_EQ(call.arguments[0].position, 2U);
    EXPECT_EQ(call.arguments[0].length, 20U);
    EXPECT_TRUE(std::holds_alternative<NullValue>(call.arguments[1].is));
}

TEST(Parse, ListsAndStructures)
{
    const auto call = good(R"(poll([{fd=3, events=POLLIN}, {4}], 1, {AF_INET, "127.0.0.1", 80}))");
    const auto &list = as<ListValue>(call.arguments[0]);
    ASSERT_EQ(list.items.size(), 2U);
    const auto &first = as<StructValue>(list.items[0]);
    EXPECT_EQ(first.fields[1].name, "events");
    EXPECT_EQ(as<StructValue>(list.items[1]).fields[0].name, "");
    EXPECT_EQ(as<StructValue>(call.arguments[2]).fields.size(), 3U);
}

TEST(Parse, TakesPrintedLinesWithCutsAndResults)
{
    const auto call = good("read(3, \"aaa\"…, 4096) = 4096");
    EXPECT_TRUE(as<StringValue>(call.arguments[1]).cut);
    EXPECT_TRUE(as<StructValue>(good("stat(\"/x\", {st_size=1, ...}) = 0").arguments[1]).cut);
    EXPECT_TRUE(as<ListValue>(good("f([1, 2, ...])").arguments[0]).cut);
}

struct Mistake
{
    const char *text;
    std::size_t position;
    const char *says;
};

TEST(Parse, MistakesSayWhereAndWhat)
{
    const Mistake mistakes[] = {
        {"", 0, "begins with its name"},
        {"3(", 0, "begins with its name"},
        {"getpid", 0, "( has to follow"},
        {"open(\"/x", 5, "no closing quote"},
        {"open(\"/x\"", 9, "closing ) is missing"},
        {"open(\"/x\" 3)", 10, ", or ) has to stand here"},
        {"f(089)", 2, "octal"},
        {"f(12ab)", 2, "is no number"},
        {"f(99999999999999999999)", 2, "does not fit 64 bits"},
        {"f(O_RDWR|)", 9, "is no number"},
        {"f(\"\\q\")", 3, "unknown escape"},
        {"f(\"\\", 3, "unknown escape"},
        {"f(\"\\777\")", 3, "goes up to \\377"},
        {"f([1, 2)", 2, "] at its end"},
        {"f({a=1)", 2, "} at its end"},
        {"f('')", 2, "between quotes"},
        {"f(@)", 2, "an argument is"},
        {"f(1,)", 4, "an argument is"},
        {"getpid() getpid()", 9, "one call at a time"},
    };
    for (const Mistake &mistake : mistakes) {
        const auto expression = parse(mistake.text);
        ASSERT_FALSE(expression) << mistake.text;
        EXPECT_EQ(expression.error().position, mistake.position) << mistake.text;
        EXPECT_LE(expression.error().position + expression.error().length, std::strlen(mistake.text));
        EXPECT_NE(expression.error().message.find(mistake.says), std::string::npos)
            << mistake.text << ": " << expression.error().message;
    }
}

TEST(Parse, DepthIsBounded)
{
    const std::string deep = "f(" + std::string(100000, '[');
    EXPECT_FALSE(parse(deep));
}

RC_GTEST_PROP(ParseProperty, SurvivesAnyText, (const std::string &text))
{
    const auto result = parse(text);
    if (!result)
        RC_ASSERT(result.error().position + result.error().length <= text.size());
}

RC_GTEST_PROP(ParseProperty, SurvivesAnyArguments, ())
{
    static const std::string kSigns = "()[]{}\"'\\,=|0x9aNULL.-+ \n\xe2\x80\xa6";
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(kSigns));
    const auto result = parse("f(" + text);
    if (!result)
        RC_ASSERT(result.error().position + result.error().length <= text.size() + 2);
}

} // namespace
} // namespace rumpscope::call
