// SPDX-License-Identifier: BSD-2-Clause
// struct rump_stat and its kin: where every field lies, and what the compiler says of the host's structures.
#include "tests/rump_headers/tool.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::HasSubstr;

const std::string kIncludes = R"(
#include <rump/rump_syscalls.h>
#include <rump/rumpdefs.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
)";
const std::string kWarnings = "-Wall -Wextra ";

Said compiled(const std::string &body, const std::string &language, const std::string &options = "")
{
    return compile(kIncludes + body, language, kWarnings + options + " " + ourHeaders());
}

TEST(RumpStructs, FieldsLieWhereTheTablesSay)
{
    std::string program = "#include <rump/rumpdefs.h>\n#include <stddef.h>\n";
    program +=
        "#define LAYOUT(name, field, at, size) _Static_assert(offsetof(struct rump_##name, field) == (at) && "
        "sizeof(((struct rump_##name *)0)->field) == (size), #name \".\" #field);\n";
    program += "#include RUMP_LAYOUT\nint nothing;\n";
    for (const char *release : {"7", "8", "9", "10", "11"}) {
        const Said said = compile(program, "c",
                                  std::string("-DRUMP_NETBSD=") + release + " -DRUMP_LAYOUT='\"" +
                                      RUMPSCOPE_RUMP_LAYOUT + "\"' " + ourHeaders());
        EXPECT_EQ(said.text, "") << release;
    }
    EXPECT_NE(compile(program + "LAYOUT(stat, st_size, 113, 8)\n", "c",
                      std::string("-DRUMP_LAYOUT='\"") + RUMPSCOPE_RUMP_LAYOUT + "\"' " + ourHeaders())
                  .status,
              0)
        << "a wrong offset is found";
}

TEST(RumpStructs, ArePassedAsTheyAre)
{
    const std::string body = R"(
int facts(void);
int facts(void)
{
    struct rump_stat st;
    struct rump_statvfs all[3];
    struct rump_timespec time = {1, 0};
    return rump_sys_stat("/", &st) + rump_sys_fstat(3, &st) + rump_sys_getvfsstat(all, sizeof all, RUMP_MNT_WAIT) +
           rump_sys_nanosleep(&time, NULL) + rump_sys_stat("/", NULL);
}
int address(void);
int address(void)
{
    struct rump_sockaddr_in to;
    struct rump_msghdr message;
    memset(&to, 0, sizeof to);
    memset(&message, 0, sizeof message);
    return rump_sys_connect(3, &to, sizeof to) + (int)rump_sys_sendmsg(3, &message, 0);
}
int castAsBefore(void);
int castAsBefore(void)
{
    struct rump_stat st;
    char room[sizeof(struct rump_stat)];
    return rump_sys_stat("/", (struct stat *)&st) + rump_sys_lstat("/", (struct stat *)(void *)room);
}
int throughAPointer(void);
int throughAPointer(void)
{
    int (*call)(const char *, struct stat *) = rump_sys_stat;
    return call != NULL;
}
)";
    for (const char *language : {"c", "c++"}) {
        for (const char *options :
             {"-O0", "-O2", "-O2 -DRUMP_NETBSD=10", "-O0 -Wpedantic -Wshadow -Wconversion"})
            EXPECT_EQ(compiled(body, language, options).text, "") << language << " " << options;
    }
    EXPECT_EQ(compiled(R"(
int literal(void);
int literal(void)
{
    return rump_sys_connect(3, (struct sockaddr *)&(struct rump_sockaddr_in){.sin_len = 16, .sin_family = RUMP_AF_INET}, 16);
}
)",
                       "c")
                  .text,
              "")
        << "commas inside braces";
}

TEST(RumpStructs, AHostStructureOfAnotherSizeIsWarnedOf)
{
    const std::string stat =
        "int f(void);\nint f(void) { struct stat st; return rump_sys_stat(\"/\", &st); }\n";
    const std::string statvfs = "int f(void);\nint f(void) { struct statvfs st; return rump_sys_fstatvfs1(3, "
                                "&st, RUMP_MNT_WAIT); }\n";
    for (const char *language : {"c", "c++"}) {
        for (const char *options : {"-O0", "-O1", "-O2"}) {
            EXPECT_THAT(compiled(stat, language, options).text, HasSubstr("warning")) << language << options;
            EXPECT_THAT(compiled(stat, language, options).text, HasSubstr("struct")) << language << options;
            EXPECT_THAT(compiled(statvfs, language, options).text, HasSubstr("warning"))
                << language << options;
        }
        const std::string message = "int f(void);\nint f(void) { struct msghdr m; memset(&m, 0, sizeof m); "
                                    "return (int)rump_sys_sendmsg(3, &m, 0); }\n";
        EXPECT_THAT(compiled(message, language, "-O2").text, HasSubstr("pass a struct rump_"))
            << language << ": larger than NetBSD's";
        EXPECT_EQ(compiled(stat, language, "-O2 -DRUMP_NO_STRUCT_CHECKS").text, "") << language;
    }
}

TEST(RumpStructs, OtherPointersAreStillMistakes)
{
    const std::string body = "int f(void);\nint f(void) { int x; return rump_sys_stat(\"/\", &x); }\n";
    EXPECT_NE(compiled(body, "c").text, "");
    EXPECT_NE(compiled(body, "c++").status, 0);
}

} // namespace
} // namespace rumpscope::test
