// SPDX-License-Identifier: GPL-3.0-or-later
// Call scripts: the practice kernel does what the real one was seen to do, or the difference is listed.
#include "tests/kernel/differential/differences.h"
#include "tests/kernel/differential/player.h"
#include "tests/kernel/running_kernel.h"
#include "tests/support/files/data_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace rumpscope::test {
namespace {

const std::string kFolder = dataFile("differential");

struct Differential : testing::TestWithParam<std::string>
{};

TEST_P(Differential, ThePracticeKernelDoesAsTheRealOneDid)
{
    const Script script = loadScript(kFolder, GetParam());
    const RunningKernel running;
    const Comparison comparison = compare(script, playAll(script, running.url()), loadDifferences(kFolder));
    for (const std::string &difference : comparison.other)
        ADD_FAILURE() << difference;
}

INSTANTIATE_TEST_SUITE_P(Scripts, Differential, testing::ValuesIn(scriptNames(kFolder)),
                         [](const auto &test) {
                             std::string name = test.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(DifferentialScripts, AreManyAndEachStepIsRecorded)
{
    std::size_t scripts = 0;
    std::size_t calls = 0;
    for (const std::string &name : scriptNames(kFolder)) {
        const Script script = loadScript(kFolder, name);
        ++scripts;
        calls += script.calls();
        for (const Step &step : script.steps) {
            const bool waits = step.text.ends_with('&') || step.text.find('(') == std::string::npos;
            EXPECT_TRUE(waits || !step.expected.empty()) << name << ": record " << step.text;
        }
    }
    fmt::print("{} scripts, {} calls\n", scripts, calls);
    EXPECT_GE(scripts, 60U);
    EXPECT_GE(calls, 600U);
}

TEST(DifferentialScripts, EveryListedDifferenceIsOfAScript)
{
    const auto names = scriptNames(kFolder);
    for (const Difference &difference : loadDifferences(kFolder))
        EXPECT_NE(std::find(names.begin(), names.end(), difference.script), names.end()) << difference.script;
}

/// Words only: fonts, escapes and line ends left out.
std::string plainText(const std::string &source)
{
    std::string text;
    for (const char c : source) {
        if (c == '*' || c == '_' || c == '\\')
            continue;
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!blank || (!text.empty() && text.back() != ' '))
            text += blank ? ' ' : c;
    }
    return text;
}

TEST(DifferentialScripts, TheManualPageGivesTheReasonOfEveryDifference)
{
    std::ostringstream page;
    page << std::ifstream(dataFile("../../packaging/man/rumpscope-kernel.1.scd")).rdbuf();
    const std::string manual = plainText(page.str());
    ASSERT_GT(manual.size(), 1000U);
    for (const Difference &difference : loadDifferences(kFolder))
        EXPECT_NE(manual.find(plainText(difference.why)), std::string::npos) << difference.why;
}

TEST(DifferentialScripts, AreReadAndWrittenAlike)
{
    const Script script = loadScript(kFolder, "files-offsets");
    EXPECT_NE(script.text().find("# "), std::string::npos);
    EXPECT_GT(script.calls(), 5U);
}

struct Compared : testing::Test
{
    Script script{
        "s", {{"a: getpid()", {"= 2"}, {}}, {"a: start", {}, {}}, {"a: umask(0)", {"= 18"}, {}}}, {}};
    std::vector<std::vector<std::string>> lines{{"= 2"}, {}, {"= 18"}};
};

TEST_F(Compared, AgreementIsCounted)
{
    const Comparison comparison = compare(script, lines, {});
    EXPECT_EQ(comparison.calls, 2U);
    EXPECT_EQ(comparison.agreeing, 2U);
    EXPECT_TRUE(comparison.other.empty());
}

TEST_F(Compared, ADifferenceIsFoundUnlessItIsListedAsItIs)
{
    lines[2] = {"= 0"};
    EXPECT_EQ(compare(script, lines, {}).other.size(), 1U);
    EXPECT_TRUE(compare(script, lines, {{"s", "a: umask(0)", {"= 0"}, "so"}}).other.empty());
    EXPECT_EQ(compare(script, lines, {{"s", "a: umask(0)", {"= 1"}, "so"}}).other.size(), 2U);
}

TEST_F(Compared, AListedDifferenceThatIsNoneIsFound)
{
    EXPECT_EQ(compare(script, lines, {{"s", "a: umask(0)", {"= 0"}, "so"}}).other.size(), 1U);
}

TEST_F(Compared, AScriptThatEndedEarlyDiffers)
{
    lines.pop_back();
    EXPECT_EQ(compare(script, lines, {}).other.size(), 1U);
}

} // namespace
} // namespace rumpscope::test
