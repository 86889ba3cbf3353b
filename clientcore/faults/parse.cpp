// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/catalog.h"
#include "clientcore/faults/command.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace rumpscope::faults {

namespace {

using Words = std::vector<std::string_view>;
using Parsed = tl::expected<Command, std::string>;

constexpr std::uint64_t kLongestDelay = 3'600'000;
constexpr std::uint64_t kMostWorkers = 1'000'000;
constexpr std::uint64_t kMostTimes = 1'000'000;
constexpr std::uint64_t kLargestVersion = 99999;
constexpr std::size_t kLongestBanner = 95; // and its newline
constexpr std::int32_t kLastErrno = 127;

tl::unexpected<std::string> wrong(std::string sentence)
{
    return tl::unexpected(std::move(sentence));
}

Words split(std::string_view line)
{
    Words words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0)
            words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::optional<std::uint64_t> number(std::string_view text, std::uint64_t most)
{
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return value;
}

/// ENOSPC or 28.
std::optional<std::int32_t> errnoNamed(std::string_view name)
{
    if (const auto value = number(name, kLastErrno))
        return abi::findErrno(static_cast<std::int32_t>(*value)) != nullptr
                   ? std::optional(static_cast<std::int32_t>(*value))
                   : std::nullopt;
    for (std::int32_t value = 1; value <= kLastErrno; ++value) {
        const abi::ErrnoFact *fact = abi::findErrno(value);
        if (fact != nullptr && fact->name == name)
            return value;
    }
    return std::nullopt;
}

Parsed slow(const Words &words)
{
    const auto delay = number(words[2], kLongestDelay);
    if (!delay)
        return wrong(fmt::format("\"{}\": write milliseconds, an hour at most.", words[2]));
    return Slow{std::string(words[1]), std::chrono::milliseconds(*delay)};
}

Parsed fails(const Words &words)
{
    Fail fail{std::string(words[1])};
    if (words[2] != "never") {
        const auto error = errnoNamed(words[2]);
        if (!error || *error == 0)
            return wrong(
                fmt::format("\"{}\" is no errno of NetBSD: write ENOSPC or its number, or never.", words[2]));
        fail.error = *error;
    }
    std::string_view share = words.size() > 3 ? words[3] : "100";
    if (share.ends_with('%'))
        share.remove_suffix(1);
    const auto percent = number(share, 100);
    if (!percent || *percent == 0)
        return wrong(fmt::format("\"{}\": write how many of 100 calls fail, 1 to 100.", share));
    fail.percent = static_cast<unsigned>(*percent);
    return fail;
}

Parsed lose(const Words &words)
{
    Lose lose{words[0] == "lose-request" ? Lose::What::Request : Lose::What::Answer, std::string(words[1])};
    if (words.size() > 2) {
        const auto times = number(words[2], kMostTimes);
        if (!times)
            return wrong(fmt::format("\"{}\": write how many calls, 1,000,000 at most; 0: none.", words[2]));
        lose.times = static_cast<std::uint32_t>(*times);
    }
    return lose;
}

Parsed happens(const Words &words, Happen::Event event)
{
    if (words.size() == 1)
        return Happen{event};
    const auto after = words.size() == 3 && words[1] == "after" ? number(words[2], UINT64_MAX) : std::nullopt;
    if (!after || *after == 0)
        return wrong(fmt::format("write {} alone, or {} after and a number of calls.", words[0], words[0]));
    return Happen{event, *after};
}

Parsed workers(const Words &words)
{
    const auto count = words[1] == "any" ? std::optional<std::uint64_t>(0) : number(words[1], kMostWorkers);
    if (!count)
        return wrong(fmt::format("\"{}\": write how many calls are served at once, or any.", words[1]));
    return Workers{static_cast<std::uint32_t>(*count)};
}

/// The text as it stands, blanks included.
Parsed banner(std::string_view line)
{
    const std::string_view text = line.substr(line.find("banner ") + std::string_view("banner ").size());
    if (text == "default")
        return Banner{};
    if (text.size() > kLongestBanner)
        return wrong(fmt::format("the banner may have {} characters.", kLongestBanner));
    return Banner{std::string(text)};
}

Parsed protocol(const Words &words)
{
    const std::string_view version = words[1];
    const auto dot = std::min(version.find('.'), version.size());
    const auto major = number(version.substr(0, dot), kLargestVersion);
    const auto minor = dot < version.size() ? number(version.substr(dot + 1), kLargestVersion) : std::nullopt;
    if (!major || !minor)
        return wrong(fmt::format("\"{}\": write a version as 0.4.", version));
    return Protocol{static_cast<std::uint32_t>(*major), static_cast<std::uint32_t>(*minor)};
}

/// None: the words make no command.
std::optional<Parsed> recognised(const Words &words, std::string_view line)
{
    const std::string_view verb = words[0];
    const std::size_t count = words.size();
    if (verb == "slow" && count == 3)
        return slow(words);
    if (verb == "fail" && (count == 3 || count == 4))
        return fails(words);
    if ((verb == "lose-request" || verb == "lose-answer") && (count == 2 || count == 3))
        return lose(words);
    if (verb == "silent")
        return happens(words, Happen::Event::Silence);
    if (verb == "die")
        return happens(words, Happen::Event::Die);
    if (verb == "restart")
        return happens(words, Happen::Event::Restart);
    if (verb == "workers" && count == 2)
        return workers(words);
    if (verb == "protocol" && count == 2)
        return protocol(words);
    if (verb == "banner" && count > 1)
        return banner(line);
    for (const Plain plain : {Plain::Answer, Plain::Clear, Plain::Status, Plain::Help}) {
        if (count == 1 && verb == toLine(plain))
            return Parsed(plain);
    }
    return std::nullopt;
}

} // namespace

tl::expected<Command, std::string> parse(std::string_view line)
{
    const Words words = split(line);
    if (words.empty())
        return wrong("an empty line: write help.");
    if (auto parsed = recognised(words, line))
        return *parsed;
    for (const CommandHelp &command : commandHelp()) {
        if (split(command.usage)[0] == words[0])
            return wrong(fmt::format("write {}.", command.usage));
    }
    return wrong(fmt::format("\"{}\" is no command: write help.", words[0]));
}

} // namespace rumpscope::faults
