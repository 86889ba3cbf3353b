// SPDX-License-Identifier: BSD-2-Clause
// What the environment lets a user choose, read once at rumpclient_init (rumpclient(3), ENVIRONMENT).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace rumpscope::capi {

/// What happens to a server that asks for memory no call lent it.
enum class Guard {
    Strict, ///< loses the connection; a string is refused by an empty answer
    Zeros,  ///< reads zeros, and what it writes is dropped
    Fatal,  ///< the process is aborted
    Off,    ///< gets what it asks for
};

struct Settings
{
    Guard guard = Guard::Strict;       ///< RUMPCLIENT_GUARD
    bool quiet = false;                ///< RUMPCLIENT_QUIET: nothing on stderr
    bool spin = false;                 ///< RUMPCLIENT_SPIN: look for the answer before sleeping
    bool resendHarmlessOnly = false;   ///< RUMPCLIENT_RESEND=harmless
    std::chrono::seconds deadline{30}; ///< RUMPCLIENT_TIMEOUT: for connecting, banner and handshake; 0: none

    /// A value that means nothing is told on stderr, and the default stands.
    [[nodiscard]] static Settings fromEnvironment();
};

/// One line on stderr, as a whole; `quiet` leaves it out. Any thread, and in handlers as safe as what made
/// it.
void say(const Settings &settings, std::string_view line);

} // namespace rumpscope::capi
