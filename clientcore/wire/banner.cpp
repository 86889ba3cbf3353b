// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/wire/banner.h"

#include "clientcore/wire/text.h"

#include <charconv>

namespace rumpscope::wire {

namespace {

constexpr std::string_view kPrefix = "RUMPSP-";

/// Takes a decimal number off the front; false if there is none.
bool takeNumber(std::string_view &text, int &out)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || out < 0)
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool takeChar(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

tl::expected<Banner, BannerError> parseBanner(std::string_view line)
{
    const auto fail = [line](BannerError::Kind kind) {
        return tl::unexpected(BannerError{kind, printable(line, kBannerLimit)});
    };
    if (line.size() >= kBannerLimit)
        return fail(BannerError::Kind::TooLong);
    if (!line.starts_with(kPrefix))
        return fail(BannerError::Kind::NotRumpSp);

    Banner banner;
    std::string_view rest = line.substr(kPrefix.size());
    if (!takeNumber(rest, banner.major) || !takeChar(rest, '.') || !takeNumber(rest, banner.minor) ||
        !takeChar(rest, '-'))
        return fail(BannerError::Kind::BadVersion);

    const std::size_t dash = rest.find('-');
    const std::size_t slash = rest.rfind('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos || dash == 0 || slash <= dash + 1 ||
        slash + 1 == rest.size() || rest.find('\n') != std::string_view::npos)
        return fail(BannerError::Kind::BadSystem);
    banner.osType = rest.substr(0, dash);
    banner.osRelease = rest.substr(dash + 1, slash - dash - 1);
    banner.machine = rest.substr(slash + 1);
    return banner;
}

std::string encodeBanner(const Banner &banner)
{
    return std::string(kPrefix) + std::to_string(banner.major) + "." + std::to_string(banner.minor) + "-" +
           banner.osType + "-" + banner.osRelease + "/" + banner.machine + "\n";
}

std::string BannerError::sentence() const
{
    switch (kind) {
    case Kind::NotRumpSp:
        return "The server does not speak rump_sp: it said \"" + line +
               "\" where RUMPSP-… was expected. Check that the address is a rump kernel's.";
    case Kind::BadVersion:
        return "The banner \"" + line + "\" has no protocol version (RUMPSP-0.4-…).";
    case Kind::BadSystem:
        return "The banner \"" + line + "\" does not name a system (…-NetBSD-7.99.34/amd64).";
    case Kind::TooLong:
        return "The server's first line has no end within " + std::to_string(kBannerLimit) + " bytes: \"" +
               line + "\". It does not speak rump_sp.";
    }
    return {};
}

} // namespace rumpscope::wire
