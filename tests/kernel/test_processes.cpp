// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own list of processes, and what a fork and an exec make of it.
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using testing::ElementsAre;

struct Processes : testing::Test
{
    RunningKernel kernel;
    KernelClient parent = kernel.guest("parent");
};

TEST_F(Processes, ListBeginsWithSystemAndRumplocal)
{
    EXPECT_THAT(processes(parent),
                ElementsAre(ListedProcess{0, 0, "system"}, ListedProcess{1, 0, "rumplocal"},
                            ListedProcess{2, 1, "parent"}));
}

TEST_F(Processes, PreparedChildIsOneOfItsParent)
{
    static_cast<void>(parent.prefork());
    EXPECT_EQ(processes(parent).back(), (ListedProcess{3, 2, "parent"}));
}

TEST_F(Processes, ClaimedChildHasANewPidAndParentOne)
{
    KernelClient child(kernel.url());
    child.fork(parent.prefork());
    ASSERT_TRUE(child.receive());
    EXPECT_EQ(child.call(NB_SYS_getppid).first, 1);
    EXPECT_THAT(processes(parent),
                ElementsAre(ListedProcess{0, 0, "system"}, ListedProcess{1, 0, "rumplocal"},
                            ListedProcess{2, 1, "parent"}, ListedProcess{4, 1, "parent"}));
}

TEST_F(Processes, PreparedChildStaysWhenItsParentGoes)
{
    static_cast<void>(parent.prefork());
    parent.disconnect();
    KernelClient other = kernel.guest("other");
    ASSERT_TRUE(waitUntilGone(other, 2));
    EXPECT_EQ(processes(other)[2], (ListedProcess{3, 1, "parent"}));
}

TEST_F(Processes, CancelReleasesThePreparedChild)
{
    const auto cookie = parent.prefork();
    KernelClient canceller(kernel.url());
    canceller.fork(cookie, 1);
    ASSERT_TRUE(canceller.closed());
    EXPECT_EQ(processes(parent).back().pid, 2);
}

TEST_F(Processes, DisconnectIsDeath)
{
    kernel.guest("short-lived").disconnect();
    EXPECT_TRUE(waitUntilGone(parent, 3));
}

TEST_F(Processes, ExecChangesTheName)
{
    parent.exec("after-exec");
    EXPECT_EQ(processes(parent).back(), (ListedProcess{2, 1, "after-exec"}));
}

TEST_F(Processes, LongNamesAreCut)
{
    parent.exec("a-name-longer-than-the-kernel-keeps");
    EXPECT_EQ(processes(parent).back().name, "a-name-longer-th");
}

TEST_F(Processes, ChildHasCopiesOfTheDescriptors)
{
    const auto fd = parent.open("/etc/motd", NB_O_RDONLY);
    EXPECT_EQ(fd, 3U);
    KernelClient child(kernel.url());
    child.fork(parent.prefork());
    ASSERT_TRUE(child.receive());
    EXPECT_EQ(child.read(fd, 7), "Welcome");
    EXPECT_EQ(parent.read(fd, 2), ". ") << "the position is shared";
    EXPECT_EQ(child.call(NB_SYS_close, {fd}).error, 0);
    EXPECT_EQ(parent.read(fd, 7), "Nothing");
    EXPECT_THAT(openFiles(parent, 4), ElementsAre(0, 1, 2));
    EXPECT_THAT(openFiles(parent, 2), ElementsAre(0, 1, 2, 3));
}

TEST_F(Processes, ExecClosesWhatIsMarked)
{
    const auto kept = parent.open("/etc/motd", NB_O_RDONLY);
    const auto marked = parent.open("/etc/motd", NB_O_RDONLY | NB_O_CLOEXEC);
    parent.exec("next");
    EXPECT_EQ(parent.read(kept, 7), "Welcome");
    EXPECT_EQ(parent.call(NB_SYS_close, {marked}).error, NB_EBADF);
}

TEST_F(Processes, TheTableHasAnEnd)
{
    kernel::KernelSettings settings;
    settings.maxProcesses = 4;
    const RunningKernel small(settings);
    KernelClient client = small.guest();
    static_cast<void>(client.prefork());
    client.writer().prefork(50);
    client.send();
    EXPECT_EQ(client.error(), wire::ErrorCode::RforkFailed);
    KernelClient late(small.url());
    late.writer().guest(0, "late");
    late.send();
    EXPECT_EQ(late.error(), wire::ErrorCode::RforkFailed);
    EXPECT_TRUE(late.closed());
}

} // namespace
} // namespace rumpscope::test
