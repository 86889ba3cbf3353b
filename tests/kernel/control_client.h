// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of a practice kernel's control socket.
#pragma once

#include "clientcore/transport/stream.h"

#include <string>

namespace rumpscope::test {

/// Every wait is bounded and throws std::runtime_error.
class ControlClient
{
public:
    explicit ControlClient(const std::string &path);

    /// Sends one command; everything up to and with the line that begins with ok or error. Less, when the
    /// kernel closes before.
    std::string say(const std::string &command);
    void sendRaw(const std::string &bytes);
    [[nodiscard]] std::string receive();

private:
    transport::Stream m_stream;
};

} // namespace rumpscope::test
