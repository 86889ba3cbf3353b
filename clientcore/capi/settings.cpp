// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/capi/settings.h"

#include "clientcore/capi/host.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace rumpscope::capi {

namespace {

std::optional<std::string_view> variable(const char *name)
{
    const char *value = std::getenv(name);
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    return value;
}

void complain(const Settings &settings, const char *name, std::string_view value, const char *choices)
{
    say(settings, "rumpclient: ", name, "=\"", value, "\" means nothing: it is ", choices, ".");
}

bool flag(const Settings &settings, const char *name)
{
    const auto value = variable(name);
    if (!value || *value == "0")
        return false;
    if (*value != "1")
        complain(settings, name, *value, "0 or 1");
    return *value == "1";
}

Guard guard(const Settings &settings)
{
    const char *name = "RUMPCLIENT_GUARD";
    const auto value = variable(name);
    if (!value || *value == "strict")
        return Guard::Strict;
    if (*value == "zeros")
        return Guard::Zeros;
    if (*value == "fatal")
        return Guard::Fatal;
    if (*value == "off")
        return Guard::Off;
    complain(settings, name, *value, "strict, zeros, fatal or off");
    return Guard::Strict;
}

bool harmlessOnly(const Settings &settings)
{
    const char *name = "RUMPCLIENT_RESEND";
    const auto value = variable(name);
    if (value && *value != "all" && *value != "harmless")
        complain(settings, name, *value, "all or harmless");
    return value && *value == "harmless";
}

std::chrono::seconds deadline(const Settings &settings)
{
    const char *name = "RUMPCLIENT_TIMEOUT";
    constexpr long kLongest = 86400;
    const auto value = variable(name);
    if (!value)
        return settings.deadline;
    long seconds = -1;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), seconds);
    if (error != std::errc{} || end != value->data() + value->size() || seconds < 0 || seconds > kLongest) {
        complain(settings, name, *value, "a number of seconds, up to a day, or 0 for no limit");
        return settings.deadline;
    }
    return std::chrono::seconds(seconds);
}

} // namespace

Settings Settings::fromEnvironment()
{
    Settings settings;
    settings.quiet = flag(settings, "RUMPCLIENT_QUIET");
    settings.guard = capi::guard(settings);
    settings.spin = flag(settings, "RUMPCLIENT_SPIN");
    settings.resendHarmlessOnly = harmlessOnly(settings);
    settings.deadline = capi::deadline(settings);
    return settings;
}

Line &Line::operator<<(std::string_view text)
{
    const auto room = static_cast<std::size_t>(m_text.data() + kLongest - m_end);
    m_end = std::copy_n(text.data(), std::min(room, text.size()), m_end);
    return *this;
}

Line &Line::operator<<(Hex number)
{
    constexpr int kBase = 16;
    *this << "0x";
    const auto [end, error] = std::to_chars(m_end, m_text.data() + kLongest, number.value, kBase);
    m_end = error == std::errc{} ? end : m_end;
    return *this;
}

void Line::write()
{
    *m_end++ = '\n';
    host::write(STDERR_FILENO, m_text.data(), static_cast<std::size_t>(m_end - m_text.data()));
}

} // namespace rumpscope::capi
