// SPDX-License-Identifier: BSD-2-Clause
// Every symbol and every name that programs of the reference library use.
#include "tests/rump_headers/tool.h"
#include "tests/support/files/data_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>

namespace rumpscope::test {
namespace {

using testing::IsEmpty;

/// Column 4 of a table of calls.
std::set<std::string> symbolsOf(const char *table)
{
    std::set<std::string> symbols;
    for (const std::string &line : lines(std::string(RUMPSCOPE_ABI_TABLES) + "/" + table)) {
        std::istringstream columns(line);
        std::string number;
        std::string rest;
        if (std::getline(columns, number, '\t') && !number.empty() && std::isdigit(number[0]) != 0) {
            for (int i = 0; i < 3; ++i)
                std::getline(columns, rest, '\t');
            symbols.insert(rest);
        }
    }
    return symbols;
}

std::vector<std::string> names()
{
    return lines(dataFile("abi/rumpdefs-names.txt"));
}

/// Those with parentheses cannot be printed.
bool isFunctionLike(const std::string &name)
{
    return name.find("_IO") == 0 || name.starts_with("_RUMP_IO") || name.starts_with("RUMP__FCN") ||
           name == "RUMP_F_PARAM_LEN" || name == "RUMP_IOCBASECMD" || name == "RUMP_IOCGROUP" ||
           name == "RUMP_IOCPARM_LEN" || name == "RUMP_KTRFAC_VERSION";
}

/// name -> value, as a program that includes rump/rumpdefs.h of that folder sees them.
std::map<std::string, std::string> values(const std::string &options, const std::vector<std::string> &of)
{
    std::string program =
        "#define NBPG 4096\n#define pseudo_RUMP_AF_XTP 19\n#define pseudo_RUMP_AF_RTIP 22\n"
        "#define pseudo_RUMP_AF_PIP 25\n#define pseudo_RUMP_AF_KEY 29\n#include <stddef.h>\n"
        "#include <stdint.h>\nstruct ktr_header { int len; short type, version; int ktr_pid; };\n"
        "#include <rump/rumpdefs.h>\n#include <stdio.h>\nint main(void)\n{\n";
    for (const std::string &name : of) {
        program +=
            fmt::format("    printf(\"{0} %s\\n\", _Generic(({0}), char *: (const char *)(intptr_t)({0}), "
                        "default: \"\"));\n    if (_Generic(({0}), char *: 0, default: 1)) "
                        "printf(\"{0} %llx\\n\", (unsigned long long)(unsigned)(intptr_t)({0}));\n",
                        name);
    }
    std::istringstream text(compileAndRun(program + "    return 0;\n}\n", "-w " + options).text);
    std::map<std::string, std::string> all;
    std::string name;
    for (std::string line; std::getline(text, line);) {
        const std::size_t space = line.find(' ');
        if (space != std::string::npos && space + 1 < line.size())
            all[line.substr(0, space)] = line.substr(space + 1);
    }
    return all;
}

TEST(Symbols, EveryCallHasItsOwn)
{
    std::set<std::string> wanted = symbolsOf("syscalls.tsv");
    EXPECT_EQ(wanted.size(), 218U);
    EXPECT_TRUE(wanted.contains("rump_sys_pipe"));
    wanted.merge(symbolsOf("syscalls-newer.tsv"));
    EXPECT_EQ(definedFunctions(RUMPSCOPE_WRAPPERS, ""), wanted);
}

TEST(Symbols, EveryNameOfTheReferenceIsDefined)
{
    ASSERT_EQ(names().size(), 533U);
    std::string program = "#include <rump/rumpdefs.h>\n";
    for (const std::string &name : names())
        program += fmt::format("#ifndef {0}\n#error {0} is missing\n#endif\n", name);
    EXPECT_EQ(compile(program + "int nothing;\n", "c", ourHeaders()).text, "");
}

TEST(Symbols, MacrosWithArgumentsCompute)
{
    const Said said = compileAndRun(R"(
#include <rump/rumpdefs.h>
#include <stdio.h>
int main(void)
{
    printf("%lx %lx %lx ", (unsigned long)_RUMP_IOR('f', 127, int), (unsigned long)_RUMP_IO('f', 1),
           (unsigned long)_RUMP_IOWR('i', 38, struct rump_ifconf));
    printf("%lu %c %x ", (unsigned long)RUMP_IOCPARM_LEN(RUMP_SIOCGIFFLAGS), (int)RUMP_IOCGROUP(RUMP_FIONREAD),
           (unsigned)RUMP__FCNRW(3, long));
    printf("%d %x", RUMP_F_PARAM_LEN(RUMP__FCNR(1, long)), (unsigned)RUMP__FCNO_FSPRIV(2, 3));
    return 0;
}
)",
                                    "-Wall -Wextra -Werror " + ourHeaders());
    EXPECT_EQ(said.text, "4004667f 20006601 c0106926 144 f b0080003 8 c0008203");
}

class LiveReference : public testing::Test
{
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(referencePrefix() + "/include/rump/rumpdefs.h"))
            GTEST_SKIP() << "RUMP_PREFIX does not name a folder with the reference headers in it.";
    }
    static std::string include() { return "-I'" + referencePrefix() + "/include' "; }
};

