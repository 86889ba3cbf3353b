// SPDX-License-Identifier: BSD-2-Clause
// What happens on a connection: frames and connection events, as sessions, taps and readers of recordings
// publish them.
#pragma once

#include "clientcore/event/client_error.h"
#include "clientcore/transport/deadline.h"
#include "clientcore/wire/banner.h"
#include "clientcore/wire/payload.h"

#include <cstdint>
#include <optional>
#include <string>

namespace rumpscope::event {

/// One session for as long as this process runs. Never reused.
enum class SessionId : std::uint32_t {};
/// Whoever watches a process gives it one: our sessions, taps, readers of recordings. Any thread.
[[nodiscard]] SessionId nextSessionId() noexcept;
/// Counts the connections of one session from 1: each is a new process in the kernel.
enum class Generation : std::uint32_t {};

enum class Direction : std::uint8_t { ToServer, FromServer };

/// A frame at the socket: when its last byte left or came.
struct FrameEvent
{
    transport::TimePoint time;
    SessionId session;
    Generation generation;
    Direction direction;
    std::uint32_t thread = 0; ///< number of the calling thread within the session, from 1; 0: the watcher
    /// The call a copy belongs to, where the session knows (by the memory touched).
    std::optional<std::uint64_t> servedReqno;
    /// True for calls of rumpscope's own (asking for a pid): shown as ours, left out of statistics.
    bool housekeeping = false;
    wire::FrameView frame; ///< valid during the call only
};

/// A turn in the life of the connection.
struct ConnectionEvent
{
    enum class Kind : std::uint8_t {
        Connecting,     ///< attempt: 0 for the first connection
        BannerRead,     ///< banner
        Established,    ///< handshake answered: generation is up. pid, if asked
        Prepared,       ///< PREFORK answered: cookie
        Claimed,        ///< this session claimed `cookie`
        Cancelled,      ///< `cookie` was released
        Execed,         ///< EXEC answered: text is the new name
        Lost,           ///< error
        RetryPlanned,   ///< attempt `attempt` will start at `planned`
        AttemptStarted, ///< planned beside time: plan against reality
        AttemptFailed,  ///< error
        GaveUp,
        Died,        ///< policy DIE
        Closed,      ///< by us
        Violation,   ///< the server asked for what was not lent: text
        Signal,      ///< RAISE: number is NetBSD's signal
        AnswerLost,  ///< number is the system call whose answer will never come
        Repeated,    ///< number is a system call that was sent again
        StrayAnswer, ///< number is the request number of an answer to no question
        Identified,  ///< the process's pid came to light after the connection was up: pid
        Garbled,     ///< bytes that make no sense passed a tap: text
        Unread,      ///< a tap holds what its client does not read: number is bytes
    };
    transport::TimePoint time;
    SessionId session;
    Generation generation;
    Kind kind;
    unsigned attempt = 0;
    transport::TimePoint planned{};
    std::int64_t number = 0;
    std::optional<std::int32_t> pid;
    std::optional<wire::Cookie> cookie;
    std::optional<wire::Banner> banner;
    std::optional<ClientError> error;
    std::string text;          ///< URL, command name or sentence; for Lost and Closed how it ended, if known
    bool housekeeping = false; ///< of a session that is rumpscope's own
    bool tapped = false;       ///< somebody else's client, seen by a tap
    bool probable = false;     ///< that it is the same client as before is a guess, by name and host
    std::optional<std::int32_t> hostPid; ///< of the client's program, where a tap could learn it
};

} // namespace rumpscope::event
