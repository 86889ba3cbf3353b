// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/session/request.h"

#include <fmt/format.h>

namespace rumpscope::session {

void Request::write(wire::FrameWriter &writer, std::uint64_t reqno) const
{
    switch (type) {
    case wire::FrameType::Prefork:
        writer.prefork(reqno);
        break;
    case wire::FrameType::Handshake:
        writer.exec(reqno, commandName);
        break;
    default:
        writer.syscall(reqno, number, arguments);
        break;
    }
}

std::string Request::what() const
{
    switch (type) {
    case wire::FrameType::Prefork:
        return "to prepare a child";
    case wire::FrameType::Handshake:
        return "the exec handshake";
    default:
        return fmt::format("system call {}", number);
    }
}

} // namespace rumpscope::session
