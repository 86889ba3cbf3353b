// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/invoke/prepare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rumpscope::invoke {
namespace {

using testing::HasSubstr;

TEST(Prepare, GivesACallThatMayLeave)
{
    const auto prepared = prepare("open(\"/etc/hosts\", O_RDONLY)", {});
    ASSERT_TRUE(prepared);
    EXPECT_EQ(prepared->call().display, "open");
    memory::GuestMemory guest;
    const auto marshalled = prepared->marshal(guest);
    ASSERT_EQ(marshalled.arguments.size(), 3U);
    EXPECT_EQ(marshalled.arguments[1], 0U);
}

TEST(Prepare, PointsAtAMistake)
{
    const auto unknown = prepare("opne(\"/\", O_RDONLY)", {});
    ASSERT_FALSE(unknown);
    ASSERT_NE(unknown.error().mistake(), nullptr);
    EXPECT_EQ(unknown.error().mistake()->position, 0U);
    EXPECT_EQ(unknown.error().mistake()->length, 4U);
    EXPECT_THAT(unknown.error().text, HasSubstr("opne"));

    const auto unfinished = prepare("getpid(", {});
    ASSERT_FALSE(unfinished);
    EXPECT_NE(unfinished.error().mistake(), nullptr);
}

TEST(Prepare, AsksBeforeACallThatCanEndTheKernel)
{
    const auto asked = prepare("reboot(RB_HALT, NULL)", {});
    ASSERT_FALSE(asked);
    EXPECT_TRUE(asked.error().needsConfirmation());
    EXPECT_EQ(asked.error().mistake(), nullptr);
    EXPECT_EQ(asked.error().text, "reboot can end the kernel for everybody.");
    EXPECT_TRUE(prepare("reboot(RB_HALT, NULL)", {.confirmed = true}));
}

TEST(Prepare, RefusesChangesInReadOnlyModeEvenIfConfirmed)
{
    for (const bool confirmed : {false, true}) {
        for (const char *text : {"reboot(RB_HALT, NULL)", "unlink(\"/x\")", "mkdir(\"/x\", 0755)"}) {
            const auto refused = prepare(text, {.readOnly = true, .confirmed = confirmed});
            ASSERT_FALSE(refused) << text;
            EXPECT_TRUE(std::holds_alternative<NotReadOnly>(refused.error().why)) << text;
            EXPECT_THAT(refused.error().text, HasSubstr("Read-only mode is on"));
        }
    }
    EXPECT_TRUE(prepare("getpid()", {.readOnly = true}));
}

TEST(Prepare, NamesTheMistakeFirstInReadOnlyMode)
{
    const auto mistaken = prepare("unlink()", {.readOnly = true});
    ASSERT_FALSE(mistaken);
    EXPECT_NE(mistaken.error().mistake(), nullptr);
}

} // namespace
} // namespace rumpscope::invoke
