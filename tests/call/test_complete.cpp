// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/call/complete.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace rumpscope::call {
namespace {

using testing::Contains;
using testing::IsEmpty;

/// Candidates at the '^' in `text`.
std::vector<std::string> offers(std::string text)
{
    const std::size_t cursor = text.find('^');
    text.erase(cursor, 1);
    std::vector<std::string> texts;
    for (const Candidate &candidate : complete(text, cursor).candidates)
        texts.push_back(candidate.text);
    return texts;
}

TEST(Complete, NamesOfCalls)
{
    EXPECT_THAT(offers("getp^"), Contains("getpid("));
    EXPECT_THAT(offers("^"), Contains("open("));
    EXPECT_THAT(offers("qqq^"), IsEmpty());
    const Completion completion = complete("ope(\"/x\")", 3);
    EXPECT_EQ(completion.begin, 0U);
    EXPECT_EQ(completion.end, 4U) << "the ( that is there is replaced, not doubled";
    EXPECT_THAT(completion.candidates.front().note, testing::HasSubstr("open("));
}

TEST(Complete, FlagsOfTheRightSet)
{
    EXPECT_THAT(offers("open(\"/x\", O_CR^"), testing::ElementsAre("O_CREAT"));
    EXPECT_THAT(offers("open(\"/x\", O_RDWR|o_cr^"), testing::ElementsAre("O_CREAT"));
    EXPECT_THAT(offers("lseek(3, 0, ^"), testing::ElementsAre("SEEK_SET", "SEEK_CUR", "SEEK_END"));
    EXPECT_THAT(offers("openat(^"), Contains("AT_FDCWD"));
    EXPECT_THAT(offers("aio_cancel(3, ^"), testing::ElementsAre("NULL"));
    EXPECT_THAT(offers("open(\"/x^"), IsEmpty());
    EXPECT_THAT(offers("getpid()^"), IsEmpty());
}

TEST(Complete, InsideStructures)
{
    EXPECT_THAT(offers("poll([{^"), testing::ElementsAre("fd=", "events=", "revents="));
    EXPECT_THAT(offers("poll([{fd=3, ^"), testing::ElementsAre("events=", "revents="));
    EXPECT_THAT(offers("poll([{fd=3, events=POLLIN|POLLO^"), testing::ElementsAre("POLLOUT"));
    EXPECT_THAT(offers("connect(3, {AF_INET^"), testing::ElementsAre("AF_INET", "AF_INET6"));
    EXPECT_THAT(offers("sysctl([CTL_K^"), testing::ElementsAre("CTL_KERN"));
    EXPECT_THAT(offers("sysctl([CTL_KERN, KERN_HOSTN^"), testing::ElementsAre("KERN_HOSTNAME"));
}

TEST(Complete, HintMarksTheArgument)
{
    EXPECT_EQ(complete("open(\"/a, b\", O_", 15).hint, "open(const char *path, «int flags»[, mode_t mode])");
    EXPECT_EQ(complete("lseek(3, ", 9).hint, "lseek(int fd, «off_t offset», int whence)");
    EXPECT_EQ(complete("read(3, ", 8).hint,
              "read(int fd, «void *buf», size_t nbyte)"
              "   buf is room for the kernel to write: [4096], or nothing at all");
    EXPECT_EQ(complete("nothing(", 8).hint, "");
}

RC_GTEST_PROP(CompleteProperty, SurvivesAnyText, (const std::string &text, std::uint16_t cursor))
{
    const Completion completion = complete("poll(" + text, cursor);
    RC_ASSERT(completion.begin <= completion.end);
    RC_ASSERT(completion.end <= text.size() + 5);
}

} // namespace
} // namespace rumpscope::call
