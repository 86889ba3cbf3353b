// SPDX-License-Identifier: BSD-2-Clause
// The requests of one connection that wait for their answers.
#pragma once

#include "clientcore/wire/payload.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace rumpscope::tap {

/// A request without an answer.
struct OpenRequest
{
    std::uint64_t reqno = 0;
    wire::FrameType type = wire::FrameType::Syscall;
    std::uint32_t word = 0;
    /// Lowest number from 1 that no other open request has: a client without threads has one.
    std::uint32_t lane = 0;
    std::string text;                      ///< command name of GUEST and EXEC
    std::optional<wire::ForkRequest> fork; ///< of FORK
    std::vector<std::uint64_t> addresses;  ///< where the server may reach for it: argument slots, and
                                           ///< what the vectors it copied in named
};

/// Bounded: beyond kMost requests at once, further ones are not followed, and overflowed() says so.
class OpenRequests
{
public:
    static constexpr std::size_t kMost = 1024;

    /// The new request, or null where there is no room.
    OpenRequest *open(const wire::FrameView &frame);
    /// The oldest of this number.
    [[nodiscard]] std::optional<OpenRequest> take(std::uint64_t reqno);
    [[nodiscard]] std::size_t size() const { return m_open.size(); }
    [[nodiscard]] bool overflowed() const { return m_overflowed; }

    /// Whom a copy serves, by the address it touches: the call that named it, or named one shortly before it;
    /// the only one, if there is one. The protocol does not say (rump_sp, "Server to client").
    [[nodiscard]] OpenRequest *servedBy(std::uint64_t address);
    /// Remembers for whom the server asked, and what was copied in answer to it.
    void asked(std::uint64_t serverReqno, const OpenRequest &served);
    OpenRequest *replied(std::uint64_t serverReqno, const wire::FrameView &reply);

private:
    struct Question
    {
        std::uint64_t serverReqno;
        std::uint64_t reqno;
    };
    [[nodiscard]] std::uint32_t takeLane();

    std::vector<OpenRequest> m_open; ///< oldest first
    std::vector<Question> m_questions;
    std::set<std::uint32_t> m_freeLanes; ///< given back, below m_nextLane
    std::uint32_t m_nextLane = 1;
    bool m_overflowed = false;
};

} // namespace rumpscope::tap
