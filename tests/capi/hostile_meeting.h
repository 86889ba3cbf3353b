// SPDX-License-Identifier: BSD-2-Clause
// A call meets a hostile server.
#pragma once

#include "tests/capi/guest.h"

#include <gmock/gmock.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>

namespace rumpscope::test {

inline constexpr int kWriteCall = 4;

class CapiGuard : public testing::Test
{
protected:
    /// Makes `call` and lets the server do `hostile` before it answers (if it still can).
    Result meet(const std::function<void(Peer &)> &hostile, const std::function<Result(Guest &)> &call,
                const capi::Settings &settings = {})
    {
        ScriptedServer server([&](ScriptedServer &self) {
            Peer peer = self.accept();
            welcome(peer);
            const auto request = peer.request(wire::FrameType::Syscall);
            hostile(peer);
            peer.answer(request, 0, 1);
        });
        Guest guest(server.url(), settings);
        testing::internal::CaptureStderr();
        const Result result = call(guest);
        said = testing::internal::GetCapturedStderr();
        trouble = server.finish();
        return result;
    }
    /// The connection was cut, and it was said why.
    void expectCut(const std::function<void(Peer &)> &hostile)
    {
        EXPECT_EQ(meet(
                      [&](Peer &peer) {
                          hostile(peer);
                          peer.expectEnd();
                      },
                      [this](Guest &guest) {
                          return guest.call(kWriteCall, {1, addressOf(lent.data()), lent.size()});
                      })
                      .error,
                  ENOTCONN);
        EXPECT_THAT(said, testing::HasSubstr("rumpclient: "));
        EXPECT_THAT(said, testing::HasSubstr("the connection to the kernel is closed.\n"));
    }

    std::array<char, 64> lent{"lent"};
    std::array<char, 64> secret{"secret"};
    std::string said;
    std::string trouble;
};

inline void copyIn(Peer &peer, std::uint64_t address, std::uint64_t length)
{
    peer.send([&](wire::FrameWriter &writer) { writer.copyIn(77, {length, address}); });
}

inline void copyOut(Peer &peer, std::uint64_t address, std::string_view text)
{
    peer.send(
        [&](wire::FrameWriter &writer) { writer.copyOut(77, address, std::as_bytes(std::span(text))); });
}

inline std::string copiedIn(Peer &peer)
{
    const auto frame = peer.expect(wire::FrameClass::Response, wire::FrameType::CopyIn);
    return {reinterpret_cast<const char *>(frame.payload.data()), frame.payload.size()};
}

} // namespace rumpscope::test
