// SPDX-License-Identifier: BSD-2-Clause
// The client gets every byte of the server but those of the answer to our question.
#include "clientcore/tap/answer_filter.h"
#include "clientcore/wire/frame_writer.h"

#include <gtest/gtest.h>

namespace rumpscope::tap {
namespace {

constexpr std::uint64_t kOurs = kReservedReqno;

wire::Bytes filtered(AnswerFilter &filter, wire::ByteView bytes, std::size_t step)
{
    wire::Bytes passed;
    const auto pass = [&](wire::ByteView piece) { passed.insert(passed.end(), piece.begin(), piece.end()); };
    while (!bytes.empty()) {
        filter.feed(bytes.first(std::min(step, bytes.size())), pass);
        bytes = bytes.subspan(std::min(step, bytes.size()));
    }
    return passed;
}

wire::Bytes bytesOf(const wire::FrameWriter &writer)
{
    return {writer.bytes().begin(), writer.bytes().end()};
}

TEST(AnswerFilter, TakesOneAnswerOutAtAnySplit)
{
    const wire::Bytes data(300, std::byte{9});
    wire::FrameWriter all;
    all.copyOut(kOurs, 0x1000, data); // a request of the server's with that number is not the answer
    all.syscallReply(7, {0, 0, {1, 2}});
    wire::FrameWriter expected;
    expected.copyOut(kOurs, 0x1000, data);
    expected.syscallReply(7, {0, 0, {1, 2}});
    all.syscallReply(kOurs, {0, 0, {4, 1}});
    all.prefork(3);
    expected.prefork(3);
    for (std::size_t step = 1; step <= all.bytes().size(); ++step) {
        AnswerFilter filter;
        filter.begin(kOurs);
        ASSERT_EQ(filtered(filter, all.bytes(), step), bytesOf(expected)) << "in steps of " << step;
        EXPECT_FALSE(filter.active());
    }
}

TEST(AnswerFilter, ARefusalIsAnAnswerToo)
{
    wire::FrameWriter all;
    all.error(kOurs, wire::FrameType::Handshake, wire::ErrorCode::MalformedRequest);
    AnswerFilter filter;
    filter.begin(kOurs);
    EXPECT_TRUE(filtered(filter, all.bytes(), 5).empty());
    EXPECT_FALSE(filter.active());
}

TEST(AnswerFilter, WhatMakesNoSensePasses)
{
    const wire::Bytes noise(100, std::byte{0});
    AnswerFilter filter;
    filter.begin(kOurs);
    EXPECT_EQ(filtered(filter, noise, 10), noise);
}

TEST(AnswerFilter, WhatWasKeptBackPassesAtTheEnd)
{
    const wire::Bytes some(10, std::byte{1});
    AnswerFilter filter;
    filter.begin(kOurs);
    EXPECT_TRUE(filtered(filter, some, 3).empty());
    wire::Bytes passed;
    filter.finish([&](wire::ByteView piece) { passed.insert(passed.end(), piece.begin(), piece.end()); });
    EXPECT_EQ(passed, some);
    EXPECT_FALSE(filter.active());
}

} // namespace
} // namespace rumpscope::tap
