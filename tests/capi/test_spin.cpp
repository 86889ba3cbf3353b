// SPDX-License-Identifier: BSD-2-Clause
// RUMPCLIENT_SPIN changes how an answer is waited for, and nothing else.
#include "clientcore/capi/settings.h"
#include "clientcore/capi/spinner.h"
#include "tests/capi/kernel_test.h"

#include <cstdlib>

namespace rumpscope::test {
namespace {

struct CapiSpin : KernelTest
{};

TEST_F(CapiSpin, ProgramsDoTheSame)
{
    const std::vector<std::string> spin{"RUMPCLIENT_SPIN=1"};
    EXPECT_EQ(run({"simple"}, spin), run({"simple"}));
    EXPECT_EQ(run({"fork"}, spin), run({"fork"}));
    EXPECT_EQ(run({"exec-fails"}, spin), run({"exec-fails"}));
    EXPECT_EQ(run({"exec", "2", "10"}, spin), run({"exec", "2", "10"}));
    EXPECT_EQ(run({"storm", "3"}, spin), run({"storm", "3"}));
}

TEST(CapiSpinning, TheEnvironmentSaysSo)
{
    const auto spins = [](const char *value) {
        EXPECT_EQ(::setenv("RUMPCLIENT_SPIN", value, 1), 0);
        testing::internal::CaptureStderr();
        const bool spin = capi::Settings::fromEnvironment().spin;
        const bool complained = !testing::internal::GetCapturedStderr().empty();
        EXPECT_EQ(::unsetenv("RUMPCLIENT_SPIN"), 0);
        return std::pair(spin, complained);
    };
    EXPECT_FALSE(capi::Settings::fromEnvironment().spin);
    EXPECT_EQ(spins("1"), std::pair(true, false));
    EXPECT_EQ(spins("0"), std::pair(false, false));
    EXPECT_EQ(spins("often"), std::pair(false, true));
}

TEST(CapiSpinning, WhatFindsNothingIsDoneEverMoreSeldom)
{
    capi::Spinner spinner;
    int spun = 0;
    constexpr int kCalls = 600;
    for (int i = 0; i < kCalls; ++i) {
        if (spinner.worthWhile()) {
            ++spun;
            EXPECT_FALSE(spinner.spin([] { return false; }));
        }
    }
    EXPECT_LT(spun, 12) << "1, 2, 4 ... 256 calls apart";
    while (!spinner.worthWhile())
        continue;
    EXPECT_TRUE(spinner.spin([] { return true; }));
    EXPECT_TRUE(spinner.worthWhile()) << "found: the next call looks again";
}

} // namespace
} // namespace rumpscope::test
