// SPDX-License-Identifier: BSD-2-Clause
// What the environment lets a user choose, read once at rumpclient_init (rumpclient(3), ENVIRONMENT).
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
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

/// A number as pointers are written: 0x and hexadecimal digits.
struct Hex
{
    std::uint64_t value;
};

/// One line on stderr, put together without allocating; what is too long is cut. Any thread, and handlers.
class Line
{
public:
    Line &operator<<(std::string_view text);
    Line &operator<<(Hex number);
    template<std::integral Number>
    Line &operator<<(Number number)
    {
        const auto [end, error] = std::to_chars(m_end, m_text.data() + kLongest, number);
        m_end = error == std::errc{} ? end : m_end;
        return *this;
    }
    /// As a whole, with its line feed.
    void write();

private:
    static constexpr std::size_t kLongest = 1000;
    std::array<char, kLongest + 1> m_text;
    char *m_end = m_text.data();
};

/// One line on stderr made of texts and numbers; RUMPCLIENT_QUIET leaves it out.
template<class... Parts>
void say(const Settings &settings, const Parts &...parts)
{
    if (settings.quiet)
        return;
    Line line;
    (line << ... << parts);
    line.write();
}

} // namespace rumpscope::capi
