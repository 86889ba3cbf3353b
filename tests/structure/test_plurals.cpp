// SPDX-License-Identifier: GPL-3.0-or-later
// "%n call(s)" is for translators: each has its two English forms, so that nobody reads the brackets.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string textOf(const fs::path &path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Plurals, HaveTheirFormsInEnglish)
{
    const fs::path top(RUMPSCOPE_SOURCE);
    const std::string translations = textOf(top / "resources/translations/rumpscope_en.ts");
    ASSERT_FALSE(translations.empty());
    static const std::regex counted(R"re("([^"\n]*(?:%n|\(s\))[^"\n]*)")re");
    int found = 0;
    for (const auto &entry : fs::recursive_directory_iterator(top / "ui")) {
        if (entry.path().extension() != ".cpp")
            continue;
        const std::string text = textOf(entry.path());
        for (auto it = std::sregex_iterator(text.begin(), text.end(), counted); it != std::sregex_iterator();
             ++it, ++found) {
            const std::string source = (*it)[1];
            EXPECT_NE(translations.find("<source>" + source + "</source>"), std::string::npos)
                << entry.path() << " says \"" << source << "\", rumpscope_en.ts does not";
        }
    }
    EXPECT_GT(found, 5) << "the texts were looked for in the wrong place";
}

} // namespace
