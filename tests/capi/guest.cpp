// SPDX-License-Identifier: BSD-2-Clause
#include "tests/capi/guest.h"

#include <array>
#include <vector>

namespace rumpscope::test {

Guest::Guest(const transport::ServerUrl &url, capi::Settings settings, retry::Policy retry)
{
    m_client.configure(url, settings);
    m_client.setRetry(retry);
    m_began = m_client.guest();
}

Result Guest::call(int number, std::initializer_list<std::uint64_t> words)
{
    std::array<std::int64_t, 2> values{};
    const int error =
        m_client.syscall(number, std::as_bytes(std::span(words.begin(), words.size())), values.data());
    return {error, values[0]};
}

std::uint64_t addressOf(const void *memory)
{
    return reinterpret_cast<std::uint64_t>(memory);
}

void welcome(Peer &peer)
{
    peer.banner();
    const auto hello = peer.request(wire::FrameType::Handshake);
    peer.send([&](wire::FrameWriter &writer) { writer.handshakeReply(hello.header.reqno); });
}

} // namespace rumpscope::test
