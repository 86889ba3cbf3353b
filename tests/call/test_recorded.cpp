// SPDX-License-Identifier: BSD-2-Clause
// What a real kernel and its clients said, in words.
#include "clientcore/call/marshal.h"
#include "tests/call/recorded_calls.h"
#include "tests/support/files/transcript.h"

#include <gmock/gmock.h>

#include <set>

namespace rumpscope::call::test {
namespace {

std::vector<std::string> lines(const std::string &recording)
{
    std::vector<std::string> all;
    for (const RecordedCall &call : recordedCalls(recording)) {
        const DecodedCall decoded = call.decoded();
        all.push_back(decoded.text + " " + decoded.result);
    }
    return all;
}

TEST(Recorded, Files)
{
    EXPECT_THAT(
        lines("files"),
        testing::IsSupersetOf({"mkdir(\"/lab\", 0755) = 0", "mkdir(\"/lab\", 0755) -1 EEXIST",
                               "open(\"/lab/a.txt\", O_RDWR|O_CREAT, 0644) = 3", "lseek(3, 0, SEEK_SET) = 0",
                               "read(3, \"hello rump\", 64) = 10", "pread(3, \"rump\", 4, 6) = 4",
                               "fstat(3, {st_mode=S_IFREG|0644, st_size=10, ...}) = 0",
                               "readlink(\"/lab/l\", \"a.txt\", 64) = 5",
                               "getdents(4, [{\"a.txt\", DT_REG}], 4096) = 24", "getcwd(\"/lab\", 64) = 5",
                               "read(3, NULL, 0) = 0", "rmdir(\"/lab\") -1 ENOTEMPTY"}));
}

TEST(Recorded, SocketsPipesAndSysctl)
{
    EXPECT_THAT(lines("tcp"), testing::IsSupersetOf({"socket(AF_INET, SOCK_STREAM, 0) = 3",
                                                     "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
                                                     "bind(3, {AF_INET, \"127.0.0.1\", 8080}, 16) = 0",
                                                     "accept(3, {AF_INET, \"127.0.0.1\", 63221}, [16]) = 5",
                                                     "shutdown(4, SHUT_WR) = 0"}));
    EXPECT_THAT(lines("poll"),
                testing::IsSupersetOf(
                    {"pipe() = [3, 4]", "poll([{fd=3, events=POLLIN, revents=POLLIN}], 1, 50) = 1"}));
    EXPECT_THAT(lines("sysctl"),
                testing::IsSupersetOf({"sysctl([1, 10], 2, \"rump-10992.vm\", [14], NULL, 0) = 0",
                                       "sysctl([1, 10], 2, NULL, NULL, \"teachbox\\0\", 9) = 0"}));
    EXPECT_THAT(lines("iov"), testing::IsSupersetOf({"writev(3, [\"abcd\", \"efgh\"], 2) = 8",
                                                     "readv(3, [\"abc\", \"defgh\"], 2) = 8"}));
}

TEST(Recorded, WhatIsPrintedCanBeTypedAgain)
{
    // Memory the kernel never read has no text, an address is no value; strings that were cut are not whole.
    std::set<std::string> typed;
    for (const std::string &recording : rumpscope::test::transcriptNames()) {
        for (const RecordedCall &call : recordedCalls(recording)) {
            const DecodedCall decoded = call.decoded();
            const bool unknown = decoded.text.find("0x") != std::string::npos ||
                                 decoded.text.find('?') != std::string::npos ||
                                 decoded.name.starts_with("syscall") || decoded.name == "pwrite";
            if (unknown)
                continue;
            const auto expression = parse(decoded.text);
            ASSERT_TRUE(expression) << decoded.text << ": " << expression.error().message;
            const auto bound = bind(*expression);
            ASSERT_TRUE(bound) << decoded.text << ": " << bound.error().message;
            memory::GuestMemory guest;
            const auto again = marshal(*bound, guest);
            EXPECT_EQ(again.call->number, call.number);
            EXPECT_EQ(again.arguments.size(), call.arguments.size()) << decoded.text;
            typed.insert(decoded.name);
        }
    }
    EXPECT_GE(typed.size(), 35U);
}

} // namespace
} // namespace rumpscope::call::test
