// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/invoke/read_only.h"

#include <gtest/gtest.h>

#include <string>

namespace rumpscope::invoke {
namespace {

bool passes(const std::string &text)
{
    const auto parsed = call::parse(text);
    const auto bound = parsed ? call::bind(*parsed) : tl::unexpected(parsed.error());
    EXPECT_TRUE(bound) << text << ": " << (bound ? "" : bound.error().message);
    return bound && changesNothing(*bound);
}

TEST(ReadOnly, LetsReadingPass)
{
    for (const char *text :
         {"getpid()", "read(3, [64], 64)", "stat(\"/\")", "close(3)", "getdents(3, [512], 512)",
          "open(\"/etc/hosts\", O_RDONLY)", "open(\"/\", O_RDONLY|O_DIRECTORY|O_NONBLOCK)",
          "openat(AT_FDCWD, \"/\", O_RDONLY)", "fcntl(3, F_GETFL)", "fcntl(3, F_DUPFD, 10)", "sysctl([1, 1])",
          "ioctl(3, FIONREAD)", "kqueue()", "umask(022)"})
        EXPECT_TRUE(passes(text)) << text;
}

TEST(ReadOnly, RefusesWhatChangesTheKernel)
{
    for (const char *text :
         {"write(3, \"x\", 1)", "open(\"/x\", O_WRONLY)", "open(\"/x\", O_RDWR)",
          "open(\"/x\", O_RDONLY|O_CREAT, 0644)", "open(\"/x\", O_RDONLY|O_TRUNC)",
          "open(\"/x\", O_RDONLY|O_EXLOCK)", "openat(AT_FDCWD, \"/x\", O_WRONLY)",
          "fcntl(3, F_SETFL, O_NONBLOCK)", "sysctl([1, 10], 2, NULL, NULL, \"abc\", 3)",
          "ioctl(3, FIONBIO, 1)", "unlink(\"/x\")", "chmod(\"/x\", 0644)", "sync()", "setuid(1)"})
        EXPECT_FALSE(passes(text)) << text;
}

TEST(ReadOnly, RefusesEveryCallThatOthersWouldNotice)
{
    for (const abi::Call &call : abi::calls()) {
        if (call.danger == abi::Danger::None)
            continue;
        // sysctl is marked so for its new value; without one it only reads.
        if (call.display == "sysctl")
            continue;
        EXPECT_FALSE(changesNothing({&call, {}})) << call.display;
    }
}

} // namespace
} // namespace rumpscope::invoke
