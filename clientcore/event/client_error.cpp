// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/event/client_error.h"

#include "clientcore/wire/frame.h"

#include <fmt/format.h>

namespace rumpscope::event {

const char *name(ClientError::Kind kind)
{
    switch (kind) {
    case ClientError::Kind::Connection:
        return "connection";
    case ClientError::Kind::Deadline:
        return "deadline";
    case ClientError::Kind::Protocol:
        return "protocol";
    case ClientError::Kind::Refused:
        return "refused";
    case ClientError::Kind::AnswerLost:
        return "answer lost";
    case ClientError::Kind::NotLent:
        return "memory not lent";
    case ClientError::Kind::GaveUp:
        return "gave up";
    case ClientError::Kind::Died:
        return "died";
    case ClientError::Kind::Stopped:
        return "stopped";
    }
    return "unknown";
}

std::string ClientError::sentence() const
{
    switch (kind) {
    case Kind::Refused:
        return fmt::format("The server refused {}: {} (error {}).", detail,
                           wire::meaning(static_cast<wire::ErrorCode>(errorCode)), errorCode);
    case Kind::AnswerLost:
        return fmt::format(
            "The connection was lost before the answer to {} came: it may have happened or not. "
            "It was not repeated.",
            detail);
    case Kind::GaveUp:
        return "The kernel did not come back while the retry policy allowed attempts. " + detail;
    case Kind::Died:
        return "The connection was lost and the retry policy is \"die\": this session has ended.";
    case Kind::Stopped:
        return "The wait was ended: " + detail;
    case Kind::Connection:
    case Kind::Deadline:
    case Kind::Protocol:
    case Kind::NotLent:
        return detail;
    }
    return {};
}

} // namespace rumpscope::event
