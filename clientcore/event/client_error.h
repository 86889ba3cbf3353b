// SPDX-License-Identifier: BSD-2-Clause
// Errors on our side of the wire. A kernel's errno is never one of these (design, promise 5).
#pragma once

#include <string>

namespace rumpscope::event {

struct ClientError
{
    enum class Kind {
        Connection, ///< cannot connect, or the connection is gone (hostErrno says why where the host did)
        Deadline,   ///< banner or handshake did not come in time
        Protocol,   ///< the server said what rump_sp does not allow
        Refused,    ///< the server answered ERROR; errorCode is its word
        AnswerLost, ///< the call left, its answer never came: it may have happened or not
        NotLent,    ///< the server asked for memory no call lent it; the connection was closed
        GaveUp,     ///< the retry policy ended
        Died,       ///< policy DIE: this session ended
        Stopped,    ///< the user ended the wait or closed the session
    };
    Kind kind;
    int hostErrno = 0;
    unsigned errorCode = 0; ///< wire::ErrorCode of Refused
    std::string detail;     ///< a sentence; for Refused and AnswerLost what was asked: "system call 4"

    /// What was wrong, where, and what to do; one line for a person.
    [[nodiscard]] std::string sentence() const;
};

[[nodiscard]] const char *name(ClientError::Kind kind);

} // namespace rumpscope::event
