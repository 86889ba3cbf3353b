// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/console.h"

#include "clientcore/text/foreign_text.h"

#include <fmt/format.h>

#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

constexpr auto kBetweenProgress = std::chrono::milliseconds(200);

/// What cannot be written there is nobody's to read: a full disk or a closed stream ends no command.
void put(std::FILE *stream, const std::string &text)
{
    [[maybe_unused]] const std::size_t written = std::fwrite(text.data(), 1, text.size(), stream);
}

} // namespace

void Console::line(std::string_view text)
{
    endProgress();
    put(stdout, text::onALine(text) + "\n");
}

void Console::object(const Json &json)
{
    line(oneLine(json));
}

int Console::complain(int code, std::string_view sentence)
{
    endProgress();
    std::fflush(stdout); // in the order it happened, where both go to one place
    put(stderr, fmt::format("rumpscope-cli: {}\n", text::onALine(sentence)));
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
    put(stderr, "\r\x1b[K" + text::onALine(text));
    std::fflush(stderr);
}

void Console::endProgress()
{
    if (m_progressShown)
        put(stderr, "\r\x1b[K");
    m_progressShown = false;
}

std::string oneLine(const Json &json)
{
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

bool readerIsGone()
{
    pollfd entry{STDOUT_FILENO, POLLOUT, 0};
    return ::poll(&entry, 1, 0) > 0 && (entry.revents & POLLERR) != 0;
}

bool Console::flush()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

} // namespace rumpscope::cli
