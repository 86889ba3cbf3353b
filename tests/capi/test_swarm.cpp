// SPDX-License-Identifier: BSD-2-Clause
// Many processes of many threads, killed as it comes: the kernel stays, and is left with nothing of them.
#include "tests/capi/kernel_test.h"

#include <csignal>
#include <memory>
#include <random>

namespace rumpscope::test {
namespace {

struct CapiSwarm : KernelTest
{};

TEST_F(CapiSwarm, TwentyFourProcessesOfSixThreadsKilledAtRandom)
{
    constexpr std::size_t kProcesses = 24;
    constexpr int kKills = 72;
    const auto start = [&] {
        auto child = std::make_unique<ChildProcess>(Actor::ours().command(url(), {"swarm", "6"}));
        EXPECT_EQ(child->readLine(), "pid 1");
        return child;
    };
    std::vector<std::unique_ptr<ChildProcess>> swarm;
    for (std::size_t i = 0; i < kProcesses; ++i)
        swarm.push_back(start());
    std::minstd_rand random(20261124); // NOLINT(cert-msc51-cpp): the same every time
    for (int i = 0; i < kKills; ++i) {
        auto &victim = swarm[random() % kProcesses];
        victim->signal(SIGKILL);
        EXPECT_EQ(victim->wait(), -SIGKILL);
        victim = start();
    }
    for (auto &child : swarm) {
        child->signal(SIGTERM);
        EXPECT_EQ(child->wait(), -SIGTERM);
        child.reset();
    }
    EXPECT_TRUE(nobodyIsLeft());
}

} // namespace
} // namespace rumpscope::test
