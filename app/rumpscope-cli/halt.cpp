// SPDX-License-Identifier: GPL-3.0-or-later
// halt: ends a kernel, for everybody.
#include "app/rumpscope-cli/commands.h"
#include "app/rumpscope-cli/exit_code.h"
#include "clientcore/abi/netbsd.h"

#include <array>
#include <cerrno>
#include <iostream>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

bool agreed(Console &console, const std::string &url)
{
    if (::isatty(STDIN_FILENO) == 0) {
        console.complain(0, "This ends the kernel for all its clients: say --yes if you mean it.");
        return false;
    }
    std::cerr << "End the kernel at " << url << " for all its clients? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes";
}

/// Waits until nobody listens at the address any more, for as long as a kernel may take to write back its
/// files.
bool isGone(const transport::ServerUrl &url)
{
    constexpr auto kPatience = std::chrono::seconds(5);
    constexpr auto kPause = std::chrono::milliseconds(20);
    const auto until = transport::Clock::now() + kPatience;
    while (transport::Clock::now() < until) {
        const int fd = ::socket(url.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval longest{.tv_sec = 1, .tv_usec = 0};
        ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
        const bool refused =
            ::connect(fd, url.address(), url.addressLength()) != 0 && errno != EINPROGRESS && errno != EAGAIN;
        ::close(fd);
        if (refused)
            return true;
        std::this_thread::sleep_for(kPause);
    }
    return false;
}

} // namespace

int halt(Console &console, const HaltOptions &options)
{
    const auto url = serverUrl(console, options.guest.url);
    if (!url)
        return options.guest.url == "-" ? kFailed : kUsage;
    if (!options.yes && !agreed(console, url->text()))
        return kUsage;
    const auto made = connectGuest(console, options.guest);
    if (!made)
        return made.error();
    const auto &session = *made;
    // With RB_HALT a real kernel would only stop answering; with this one its program ends.
    const std::array<std::uint64_t, 2> arguments{abi::NB_RB_AUTOBOOT, 0};
    const auto answer = session->syscall({.number = abi::NB_SYS_reboot, .arguments = arguments});
    // A kernel that is gone does not answer: that is what was asked for.
    const bool gone = !answer && (answer.error().kind == event::ClientError::Kind::AnswerLost ||
                                  answer.error().kind == event::ClientError::Kind::Connection);
    if (!answer && !gone)
        return console.complain(kFailed, answer.error().sentence());
    if (answer && answer->error != 0)
        return console.complain(kRefused, "The kernel refused to end.");
    if (!isGone(*url))
        return console.complain(kFailed, url->text() + " was told to end, and still takes connections.");
    if (console.json())
        console.object({{"url", url->text()}, {"ended", true}});
    else
        console.line(url->text() + " has ended.");
    return kDone;
}

} // namespace rumpscope::cli
