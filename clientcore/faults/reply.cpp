// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/faults/reply.h"

#include <fmt/format.h>

#include <charconv>

namespace rumpscope::faults {

namespace {

constexpr std::string_view kOk = "ok";
constexpr std::string_view kError = "error ";
constexpr std::string_view kBusy = "calls under way: ";
constexpr std::string_view kBanner = "banner: ";

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace

std::string Reply::toText() const
{
    std::string text;
    for (const std::string &line : lines)
        text += ' ' + line + '\n';
    text += error ? std::string(kError) + *error : std::string(kOk);
    return text + '\n';
}

tl::expected<Reply, std::string> Reply::parse(std::string_view text)
{
    Reply reply;
    for (const std::string_view line : linesOf(text)) {
        if (line == kOk)
            return reply;
        if (line.starts_with(kError)) {
            reply.error = line.substr(kError.size());
            return reply;
        }
        if (!line.starts_with(' '))
            return tl::unexpected(fmt::format("\"{}\" is no line of an answer.", line));
        reply.lines.emplace_back(line.substr(1));
    }
    return tl::unexpected(std::string("the answer has no end."));
}

bool isWhole(std::string_view text)
{
    if (!text.ends_with('\n'))
        return false;
    text.remove_suffix(1);
    const auto begin = text.rfind('\n');
    const std::string_view last = begin == std::string_view::npos ? text : text.substr(begin + 1);
    return last == kOk || last.starts_with(kError);
}

std::vector<std::string> Status::toLines() const
{
    std::vector<std::string> lines{fmt::format("{}{}", kBusy, busy), fmt::format("{}{}", kBanner, banner)};
    for (const Command &command : set)
        lines.push_back(toLine(command));
    return lines;
}

tl::expected<Status, std::string> Status::parse(const std::vector<std::string> &lines)
{
    if (lines.size() < 2 || !lines[0].starts_with(kBusy) || !lines[1].starts_with(kBanner))
        return tl::unexpected(
            std::string("this is no status: the calls under way and the banner are missing."));
    Status status;
    const char *end = lines[0].data() + lines[0].size();
    const auto [behind, failed] = std::from_chars(lines[0].data() + kBusy.size(), end, status.busy);
    if (failed != std::errc() || behind != end)
        return tl::unexpected(fmt::format("\"{}\" has no number of calls.", lines[0]));
    status.banner = lines[1].substr(kBanner.size());
    for (std::size_t i = 2; i < lines.size(); ++i) {
        auto command = faults::parse(lines[i]);
        if (!command)
            return tl::unexpected(command.error());
        status.set.push_back(std::move(*command));
    }
    return status;
}

} // namespace rumpscope::faults
