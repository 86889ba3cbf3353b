// SPDX-License-Identifier: BSD-2-Clause
// Memory that runs out, at every point of a call where some is asked for.
#include "clientcore/session/connection.h"
#include "clientcore/session/session.h"
#include "tests/support/process/counted_new.h"
#include "tests/support/server/scripted_server.h"

#include <gtest/gtest.h>

#include <cerrno>

using namespace rumpscope;
using namespace rumpscope::session;
using test::FailingAllocation;
using test::Peer;
using test::ScriptedServer;

namespace {

constexpr std::uint32_t kWrite = 4;
constexpr std::uint32_t kLast = 20;
constexpr std::size_t kLarge = 100'000;

/// Copies all of what a write lends, and serves the next client when one has gone, until the last call.
void serve(ScriptedServer &self)
{
    for (;;) {
        Peer peer = self.accept();
        try {
            peer.greet();
            for (;;) {
                const auto call = peer.request(wire::FrameType::Syscall);
                if (call.header.word == kLast) {
                    peer.answer(call);
                    return;
                }
                const auto arguments = wire::decodeSyscallArguments(call.view()).value();
                peer.send([&](wire::FrameWriter &writer) { writer.copyIn(1, {arguments[2], arguments[1]}); });
                (void)peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn);
                peer.answer(call);
            }
        } catch (const std::runtime_error &) {
            continue; // this client has gone
        }
    }
}

} // namespace

TEST(NoMemory, IsSaidShortlyWhereThereIsNoneForASentence)
{
    const event::ClientError full = noMemory("take a frame in");
    const FailingAllocation failing(0);
    const event::ClientError shorter = noMemory("take a frame in");
    EXPECT_TRUE(failing.happened());
    EXPECT_EQ(shorter.kind, full.kind);
    EXPECT_EQ(shorter.hostErrno, ENOMEM);
    EXPECT_EQ(shorter.detail, "Out of memory.");
    EXPECT_NE(full.detail, shorter.detail);
}

TEST(NoMemory, FailsOneCallAndNeverTheNext)
{
    ScriptedServer server(serve);
    SessionOptions options;
    options.retry = retry::Policy::forEver();
    const auto session = Session::guest(server.url(), std::move(options));
    ASSERT_TRUE(session) << session.error().sentence();
    std::size_t failed = 0;
    for (bool happened = true; happened; ++failed) {
        // Longer than all before, so that buffers have to grow.
        const std::vector<std::byte> bytes(kLarge << failed);
        memory::CallMemory memory((*session)->memory());
        const std::array<std::uint64_t, 3> arguments{1, memory.in(bytes), bytes.size()};
        const SyscallRequest write{.number = kWrite, .arguments = arguments, .memory = &memory};
        {
            const FailingAllocation failing(failed);
            const auto result = (*session)->syscall(write);
            happened = failing.happened();
            EXPECT_EQ(result.has_value(), !happened) << "with allocation " << failed;
            if (!result) {
                EXPECT_EQ(result.error().hostErrno, ENOMEM) << result.error().sentence();
            }
        }
        const auto next = (*session)->syscall(
            {.number = kWrite, .arguments = arguments, .memory = &memory, .repeatable = true});
        EXPECT_TRUE(next) << next.error().sentence();
    }
    EXPECT_GT(failed, 2U);
    EXPECT_TRUE((*session)->syscall({.number = kLast, .repeatable = true}));
    EXPECT_EQ(server.finish(), "");
}
