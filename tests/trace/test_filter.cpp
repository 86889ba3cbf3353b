// SPDX-License-Identifier: BSD-2-Clause
// What filters let pass.
#include "clientcore/filter/field.h"
#include "tests/trace/filter_records.h"

#include <gtest/gtest.h>

#include <fstream>

namespace rumpscope::test {
namespace {

constexpr const char *kAll = "ftpd:open ftpd:getpid ftpd:write shell:prefork shell:getpid shell:read";

class AFilter : public testing::Test
{
protected:
    FilterRecords m_records;
    [[nodiscard]] std::string matching(const std::string &filter) const { return m_records.matching(filter); }
};

TEST_F(AFilter, OfNothingLetsEverythingPass)
{
    EXPECT_EQ(matching(""), kAll);
    EXPECT_EQ(matching(" \t "), kAll);
    EXPECT_TRUE(trace::Filter().passesAll());
    EXPECT_TRUE(trace::Filter::compile(" ")->passesAll());
    EXPECT_FALSE(trace::Filter::compile("failed")->passesAll());
}

TEST_F(AFilter, ComparesEveryField)
{
    const std::pair<const char *, const char *> cases[] = {
        {"call == open", "ftpd:open"},
        {"call == \"open\"", "ftpd:open"},
        {"call != getpid", "ftpd:open ftpd:write shell:prefork shell:read"},
        {"call in (read, write)", "ftpd:write shell:read"},
        {"call contains \"et\"", "ftpd:getpid shell:getpid"},
        {"call begins \"re\"", "shell:read"},
        {"call ends \"rite\"", "ftpd:write"},
        {"call == prefork", "shell:prefork"},
        {"kind == prefork", "shell:prefork"},
        {"kind != syscall", "shell:prefork"},
        {"comm == \"ftpd\"", "ftpd:open ftpd:getpid ftpd:write"},
        {"comm in (\"sh\", \"shell\")", "shell:prefork shell:getpid shell:read"},
        {"pid == 5", "ftpd:open ftpd:getpid ftpd:write"},
        {"errno == ENOENT", "ftpd:open"},
        {"errno == enoent", "ftpd:open"},
        {"errno == 2", "ftpd:open"},
        {"errno == 0", "ftpd:getpid ftpd:write shell:getpid"},
        {"errno != 0", "ftpd:open"},
        {"latency > 5ms", "ftpd:open shell:read"},
        {"latency >= 7ms", "ftpd:open shell:read"},
        {"latency < 30us", "shell:prefork shell:getpid"},
        {"latency <= 0.03ms", "ftpd:getpid shell:prefork shell:getpid"},
        {"time >= 9ms && time < 0.011s", "ftpd:write shell:prefork"},
        {"state == running", "shell:read"},
        {"state == failed", "ftpd:open"},
        {"state == answered", "ftpd:open ftpd:getpid ftpd:write shell:prefork shell:getpid"},
        {"path == \"/etc/nothing\"", "ftpd:open"},
        {"path contains \"/etc\"", "ftpd:open"},
        {"path begins \"nothing\"", ""},
        {"fd == 3", "ftpd:write shell:read"},
        {"fd in (7, 3)", "ftpd:write shell:read"},
        {"text contains \"O_RDONLY\"", "ftpd:open"},
        {"type == COPYIN && bytes > 4096", "ftpd:write"},
        {"type == copyinstr", "ftpd:open"},
        {"bytes >= 8KiB", "ftpd:write"},
        {"bytesin > 0", "ftpd:open ftpd:write"},
        {"bytesout > 0", ""},
        {"roundtrips == 2", "ftpd:open ftpd:write"},
        {"result == 8192", "ftpd:write"},
        {"generation == 3", "shell:prefork shell:getpid shell:read"},
        {"connection == 1", "ftpd:open ftpd:getpid ftpd:write"},
        {"thread == 4", "shell:getpid"},
        {"reqno == 9", "shell:read"},
        {"failed", "ftpd:open"},
        {"running", "shell:read"},
        {"own", "shell:getpid"},
    };
    for (const auto &[filter, expected] : cases)
        EXPECT_EQ(matching(filter), expected) << filter;
}

TEST_F(AFilter, JoinsConditions)
{
    EXPECT_EQ(matching("comm == \"ftpd\" && (errno == ENOENT || latency > 5ms)"), "ftpd:open");
    EXPECT_EQ(matching("call == read || call == open && failed"), "ftpd:open shell:read");
    EXPECT_EQ(matching("(call == read || call == open) && failed"), "ftpd:open");
    EXPECT_EQ(matching("not failed and not own and not running and call != prefork"),
              "ftpd:getpid ftpd:write");
    EXPECT_EQ(matching("!(failed||own||running)&&kind==syscall"), "ftpd:getpid ftpd:write");
    EXPECT_EQ(matching("!!own"), "shell:getpid");
}

TEST_F(AFilter, IsFalseOfWhatIsNotThere)
{
    EXPECT_EQ(matching("errno == 0 || errno != 0"), "ftpd:open ftpd:getpid ftpd:write shell:getpid");
    EXPECT_EQ(matching("path != \"/etc/nothing\""), "") << "none of the others has a path";
    EXPECT_EQ(matching("!(path == \"/etc/nothing\")"),
              "ftpd:getpid ftpd:write shell:prefork shell:getpid shell:read");
    EXPECT_EQ(matching("result == 0"), "") << "a call that failed has no result";
}

TEST_F(AFilter, KnowsWhetherTimeAloneChangesIt)
{
    EXPECT_TRUE(trace::Filter::compile("own || latency > 1s")->usesLatency());
    EXPECT_FALSE(trace::Filter::compile("time > 1s")->usesLatency());
    EXPECT_FALSE(trace::Filter().usesLatency());
}

TEST_F(AFilter, IsInTheManualPageWithEveryFieldAndWord)
{
    std::ifstream file(RUMPSCOPE_MAN_PAGE);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const auto begin = page.find("# FILTER");
    ASSERT_NE(begin, std::string::npos);
    const std::string section = page.substr(begin, page.find("\n# ", begin) - begin);
    for (const trace::FilterField &field : trace::filterFields())
        EXPECT_NE(section.find("*" + std::string(field.name) + "*"), std::string::npos) << field.name;
    for (const trace::FieldId id : {trace::FieldId::State, trace::FieldId::Kind}) {
        for (const std::string_view word : trace::wordsOf(id))
            EXPECT_NE(section.find(word), std::string::npos) << word;
    }
}

TEST_F(AFilter, IsWrittenByMenus)
{
    using namespace trace;
    EXPECT_EQ(conditionText("call", "open"), "call == open");
    EXPECT_EQ(conditionText("comm", "a \"b\"\n"), R"(comm == "a \"b\"\n")");
    EXPECT_EQ(notText("call == open"), "call != open");
    EXPECT_EQ(notText("pid == 5"), "!(pid == 5)") << "records without a pid are not this one either";
    EXPECT_EQ(notText("failed"), "!failed");
    EXPECT_EQ(notText("failed || own"), "!(failed || own)");
    EXPECT_EQ(bothText("", "call == open"), "call == open");
    EXPECT_EQ(bothText("failed", "call == open"), "failed && call == open");
    EXPECT_EQ(bothText("failed || own", "call == open"), "(failed || own) && call == open");
    for (const char *written : {"pid == 5", "call == open", "failed", "failed || own"})
        EXPECT_TRUE(Filter::compile(bothText("own || failed", notText(written)))) << written;
}

} // namespace
} // namespace rumpscope::test
