// SPDX-License-Identifier: GPL-3.0-or-later
// The control socket itself.
#include "tests/kernel/control_client.h"
#include "tests/kernel/running_kernel.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace rumpscope::test {
namespace {

namespace fs = std::filesystem;

struct Control : testing::Test
{
    RunningKernel kernel;
    ControlClient control{kernel.controlPath()};
};

TEST_F(Control, OnlyItsOwnerMayOpenIt)
{
    EXPECT_EQ(fs::status(kernel.controlPath()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Control, TakesSeveralCommandsInOrder)
{
    control.sendRaw("workers 5\r\nworkers 6\nstatus\n");
    std::string all;
    while (all.find("workers 6") == std::string::npos)
        all += control.receive();
    EXPECT_THAT(all, testing::StartsWith("ok\nok\n calls under way"));
}

TEST_F(Control, SaysWhatIsWrongAndGoesOn)
{
    EXPECT_THAT(control.say("dance"), testing::StartsWith("error "));
    EXPECT_EQ(control.say("clear"), "ok\n");
}

TEST_F(Control, ALineThatNeverEndsClosesIt)
{
    control.sendRaw(std::string(5000, 'x'));
    EXPECT_EQ(control.receive(), "");
    EXPECT_EQ(kernel.control("clear"), "ok\n");
}

TEST_F(Control, ItsClientsAreLimited)
{
    std::vector<ControlClient> many;
    for (int i = 0; i < 15; ++i) {
        many.emplace_back(kernel.controlPath());
        ASSERT_EQ(many.back().say("clear"), "ok\n");
    }
    EXPECT_EQ(ControlClient(kernel.controlPath()).receive(), "");
    many.pop_back();
    std::string answer;
    while (answer.empty())
        answer = ControlClient(kernel.controlPath()).say("clear");
    EXPECT_EQ(answer, "ok\n");
}

TEST_F(Control, BytesOfAnyKindDoNoHarm)
{
    std::string noise;
    for (int i = 0; i < 2000; ++i)
        noise += static_cast<char>((i * 37 + i / 7) % 256);
    control.sendRaw(noise);
    EXPECT_EQ(kernel.control("clear"), "ok\n");
    EXPECT_EQ(kernel.guest().pid(), 2);
}

TEST_F(Control, FramesAreNoCommandsAndCommandsNoFrames)
{
    KernelClient client(kernel.url());
    const std::string command = "die\n";
    client.sendRaw(std::as_bytes(std::span(command)));
    client.disconnect();
    EXPECT_EQ(kernel.guest().call(NB_SYS_getppid).first, 1);
}

} // namespace
} // namespace rumpscope::test
