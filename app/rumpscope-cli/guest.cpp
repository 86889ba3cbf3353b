// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/guest.h"

#include "app/rumpscope-cli/exit_code.h"
#include "app/rumpscope-cli/patience.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <thread>

namespace rumpscope::cli {

namespace {

bool isFromEnvironment(const std::string &given)
{
    return given.empty() || given == "-";
}

/// Which variable an address came from, as an exec leaves RUMP__PARSEDSERVER behind and it wins.
std::string origin()
{
    for (const char *variable : {"RUMP__PARSEDSERVER", "RUMP_SERVER"}) {
        if (const char *value = std::getenv(variable))
            return *value == '\0' ? fmt::format(" {} is set, and empty.", variable)
                                  : fmt::format(" The address is that of {}={}.", variable, value);
    }
    return {};
}

/// Ends the program at a signal: there is nothing yet to lose or to sum up.
class WhileConnecting
{
public:
    explicit WhileConnecting(Interrupt *interrupt)
    {
        if (interrupt == nullptr)
            return;
        m_watch = std::thread([this, interrupt] {
            while (!m_over && !interrupt->wait(kLook)) {
            }
            if (!m_over)
                std::_Exit(kInterrupted);
        });
    }
    ~WhileConnecting()
    {
        m_over = true;
        if (m_watch.joinable())
            m_watch.join();
    }
    WhileConnecting(const WhileConnecting &) = delete;
    WhileConnecting &operator=(const WhileConnecting &) = delete;

private:
    static constexpr auto kLook = std::chrono::milliseconds(20);
    static constexpr int kInterrupted = 130; ///< what shells say of a program that SIGINT ended

    std::atomic<bool> m_over{false};
    std::thread m_watch;
};

} // namespace

std::optional<transport::ServerUrl> serverUrl(Console &console, const std::string &given)
{
    const bool fromEnvironment = isFromEnvironment(given);
    const auto url =
        fromEnvironment ? transport::ServerUrl::fromEnvironment() : transport::ServerUrl::parse(given);
    if (url)
        return *url;
    console.complain(0, url.error().sentence() + (fromEnvironment ? origin() : std::string()));
    return std::nullopt;
}

tl::expected<std::unique_ptr<session::Session>, int>
connectGuest(Console &console, const GuestOptions &options, Interrupt *interrupt)
{
    const auto url = serverUrl(console, options.url);
    if (!url)
        return tl::unexpected<int>(isFromEnvironment(options.url) ? kFailed : kUsage);
    session::SessionOptions settings;
    settings.commandName = options.name;
    const Patience patience(console, url->text() + " has not answered for 3 seconds; still waiting.");
    const WhileConnecting ending(interrupt);
    auto made = session::Session::guest(*url, std::move(settings));
    if (made)
        return std::move(*made);
    console.complain(0,
                     made.error().sentence() + (isFromEnvironment(options.url) ? origin() : std::string()));
    return tl::unexpected<int>(kFailed);
}

} // namespace rumpscope::cli
