// SPDX-License-Identifier: BSD-2-Clause
// What the environment lets a user choose, read once at rumpclient_init (rumpclient(3), ENVIRONMENT).
#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

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

/// For say(): one line on stderr, as a whole; the last byte of `line` is made its end.
void writeLine(std::span<char> line);

/// One line on stderr, as a whole; `quiet` leaves it out, and what is too long is cut. Any thread, and
/// handlers; nothing is allocated.
template<class... Arguments>
void say(const Settings &settings, fmt::format_string<Arguments...> format, Arguments &&...arguments)
{
    constexpr std::size_t kLongest = 1000;
    if (settings.quiet)
        return;
    std::array<char, kLongest + 1> line;
    const auto end =
        fmt::format_to_n(line.data(), kLongest, format, std::forward<Arguments>(arguments)...).out;
    writeLine({line.data(), end + 1});
}

} // namespace rumpscope::capi
