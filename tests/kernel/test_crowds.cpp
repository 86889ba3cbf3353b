// SPDX-License-Identifier: GPL-3.0-or-later
// Many clients at once: waiting ones cost nobody anything, and those that go leave nothing behind.
#include "app/rumpscope-kernel/calls/table.h"
#include "app/rumpscope-kernel/server/limits.h"
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace rumpscope::test {
namespace {

constexpr int kBlockedEach = 40;

/// A client with calls that wait for ever.
std::unique_ptr<KernelClient> waitingClient(const RunningKernel &kernel)
{
    auto client = std::make_unique<KernelClient>(kernel.url(), "waiting");
    const auto read = static_cast<std::uint64_t>(client->call(NB_SYS_pipe).first);
    for (int i = 0; i < kBlockedEach; ++i)
        client->start(NB_SYS_read, {read, client->room(1), 1});
    return client;
}

TEST(Crowds, ThousandsOfWaitingCallsHoldNobodyUp)
{
    RunningKernel kernel;
    ASSERT_EQ(kernel.control("workers any"), "ok\n");
    KernelClient observer = kernel.guest("observer");
    std::vector<std::unique_ptr<KernelClient>> crowd;
    while (crowd.size() + 1 < kernel::kMaxClients)
        crowd.push_back(waitingClient(kernel));
    EXPECT_EQ(observer.call(NB_SYS_getppid).first, 1);
    EXPECT_EQ(crowd.back()->call(NB_SYS_getppid).first, 1) << "beside its own waiting calls";
    const auto busy = std::to_string(static_cast<int>(crowd.size()) * kBlockedEach);
    EXPECT_NE(kernel.control("status").find("under way: " + busy + "\n"), std::string::npos);
    const std::int64_t last = crowd.back()->pid();
    crowd.clear();
    EXPECT_TRUE(waitUntilGone(observer, static_cast<std::int32_t>(last)));
    while (kernel.control("status").find("under way: 0\n") == std::string::npos) {
    }
    EXPECT_EQ(kernel.guest().call(NB_SYS_getppid).first, 1);
}

/// Random calls with small arguments, from several threads: for the sanitizers.
void makeNoise(const std::string &url, unsigned seed)
{
    std::vector<const kernel::CallEntry *> calls;
    for (const kernel::CallFamily &family : kernel::callFamilies()) {
        for (const kernel::CallEntry &entry : family.calls) {
            if (entry.number != NB_SYS_reboot)
                calls.push_back(&entry);
        }
    }
    std::mt19937 random(seed);
    for (int round = 0; round < 15; ++round) {
        KernelClient client(url, "noise");
        for (std::uint64_t i = 1; i <= 30; ++i) {
            const kernel::CallEntry &entry = *calls[random() % calls.size()];
            std::vector<std::uint64_t> arguments;
            for (std::size_t slot = 0; slot < entry.slots; ++slot)
                arguments.push_back(random() % 3 == 0 ? 0x1000 : random() % 10);
            client.writer().syscall(i, entry.number, arguments);
            client.send();
        }
        for (int frames = 0; frames < 100 && !client.isQuiet(); ++frames) {
            const auto frame = client.receive();
            if (!frame)
                break;
            const auto wanted = wire::decodeCopyIn(frame->view());
            if (frame->header.frameClass != wire::FrameClass::Request || !wanted)
                continue;
            const wire::Bytes zeros(wanted->length);
            client.writer().copyInReply(frame->header.reqno, zeros);
            client.send();
        }
    }
}

TEST(Crowds, NoiseOfManyAtOnceHurtsNobodyElse)
{
    RunningKernel kernel;
    KernelClient bystander = kernel.guest("bystander");
    std::vector<std::thread> noisy;
    for (unsigned seed = 1; seed <= 4; ++seed)
        noisy.emplace_back([&kernel, seed] { makeNoise(kernel.url(), seed); });
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(bystander.pid(), 2);
    for (std::thread &thread : noisy)
        thread.join();
    EXPECT_EQ(bystander.call(NB_SYS_getppid).first, 1);
}

} // namespace
} // namespace rumpscope::test
