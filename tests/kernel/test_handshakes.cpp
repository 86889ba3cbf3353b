// SPDX-License-Identifier: GPL-3.0-or-later
// GUEST, FORK, EXEC and AUTH: who may come in, how, and what everybody else is told.
#include "tests/kernel/running_kernel.h"

#include <gtest/gtest.h>

namespace rumpscope::test {
namespace {

using wire::ErrorCode;
using wire::FrameClass;
using wire::FrameType;

struct Handshakes : testing::Test
{
    RunningKernel kernel;
    KernelClient client{kernel.url()};

    /// Sends one request and expects an error of this code, and the end.
    void expectRefused(wire::Header header, const std::string &payload, ErrorCode code)
    {
        client.writer().append(header, std::as_bytes(std::span(payload)));
        client.send();
        const auto frame = client.receive();
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->header.frameClass, FrameClass::Error);
        EXPECT_EQ(frame->header.type, FrameType::Handshake);
        EXPECT_EQ(frame->header.reqno, header.reqno);
        EXPECT_EQ(static_cast<ErrorCode>(frame->header.word), code);
        EXPECT_TRUE(client.closed());
    }
    static wire::Header handshake(std::uint32_t kind)
    {
        return {wire::kHeaderSize, 7, FrameClass::Request, FrameType::Handshake, kind};
    }
};

TEST_F(Handshakes, BannerIsTheRealKernels)
{
    EXPECT_EQ(client.banner, "RUMPSP-0.4-NetBSD-7.99.34/amd64\n");
}

TEST_F(Handshakes, GuestIsAProcess)
{
    client.guest("probe");
    EXPECT_EQ(client.call(NB_SYS_getpid_with_ppid), (Reply{0, 2, 1}));
}

TEST_F(Handshakes, SecondGuestIsMalformed)
{
    client.guest("probe");
    expectRefused(handshake(0), std::string("x\0", 2), ErrorCode::MalformedRequest);
}

TEST_F(Handshakes, AuthIsRefused)
{
    expectRefused(handshake(1), std::string("x\0", 2), ErrorCode::Authentication);
}

TEST_F(Handshakes, ExecCannotBeFirst)
{
    expectRefused(handshake(3), std::string("x\0", 2), ErrorCode::Authentication);
}

TEST_F(Handshakes, UnknownKindCannotBeFirst)
{
    expectRefused(handshake(99), std::string("x\0", 2), ErrorCode::Authentication);
}

TEST_F(Handshakes, CallCannotBeFirst)
{
    expectRefused({wire::kHeaderSize, 0, FrameClass::Request, FrameType::Syscall, 20}, {},
                  ErrorCode::Authentication);
}

TEST_F(Handshakes, PreforkCannotBeFirst)
{
    expectRefused({wire::kHeaderSize, 0, FrameClass::Request, FrameType::Prefork, 0}, {},
                  ErrorCode::Authentication);
}

TEST_F(Handshakes, GuestWithoutANameIsMalformed)
{
    expectRefused(handshake(0), {}, ErrorCode::MalformedRequest);
}

TEST_F(Handshakes, GuestWithoutTheNulIsMalformed)
{
    expectRefused(handshake(0), "probe", ErrorCode::MalformedRequest);
}

TEST_F(Handshakes, ForkOfTheWrongSizeIsMalformed)
{
    expectRefused(handshake(2), std::string(16, '\1'), ErrorCode::MalformedRequest);
}

TEST_F(Handshakes, UnknownCookieIsInvalid)
{
    client.fork(wire::Cookie{std::byte{1}});
    EXPECT_EQ(client.error(), ErrorCode::InvalidPreforkCookie);
    EXPECT_TRUE(client.closed());
}

TEST_F(Handshakes, CookieServesOnce)
{
    client.guest("parent");
    const auto cookie = client.prefork();
    KernelClient child(kernel.url());
    child.fork(cookie);
    ASSERT_TRUE(child.receive());
    KernelClient second(kernel.url());
    second.fork(cookie);
    EXPECT_EQ(second.error(), ErrorCode::InvalidPreforkCookie);
    EXPECT_TRUE(second.closed());
}

TEST_F(Handshakes, CookieOutlivesItsParent)
{
    client.guest("parent");
    const auto cookie = client.prefork();
    client.disconnect();
    KernelClient child(kernel.url());
    child.fork(cookie);
    ASSERT_TRUE(child.receive());
    EXPECT_EQ(child.call(NB_SYS_getpid_with_ppid), (Reply{0, 4, 1}));
}

TEST_F(Handshakes, CancelClosesWithoutAnAnswer)
{
    client.guest("parent");
    const auto cookie = client.prefork();
    KernelClient canceller(kernel.url());
    canceller.fork(cookie, 1);
    EXPECT_TRUE(canceller.closed());
    KernelClient late(kernel.url());
    late.fork(cookie);
    EXPECT_EQ(late.error(), ErrorCode::InvalidPreforkCookie);
}

TEST_F(Handshakes, ExecKeepsThePid)
{
    client.guest("before");
    client.exec("after-exec");
    EXPECT_EQ(client.call(NB_SYS_getpid_with_ppid), (Reply{0, 2, 1}));
}

TEST_F(Handshakes, ExecWithoutANameIsMalformed)
{
    client.guest("before");
    expectRefused(handshake(3), {}, ErrorCode::MalformedRequest);
}

TEST_F(Handshakes, TheClientBeyondTheLastSlotIsClosedWithoutABanner)
{
    std::vector<std::unique_ptr<KernelClient>> others;
    for (int i = 0; i < 254; ++i)
        others.push_back(std::make_unique<KernelClient>(kernel.url()));
    EXPECT_THROW(KernelClient(kernel.url()), std::runtime_error);
    others.front()->guest("still served");
    EXPECT_EQ(others.front()->pid(), 2);
}

} // namespace
} // namespace rumpscope::test
