// SPDX-License-Identifier: GPL-3.0-or-later
// What ends a call that waits: an exec, a disconnect, a reboot.
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace rumpscope::test {
namespace {

struct Interrupts : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest("before");

    void startExec()
    {
        client.writer().exec(0, "after");
        client.send();
    }
    /// The next frame must be the answer of the exec.
    void expectExecAnswered()
    {
        const auto frame = client.nextEvent();
        EXPECT_EQ(frame.header.type, wire::FrameType::Handshake);
        EXPECT_EQ(frame.header.frameClass, wire::FrameClass::Response);
    }
};

TEST_F(Interrupts, ExecEndsWaitingCallsFirst)
{
    const auto fd = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    const auto pollAll = client.start(NB_SYS_poll, {client.room(0), 0, static_cast<std::uint64_t>(-1)});
    const auto reading = client.start(NB_SYS_read, {fd, client.room(8), 8});
    const auto time = client.putValues<std::int64_t>({1000, 0});
    const auto sleeping = client.start(NB_SYS___nanosleep50, {time, 0});
    EXPECT_EQ(client.pid(), 2); // served copies of the sleep on the way
    startExec();
    EXPECT_EQ(client.finish(pollAll).error, NB_EINTR);
    EXPECT_EQ(client.finish(reading).error, NB_EINTR);
    EXPECT_EQ(client.finish(sleeping).error, NB_EINTR);
    expectExecAnswered();
}

TEST_F(Interrupts, ExecWaitsForAnUnansweredCopyIn)
{
    const auto opening = client.start(NB_SYS_chdir, {client.put("/etc")});
    const auto asked = client.receive();
    ASSERT_TRUE(asked);
    startExec();
    // Meanwhile nothing new is begun.
    client.start(NB_SYS_getpid_with_ppid);
    EXPECT_EQ(client.error(), wire::ErrorCode::ExecInProgress);
    client.writer().copyInReply(asked->header.reqno, std::as_bytes(std::span("/etc", 5)));
    client.send();
    EXPECT_EQ(client.finish(opening).error, 0);
    expectExecAnswered();
    EXPECT_EQ(processes(client).back().name, "after");
}

TEST_F(Interrupts, DisconnectEndsEverything)
{
    client.start(NB_SYS_chdir, {client.put("/etc")});
    const auto fd = static_cast<std::uint64_t>(2);
    client.start(NB_SYS_write, {fd, client.put("x"), 1});
    ASSERT_TRUE(client.receive());
    KernelClient other = kernel.guest("other");
    client.disconnect();
    EXPECT_TRUE(waitUntilGone(other, 2));
}

TEST_F(Interrupts, RebootIsAnsweredAndEndsTheKernel)
{
    KernelClient other = kernel.guest("other");
    const auto fd = static_cast<std::uint64_t>(other.call(NB_SYS_pipe).first);
    other.start(NB_SYS_read, {fd, other.room(8), 8});
    EXPECT_EQ(client.call(NB_SYS_reboot, {0, 0}), Reply{});
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(other.closed());
    kernel.join();
}

TEST_F(Interrupts, OnlyRootReboots)
{
    client.call(NB_SYS_setuid, {1000});
    EXPECT_EQ(client.call(NB_SYS_reboot, {0, 0}).error, NB_EPERM);
}

TEST(Sockets, BelongToTheirOwnerOnlyAndGoWithTheKernel)
{
    namespace fs = std::filesystem;
    TempDir dir;
    {
        kernel::Kernel practice;
        kernel::Server server(practice,
                              std::move(*transport::Listener::open(*transport::ServerUrl::parse(dir.url()))));
        EXPECT_EQ(fs::status(dir.file("sock")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_FALSE(fs::exists(dir.file("sock")));
}

} // namespace
} // namespace rumpscope::test
