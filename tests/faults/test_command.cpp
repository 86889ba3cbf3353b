// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/faults/command.h"

#include <gmock/gmock.h>

#include <vector>

namespace rumpscope::faults {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::vector<std::pair<std::string, Command>> kLines{
    {"slow read 20", Slow{"read", 20ms}},
    {"slow all 0", Slow{"all", 0ms}},
    {"fail write,pipes ENOSPC 25%", Fail{"write,pipes", 28, 25}},
    {"fail close never", Fail{"close"}},
    {"lose-request write 1", Lose{Lose::What::Request, "write", 1}},
    {"lose-answer mkdir 3", Lose{Lose::What::Answer, "mkdir", 3}},
    {"die", Happen{Happen::Event::Die}},
    {"restart after 7", Happen{Happen::Event::Restart, 7}},
    {"silent", Happen{Happen::Event::Silence}},
    {"workers 128", Workers{128}},
    {"workers any", Workers{0}},
    {"banner default", Banner{}},
    {"banner two  words ", Banner{"two  words "}},
    {"protocol 1.7", Protocol{1, 7}},
    {"answer", Plain::Answer},
    {"clear", Plain::Clear},
    {"status", Plain::Status},
    {"help", Plain::Help},
};

TEST(Command, IsWrittenAndReadAlike)
{
    for (const auto &[line, command] : kLines) {
        EXPECT_EQ(toLine(command), line);
        const auto read = parse(line);
        ASSERT_TRUE(read) << line << ": " << read.error();
        EXPECT_EQ(*read, command) << line;
    }
}

TEST(Command, CanBeWrittenShorter)
{
    EXPECT_EQ(parse("fail read EIO"), Command(Fail{"read", 5, 100}));
    EXPECT_EQ(parse("fail read 28 7"), Command(Fail{"read", 28, 7}));
    EXPECT_EQ(parse("  lose-answer   write "), Command(Lose{Lose::What::Answer, "write", 1}));
}

TEST(Command, MistakesGetASentence)
{
    const std::vector<std::pair<std::string, std::string>> mistakes{
        {"", "an empty line"},
        {"  ", "an empty line"},
        {"dance", "\"dance\" is no command: write help."},
        {"slow read", "write slow CALLS MILLISECONDS."},
        {"slow read soon", "\"soon\": write milliseconds"},
        {"slow read 99999999999999999999", "milliseconds"},
        {"fail read EOOPS", "no errno of NetBSD"},
        {"fail read 0", "no errno of NetBSD"},
        {"fail read EIO 101", "1 to 100"},
        {"fail read EIO 0%", "1 to 100"},
        {"lose-request", "write lose-request CALLS [TIMES]."},
        {"lose-answer read some", "\"some\": write how many calls"},
        {"die soon", "write die alone"},
        {"die after 0", "write die alone"},
        {"workers -1", "calls are served at once"},
        {"protocol 4", "a version as 0.4"},
        {"protocol 4.x", "a version as 0.4"},
        {"banner " + std::string(96, 'x'), "95 characters"},
        {"clear everything", "write clear."},
    };
    for (const auto &[line, sentence] : mistakes) {
        const auto read = parse(line);
        ASSERT_FALSE(read) << line;
        EXPECT_THAT(read.error(), HasSubstr(sentence));
    }
}

TEST(Command, AllAreHelpedWith)
{
    for (const auto &[line, command] : kLines) {
        const std::string verb = line.substr(0, line.find(' '));
        bool named = false;
        for (const CommandHelp &help : commandHelp())
            named = named || help.usage.substr(0, help.usage.find(' ')) == verb;
        EXPECT_TRUE(named) << verb;
    }
}

} // namespace
} // namespace rumpscope::faults