TEST_F(LiveReference, ConstantsHaveTheSameValues)
{
    std::vector<std::string> plain = names();
    std::erase_if(plain, isFunctionLike);
    const auto theirs = values(include(), plain);
    const auto ours = values(ourHeaders(), plain);
    EXPECT_GT(theirs.size(), 500U);
    EXPECT_EQ(ours, theirs);
}

TEST_F(LiveReference, ItsLibraryHasNoSymbolThatOursLacks)
{
    std::set<std::string> theirs = definedFunctions(referencePrefix() + "/lib/librumpclient.so.0", "-D");
    std::erase_if(theirs, [](const std::string &name) { return !name.starts_with("rump___sysimpl_"); });
    EXPECT_EQ(theirs.size(), 217U);
    const auto ours = definedFunctions(RUMPSCOPE_WRAPPERS, "");
    std::vector<std::string> missing;
    std::set_difference(theirs.begin(), theirs.end(), ours.begin(), ours.end(), std::back_inserter(missing));
    EXPECT_THAT(missing, IsEmpty());
}

/// Prototypes by function, types as the compiler knows them.
std::map<std::string, std::string> prototypes(const std::string &options)
{
    const Said said =
        run(std::string("printf '#include <sys/types.h>\\n#include <rump/rump_syscalls.h>\\n' | ") +
            RUMPSCOPE_C_COMPILER + " -E -P -DRUMP_NO_STRUCT_CHECKS " + options + " -xc -");
    static const std::regex kPrototype(
        R"(((?:\w+ )+\**)(rump_sys_\w+)\s*\(([^)]*)\)\s*__asm(?:__)?\("(\w+)\"\))");
    std::map<std::string, std::string> all;
    const auto &text = said.text;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), kPrototype); at != std::sregex_iterator();
         ++at) {
        std::string types = (*at)[3];
        types = std::regex_replace(types, std::regex("u_int\\b"), "unsigned int");
        types = std::regex_replace(types, std::regex("u_long\\b"), "unsigned long");
        all[(*at)[2]] = (*at)[1].str() + "(" + types + ") " + (*at)[4].str();
    }
    return all;
}

TEST_F(LiveReference, FunctionsHaveTheSamePrototypesAndSymbols)
{
    const auto theirs = prototypes(include());
    const auto ours = prototypes(ourHeaders());
    EXPECT_EQ(theirs.size(), 205U);
    for (const auto &[name, prototype] : theirs) {
        ASSERT_TRUE(ours.contains(name)) << name;
        EXPECT_EQ(ours.at(name), prototype) << name;
    }
    const auto later = prototypes("-DRUMP_NETBSD=11 " + ourHeaders());
    EXPECT_THAT(later.at("rump_sys_statvfs1"), testing::HasSubstr("rump___sysimpl_statvfs190"));
    EXPECT_THAT(later.at("rump_sys_dup3"), testing::HasSubstr("rump___sysimpl_dup3100"));
    EXPECT_EQ(later.at("rump_sys_stat"), ours.at("rump_sys_stat"));
}

} // namespace
} // namespace rumpscope::test
