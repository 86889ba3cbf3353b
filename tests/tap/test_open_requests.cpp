// SPDX-License-Identifier: BSD-2-Clause
// Which call a copy belongs to, and who is under way at once.
#include "clientcore/tap/open_requests.h"
#include "clientcore/wire/frame_writer.h"

#include <gtest/gtest.h>

#include <cstring>

namespace rumpscope::tap {
namespace {

wire::FrameView view(const wire::FrameWriter &writer)
{
    return {wire::decodeHeader(writer.bytes().first<wire::kHeaderSize>()),
            writer.bytes().subspan(wire::kHeaderSize)};
}

OpenRequest *call(OpenRequests &open, std::uint64_t reqno, std::vector<std::uint64_t> arguments)
{
    wire::FrameWriter writer;
    writer.syscall(reqno, 3, arguments);
    return open.open(view(writer));
}

std::uint64_t servedReqno(OpenRequests &open, std::uint64_t address)
{
    const OpenRequest *served = open.servedBy(address);
    return served ? served->reqno : 0;
}

TEST(OpenRequests, LanesAreAsManyAsCallsAtOnce)
{
    OpenRequests open;
    EXPECT_EQ(call(open, 1, {})->lane, 1U);
    EXPECT_EQ(call(open, 2, {})->lane, 2U);
    EXPECT_EQ(call(open, 3, {})->lane, 3U);
    EXPECT_EQ(open.take(2)->lane, 2U);
    EXPECT_EQ(call(open, 4, {})->lane, 2U);
    EXPECT_FALSE(open.take(2));
}

TEST(OpenRequests, TwoOfOneNumberAreToldApartByAge)
{
    OpenRequests open;
    call(open, 1, {0x10000});
    call(open, 1, {0x20000});
    EXPECT_EQ(open.take(1)->addresses.front(), 0x10000U);
    EXPECT_EQ(open.take(1)->addresses.front(), 0x20000U);
}

TEST(OpenRequests, ACopyServesTheCallThatNamedItsAddress)
{
    OpenRequests open;
    call(open, 1, {3, 0x7f0000001000, 8192});
    call(open, 2, {4, 0x7f0000009000, 100});
    EXPECT_EQ(servedReqno(open, 0x7f0000001000), 1U);
    EXPECT_EQ(servedReqno(open, 0x7f0000002000), 1U) << "the second page of its buffer";
    EXPECT_EQ(servedReqno(open, 0x7f0000009000), 2U);
    EXPECT_EQ(servedReqno(open, 0x1000), 0U) << "nobody named it, and two are waiting";
    EXPECT_TRUE(open.take(2));
    EXPECT_EQ(servedReqno(open, 0x1000), 1U) << "there is only one left";
}

TEST(OpenRequests, AVectorThatWasCopiedInNamesMore)
{
    OpenRequests open;
    OpenRequest *vectors = call(open, 1, {3, 0x7f0000001000, 2});
    open.asked(50, *vectors);
    call(open, 2, {3, 0x7fff00000000, 100});
    const std::uint64_t vector[] = {0x560000000000, 16, 0x560000100000, 16};
    wire::FrameWriter reply;
    reply.copyInReply(50, std::as_bytes(std::span(vector)));
    ASSERT_NE(open.replied(50, view(reply)), nullptr);
    EXPECT_EQ(servedReqno(open, 0x560000100000), 1U);
    EXPECT_EQ(open.replied(50, view(reply)), nullptr) << "a question is answered once";
}

TEST(OpenRequests, MoreThanItHoldsAreCountedOut)
{
    OpenRequests open;
    for (std::uint64_t reqno = 0; reqno < OpenRequests::kMost; ++reqno)
        ASSERT_NE(call(open, reqno, {}), nullptr);
    EXPECT_FALSE(open.overflowed());
    EXPECT_EQ(call(open, 9999, {}), nullptr);
    EXPECT_TRUE(open.overflowed());
    EXPECT_EQ(open.size(), OpenRequests::kMost);
}

} // namespace
} // namespace rumpscope::tap
