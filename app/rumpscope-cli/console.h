// SPDX-License-Identifier: GPL-3.0-or-later
// Output for people and for programs.
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace rumpscope::cli {

using Json = nlohmann::ordered_json;

/// On one line of ASCII, with what is not UTF-8 replaced.
[[nodiscard]] std::string oneLine(const Json &json);
/// Standard output is a pipe that nobody reads any more, as behind `| head`.
[[nodiscard]] bool readerIsGone();

/// Results on standard output; everything else on standard error. Text is made harmless for a terminal
/// (text::onALine). What cannot be written is left out.
class Console
{
public:
    explicit Console(bool json)
        : m_json(json)
    {}

    [[nodiscard]] bool json() const { return m_json; }
    void line(std::string_view text);
    /// One object, one line.
    void object(const Json &json);
    /// A sentence about what went wrong. Returns `code`.
    int complain(int code, std::string_view sentence);
    void note(std::string_view sentence);
    /// Replaces the last progress line, where standard error is a terminal; a few
    /// times a second at most.
    void progress(const std::string &text);
    void endProgress();
    /// False once nobody reads our output any more.
    bool flush();

private:
    const bool m_json;
    bool m_progressShown = false;
    std::chrono::steady_clock::time_point m_lastProgress{};
};

} // namespace rumpscope::cli
