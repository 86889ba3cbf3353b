// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the control socket, as text.
#include "app/rumpscope-kernel/control/commands.h"

#include <gmock/gmock.h>

namespace rumpscope::test {
namespace {

using kernel::Faults;
using testing::HasSubstr;
using testing::StartsWith;

struct Commands : testing::Test
{
    Faults faults;
    std::string say(const std::string &line) { return kernel::carryOut(faults, line); }
};

TEST_F(Commands, WhatIsSetIsSeen)
{
    EXPECT_EQ(say("slow read 20"), "ok\n");
    EXPECT_EQ(say("fail write ENOSPC 25%"), "ok\n");
    EXPECT_EQ(say("fail close 9"), "ok\n");
    EXPECT_EQ(say("slow all 5"), "ok\n");
    EXPECT_EQ(say("workers 128"), "ok\n");
    EXPECT_EQ(say("protocol 1.7"), "ok\n");
    EXPECT_EQ(say("die after 1000"), "ok\n");
    EXPECT_EQ(say("status"), " calls under way: 0\n"
                             " banner: RUMPSP-1.7-NetBSD-7.99.34/amd64\n"
                             " slow read 20\n"
                             " fail write ENOSPC 25%\n"
                             " fail close EBADF 100%\n"
                             " slow all 5\n"
                             " workers 128\n"
                             " die after 1000\n"
                             "ok\n");
}

TEST_F(Commands, ClearTakesEverythingBack)
{
    const std::string fresh = say("status");
    for (const char *line :
         {"slow all 5", "fail pipes EMFILE", "workers 3", "banner hello", "silent", "restart after 7"})
        ASSERT_EQ(say(line), "ok\n") << line;
    EXPECT_NE(say("status"), fresh);
    EXPECT_EQ(say("clear"), "ok\n");
    EXPECT_EQ(say("status"), fresh);
}

TEST_F(Commands, ARuleCanBeTakenAway)
{
    say("slow read,write 5");
    say("fail read EIO");
    EXPECT_EQ(faults.rules().size(), 2U);
    say("slow read,write 0");
    EXPECT_EQ(faults.rules().size(), 1U);
    say("fail read never");
    EXPECT_FALSE(faults.hasRules());
}

TEST_F(Commands, AFamilyIsAllItsCalls)
{
    EXPECT_EQ(say("fail transfer EIO 50"), "ok\n");
    EXPECT_EQ(faults.rules().size(), 8U);
    EXPECT_TRUE(faults.rules().contains(abi::NB_SYS_preadv));
}

TEST_F(Commands, MistakesGetASentence)
{
    EXPECT_THAT(say("slow nothing 5"), StartsWith("error \"nothing\" names no call of this kernel"));
    EXPECT_THAT(say("slow read soon"), StartsWith("error \"soon\": write milliseconds"));
    EXPECT_THAT(say("slow read 99999999999999999999"), StartsWith("error "));
    EXPECT_THAT(say("slow read"), StartsWith("error write slow CALLS MILLISECONDS."));
    EXPECT_THAT(say("fail read EOOPS"), HasSubstr("no errno of NetBSD"));
    EXPECT_THAT(say("fail read EIO 101"), HasSubstr("1 to 100"));
    EXPECT_THAT(say("fail read EIO 0%"), HasSubstr("1 to 100"));
    EXPECT_THAT(say("die soon"), HasSubstr("write die alone"));
    EXPECT_THAT(say("die after 0"), HasSubstr("write die alone"));
    EXPECT_THAT(say("workers -1"), StartsWith("error "));
    EXPECT_THAT(say("protocol 4"), StartsWith("error "));
    EXPECT_THAT(say("banner " + std::string(96, 'x')), HasSubstr("95 characters"));
    EXPECT_THAT(say("dance"), HasSubstr("no command: write help"));
    EXPECT_THAT(say(""), StartsWith("error an empty line"));
    EXPECT_THAT(say("   "), StartsWith("error an empty line"));
    EXPECT_FALSE(faults.hasRules());
}

TEST_F(Commands, HelpNamesThemAll)
{
    const std::string help = say("help");
    for (const auto &command : faults::commandHelp())
        EXPECT_THAT(help, HasSubstr(std::string(command.usage) + ' '));
}

TEST_F(Commands, DeathAndRestartAreCarriedOutByTheServer)
{
    std::vector<Faults::Action> actions;
    faults.act = [&](Faults::Action action) { actions.push_back(action); };
    say("die");
    say("restart");
    say("die after 2");
    for (int i = 0; i < 2; ++i)
        faults.aboutToAnswer();
    EXPECT_EQ(actions, (std::vector{Faults::Action::Die, Faults::Action::Restart}));
    faults.aboutToAnswer();
    faults.aboutToAnswer();
    EXPECT_EQ(actions, (std::vector{Faults::Action::Die, Faults::Action::Restart, Faults::Action::Die}));
}

TEST_F(Commands, ConnectionsAreLostSoOftenAsWanted)
{
    using What = faults::Lose::What;
    EXPECT_EQ(say("lose-answer mkdir 2"), "ok\n");
    EXPECT_EQ(say("lose-request mkdir"), "ok\n");
    EXPECT_THAT(say("status"), HasSubstr(" lose-request mkdir 1\n lose-answer mkdir 2\n"));
    EXPECT_FALSE(faults.loses(abi::NB_SYS_rmdir, What::Answer));
    EXPECT_TRUE(faults.loses(abi::NB_SYS_mkdir, What::Request));
    EXPECT_FALSE(faults.loses(abi::NB_SYS_mkdir, What::Request));
    EXPECT_TRUE(faults.loses(abi::NB_SYS_mkdir, What::Answer));
    EXPECT_TRUE(faults.loses(abi::NB_SYS_mkdir, What::Answer));
    EXPECT_FALSE(faults.hasRules()) << "what is over leaves nothing behind";
    EXPECT_EQ(say("lose-answer all 5"), "ok\n");
    EXPECT_EQ(say("lose-answer all 0"), "ok\n");
    EXPECT_FALSE(faults.hasRules());
}

TEST_F(Commands, AStatusBringsAFreshKernelToTheSamePoint)
{
    for (const char *line :
         {"slow all 5", "fail write ENOSPC 10", "lose-answer read 3", "workers any", "die after 9"})
        ASSERT_EQ(say(line), "ok\n") << line;
    const auto reply = faults::Reply::parse(say("status"));
    ASSERT_TRUE(reply);
    const auto status = faults::Status::parse(reply->lines);
    ASSERT_TRUE(status);
    Faults fresh;
    for (const faults::Command &command : status->set)
        EXPECT_EQ(kernel::carryOut(fresh, command), faults::Reply{});
    EXPECT_EQ(kernel::carryOut(fresh, "status"), say("status"));
}

} // namespace
} // namespace rumpscope::test
