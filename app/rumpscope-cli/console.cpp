// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/console.h"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

constexpr auto kBetweenProgress = std::chrono::milliseconds(200);

} // namespace

void Console::line(std::string_view text)
{
    endProgress();
    fmt::print("{}\n", text);
}

void Console::object(const Json &json)
{
    line(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

int Console::complain(int code, std::string_view sentence)
{
    endProgress();
    std::fflush(stdout); // in the order it happened, where both go to one place
    fmt::print(stderr, "rumpscope-cli: {}\n", sentence);
    return code;
}

void Console::note(std::string_view sentence)
{
    complain(0, sentence);
}

void Console::progress(const std::string &text)
{
    const auto now = std::chrono::steady_clock::now();
    if (::isatty(STDERR_FILENO) == 0 || now - m_lastProgress < kBetweenProgress)
        return;
    m_lastProgress = now;
    m_progressShown = true;
    fmt::print(stderr, "\r\x1b[K{}", text);
    std::fflush(stderr);
}

void Console::endProgress()
{
    if (m_progressShown)
        fmt::print(stderr, "\r\x1b[K");
    m_progressShown = false;
}

bool Console::flush()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

} // namespace rumpscope::cli
