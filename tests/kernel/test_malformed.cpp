// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that break the rules: each gets an error or its end, and nobody else notices.
#include "app/rumpscope-kernel/server/limits.h"
#include "tests/kernel/kernel_tables.h"
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

#include <random>

namespace rumpscope::test {
namespace {

using wire::ErrorCode;
using wire::FrameClass;
using wire::FrameType;

struct Malformed : testing::Test
{
    RunningKernel kernel;
    KernelClient client = kernel.guest("naughty");
    KernelClient bystander = kernel.guest("bystander");

    void TearDown() override { EXPECT_EQ(bystander.pid(), 3); }

    void sendHeader(const wire::Header &header)
    {
        std::array<std::byte, wire::kHeaderSize> bytes{};
        wire::encodeHeader(header, bytes);
        client.sendRaw(bytes);
    }
    /// The frame that asks for the path of a chdir.
    wire::Frame askedFor(std::uint64_t &reqno)
    {
        reqno = client.start(NB_SYS_chdir, {client.put("/etc")});
        return *client.receive();
    }
    void reply(std::uint64_t reqno, const std::string &bytes)
    {
        client.writer().copyInReply(reqno, std::as_bytes(std::span(bytes)));
        client.send();
    }
};

TEST_F(Malformed, UnknownCallsAreNotThere)
{
    for (const std::uint32_t number : {0U, 498U, 511U, 512U, 100000U, 0x80000014U, 0xffffffffU})
        EXPECT_EQ(client.call(number).error, NB_ENOSYS) << number;
}

TEST_F(Malformed, TooFewArgumentsAreRefused)
{
    client.start(NB_SYS_close);
    EXPECT_EQ(client.error(), ErrorCode::MalformedRequest);
    EXPECT_EQ(client.pid(), 2);
}

TEST_F(Malformed, HalfAnArgumentIsRefused)
{
    client.writer().append({0, 9, FrameClass::Request, FrameType::Syscall, NB_SYS_close},
                           std::as_bytes(std::span("1234", 4)));
    client.send();
    EXPECT_EQ(client.error(), ErrorCode::MalformedRequest);
}

TEST_F(Malformed, TooManyArgumentsDoNotMatter)
{
    EXPECT_EQ(client.call(NB_SYS_close, {99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}).error, NB_EBADF);
}

TEST_F(Malformed, UnknownTypesAndClassesKeepTheConnection)
{
    client.writer().append({0, 1, FrameClass::Request, static_cast<FrameType>(77), 0}, {});
    client.writer().append({0, 2, static_cast<FrameClass>(9), FrameType::Syscall, 20}, {});
    client.writer().append({0, 3, FrameClass::Request, FrameType::CopyOut, 0}, {});
    client.writer().append({0, 4, FrameClass::Error, FrameType::Syscall, 7}, {});
    client.send();
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(client.error(), ErrorCode::MalformedRequest) << i;
    EXPECT_EQ(client.pid(), 2);
}

TEST_F(Malformed, LengthsBelowTheHeaderEndTheConnection)
{
    sendHeader({23, 1, FrameClass::Request, FrameType::Syscall, 20});
    EXPECT_TRUE(client.closed());
}

TEST_F(Malformed, LengthsBeyondTheLimitEndTheConnection)
{
    sendHeader({UINT64_MAX, 1, FrameClass::Request, FrameType::Syscall, 20});
    EXPECT_TRUE(client.closed());
}

TEST_F(Malformed, AnswersNobodyWaitsForAreIgnored)
{
    reply(12345, "surprise");
    EXPECT_EQ(client.pid(), 2);
}

TEST_F(Malformed, EmptyPathAnswersRefuse)
{
    std::uint64_t reqno = 0;
    reply(askedFor(reqno).header.reqno, "");
    EXPECT_EQ(client.finish(reqno).error, NB_ENAMETOOLONG);
}

TEST_F(Malformed, PathsWithoutTheNulAreTooLong)
{
    std::uint64_t reqno = 0;
    reply(askedFor(reqno).header.reqno, "/etc");
    EXPECT_EQ(client.finish(reqno).error, NB_ENAMETOOLONG);
}

TEST_F(Malformed, PathsLongerThanAskedForAreRefused)
{
    std::uint64_t reqno = 0;
    reply(askedFor(reqno).header.reqno, std::string(2000, '\0'));
    EXPECT_EQ(client.finish(reqno).error, NB_EFAULT);
}

TEST_F(Malformed, CopyInsOfTheWrongLengthFailTheCall)
{
    const auto fd = client.open("/file", NB_O_RDWR | NB_O_CREAT);
    for (const std::size_t size : {0U, 3U, 5U}) {
        const auto reqno = client.start(NB_SYS_write, {fd, client.put("four"), 4});
        reply(client.receive()->header.reqno, std::string(size, 'x'));
        EXPECT_EQ(client.finish(reqno).error, NB_EFAULT) << size;
    }
    EXPECT_EQ(client.read(fd, 10), "");
}

TEST_F(Malformed, TheSameNumberTwiceIsAnsweredTwice)
{
    client.writer().syscall(5, NB_SYS_getppid, {});
    client.writer().syscall(5, NB_SYS_getppid, {});
    client.send();
    EXPECT_EQ(client.receive()->header.reqno, 5U);
    EXPECT_EQ(client.receive()->header.reqno, 5U);
}

TEST_F(Malformed, OneCallTooManyIsToldToTryAgain)
{
    const auto fd = static_cast<std::uint64_t>(client.call(NB_SYS_pipe).first);
    for (std::size_t i = 0; i < kernel::kMaxCalls; ++i)
        client.start(NB_SYS_read, {fd, client.room(1), 1});
    client.start(NB_SYS_getppid);
    EXPECT_EQ(client.error(), ErrorCode::TryAgain);
    client.disconnect(); // it has all workers
}

TEST_F(Malformed, UnreadAnswersHoldUpTheirReaderOnly)
{
    const auto fd = client.open("/dev/zero", NB_O_RDONLY);
    const std::size_t size = 8U << 20;
    const auto room = client.room(size);
    const auto reading = client.start(NB_SYS_read, {fd, room, size});
    for (int i = 0; i < 100; ++i)
        ASSERT_EQ(bystander.pid(), 3);
    EXPECT_EQ(client.finish(reading).first, static_cast<std::int64_t>(size));
}

TEST_F(Malformed, UnreadAnswersDoNotKeepTheDeadAlive)
{
    const auto fd = client.open("/dev/zero", NB_O_RDONLY);
    client.start(NB_SYS_read, {fd, client.room(1), 1ULL << 40});
    ASSERT_TRUE(client.receive());
    client.disconnect();
    EXPECT_TRUE(waitUntilGone(bystander, 2));
}

TEST_F(Malformed, TablesEndAtFourMebibytes)
{
    const auto limit = client.putValues<std::uint64_t>({3404, 3404});
    ASSERT_EQ(client.call(NB_SYS_setrlimit, {NB_RLIMIT_NOFILE, limit}).error, 0);
    for (int i = 0; i < 1100; ++i)
        ASSERT_EQ(client.call(NB_SYS_dup, {0}).error, 0);
    const auto reply =
        sysctl(client, {NB_CTL_KERN, NB_KERN_FILE2, NB_KERN_FILE_BYPID, 2, 4096, INT32_MAX}, 8U << 20);
    EXPECT_EQ(reply.error, NB_ENOMEM) << "there is more, and room for it";
    EXPECT_EQ(reply.length, 4U << 20);
}

TEST_F(Malformed, TheLargestLengthIsOnlyANumber)
{
    const auto length = client.putValues<std::uint64_t>({UINT64_MAX});
    const auto name = client.putValues<std::int32_t>({NB_CTL_KERN, NB_KERN_OSTYPE});
    EXPECT_EQ(client.call(NB_SYS___sysctl, {name, 2, client.room(64), length, 0, 0}), Reply{});
    EXPECT_EQ(client.value<std::uint64_t>(length), 7U);
}

TEST_F(Malformed, NoiseEndsOnlyItsConnection)
{
    std::mt19937 random(20261124);
    for (int round = 0; round < 200; ++round) {
        KernelClient noisy = kernel.guest("noisy");
        wire::Bytes noise(random() % 400);
        for (std::byte &byte : noise)
            byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0);
        wire::Header header{wire::kHeaderSize + noise.size(), random() % 8,
                            static_cast<FrameClass>(random() % 4), static_cast<FrameType>(random() % 10),
                            static_cast<std::uint32_t>(random() % 512)};
        if (header.word == NB_SYS_reboot)
            continue;
        noisy.writer().append(header, noise);
        noisy.send();
        noisy.sendRaw(noise);
    }
}

} // namespace
} // namespace rumpscope::test
