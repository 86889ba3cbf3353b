// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/guest.h"

namespace rumpscope::cli {

std::optional<transport::ServerUrl> serverUrl(Console &console, const std::string &given)
{
    const auto url = given.empty() || given == "-" ? transport::ServerUrl::fromEnvironment()
                                                   : transport::ServerUrl::parse(given);
    if (url)
        return *url;
    console.complain(0, url.error().sentence());
    return std::nullopt;
}

std::unique_ptr<session::Session> connectGuest(Console &console, const GuestOptions &options)
{
    const auto url = serverUrl(console, options.url);
    if (!url)
        return nullptr;
    session::SessionOptions settings;
    settings.commandName = options.name;
    auto made = session::Session::guest(*url, std::move(settings));
    if (made)
        return std::move(*made);
    console.complain(0, made.error().sentence());
    return nullptr;
}

} // namespace rumpscope::cli
