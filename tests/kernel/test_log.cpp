// SPDX-License-Identifier: GPL-3.0-or-later
// The log: a line a person can read for every call.
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

#include <mutex>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Log : testing::Test
{
    std::vector<std::string> lines;
    kernel::KernelSettings settings()
    {
        kernel::KernelSettings wanted;
        wanted.log = [this](std::string_view line) { lines.emplace_back(line); };
        return wanted;
    }
    std::optional<RunningKernel> kernel{std::in_place, settings()};
    std::optional<KernelClient> client{kernel->guest("guest")};

    /// Everything there is in the log once the kernel has ended.
    std::vector<std::string> whole()
    {
        client.reset();
        kernel.reset();
        return lines;
    }
};

TEST_F(Log, ShowsStringsBuffersFlagsAndErrors)
{
    const auto fd = client->open("/tmp/file", NB_O_RDWR | NB_O_CREAT, 0640);
    client->write(fd, "hello\n");
    client->call(NB_SYS_lseek, {fd, 0, 0, NB_SEEK_SET});
    client->read(fd, 10);
    client->call(NB_SYS_close, {99});
    client->call(NB_SYS_open, {client->put("/none"), 0, 0});
    client->write(fd, std::string(100, 'x'));
    client->call(498);
    EXPECT_THAT(whole(),
                ElementsAre("2 guest: connected", "2 guest: open(\"/tmp/file\", O_RDWR|O_CREAT, 0640) = 3",
                            "2 guest: write(3, \"hello\\n\", 6) = 6", "2 guest: lseek(3, 0, SEEK_SET) = 0",
                            "2 guest: read(3, \"hello\\n\", 10) = 6",
                            "2 guest: close(99) = -1 EBADF (Bad file descriptor)",
                            "2 guest: open(\"/none\", O_RDONLY, 00) = -1 ENOENT (No such file or directory)",
                            "2 guest: write(3, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 100) = 100",
                            "2 guest: call 498() = -1 ENOSYS (Function not implemented)", "2 guest: ended"));
}

TEST_F(Log, ShowsTheLifeOfAProcess)
{
    const wire::Cookie cookie = client->prefork();
    client->exec("other");
    KernelClient child(kernel->url());
    child.fork(cookie);
    ASSERT_TRUE(child.receive());
    EXPECT_EQ(child.call(NB_SYS_getppid).first, 1);
    child.disconnect();
    const auto all = whole();
    EXPECT_THAT(all, testing::Contains("2 guest: prepared a child"));
    EXPECT_THAT(all, testing::Contains("2 guest: exec \"other\""));
    EXPECT_THAT(all, testing::Contains("4 guest: connected, a prepared child"));
    EXPECT_THAT(all, testing::Contains("4 guest: ended"));
}

} // namespace
} // namespace rumpscope::test
